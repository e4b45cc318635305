package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.report.ExitCode;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.WireFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** parley doctor: why there is no session, and what to do. */
@Timeout(60)
class DoctorCommandTest {
    @TempDir
    private Path keys;

    @Test
    void ofADeviceThatIsWellItSaysSo() throws IOException {
        try (TestDevice device = TestDevice.start(keys)) {
            Result result = Shell.plain().run(device.command("doctor"));

            assertThat(result.status()).isZero();
            assertThat(result.out())
                    .containsPattern("(?m)^  ✓ connect +[0-9.]+ ms  127\\.0\\.0\\.1 port \\d+$")
                    .containsPattern("(?m)^  ✓ secure +[0-9.]+ ms  TLSv1\\.3, TLS_AES_128_GCM_SHA256, .*$")
                    .contains("our certificate was asked for and sent")
                    .contains("ncclient would not stall here")
                    .containsPattern("(?m)^  ✓ request +[0-9.]+ ms  get with an empty filter: answered$")
                    .containsPattern("(?m)^  ✓ close +[0-9.]+ ms  answered$")
                    .containsPattern("(?m)^✓ Nothing is wrong\\. The session came up, ")
                    .doesNotContain("✗");
        }
    }

    @Test
    void ofADeviceThatIsIllItSaysWhatWasSeenWhatItMeansAndWhatToDo() throws IOException {
        try (TestDevice device = TestDevice.suffering(keys, new Break(Moment.Phase.SECURED, Ending.alert(48)))) {
            Result result = Shell.plain().run(device.command("doctor"));

            assertThat(result.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(result.out())
                    .containsPattern("(?m)^  ✗ hello +[0-9.]+ ms  client-certificate-refused$")
                    .contains(
                            "✗ The device does not trust who issued our certificate  certain,\n  client-authority-unknown\n")
                    .contains("    seen       the server sent the TLS alert unknown_ca (48) after our side")
                    .contains("    means      ")
                    .contains("    client     ")
                    .contains("    device     Install the authority")
                    .doesNotContain("Nothing is wrong");
        }
    }

    @Test
    void furtherAttemptsAreReportedUnlessOneIsAskedFor() throws IOException {
        try (TestDevice device = TestDevice.suffering(keys, new Break(Moment.Phase.SECURED, Ending.CLOSE))) {
            assertThat(Shell.plain().run(device.command("doctor")).out())
                    .contains("✗ without the XML declaration: failed with closed-by-peer after ");
            assertThat(device.simulator().connections()).isEqualTo(2);

            assertThat(Shell.plain().run(device.command("doctor", "--single")).out())
                    .doesNotContain("without the XML declaration");
            assertThat(device.simulator().connections()).isEqualTo(3);
        }
    }

    @Test
    void whatNcclientWouldDoIsSaidWithItsArithmetic() throws IOException {
        try (TestDevice device =
                TestDevice.suffering(keys, new HelloFault.Padded(9_000), WireFault.tlsRecords(16_384))) {
            Result result = Shell.plain().run(device.command("doctor"));

            assertThat(result.status()).isZero();
            assertThat(result.out().replaceAll("\\s+", " "))
                    .contains("Worth knowing • ncclient may stall on this hello: the hello came in records of 9006"
                            + " bytes; once the last record is off the socket, one read has taken 4096 of its bytes at"
                            + " most, and 4910 decrypted bytes,");
        }
    }

    @Test
    void programsAreToldEverything() throws IOException {
        try (TestDevice device = TestDevice.suffering(keys, new Break(Moment.Phase.SECURED, Ending.alert(48)))) {
            Result result = Shell.plain().run(device.command("doctor", "--json"));

            assertThat(result.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(result.out())
                    .contains("\"healthy\":false,\"verdicts\":[{\"fault\":\"client-authority-unknown\"")
                    .contains("\"confidence\":\"certain\"")
                    .contains("\"variation\":\"none\"")
                    .containsPattern("\"steps\":\\[\\{\"name\":\"resolve\",\"beganMs\":[0-9.]+,");
        }
    }

    @Test
    void aFileThatCannotBeUsedIsInput() throws IOException {
        try (TestDevice device = TestDevice.start(keys)) {
            Result result = Shell.plain()
                    .run("doctor", device.url(), "--ca", device.ca(), "--cert", "no-such.crt", "--key", "no-such.key");

            assertThat(result.status()).isEqualTo(ExitCode.INPUT.status());
        }
    }

    @Test
    void thePageToHandOnIsWrittenWhole() throws IOException {
        Path page = keys.resolve("report.html");
        Files.writeString(page, "an older one");
        try (TestDevice device = TestDevice.suffering(keys, new Break(Moment.Phase.SECURED, Ending.alert(48)))) {
            Result result = Shell.plain().run(device.command("doctor", "--report", page.toString()));

            assertThat(result.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(result.err()).startsWith("✓ " + page + ": a page of ");
            assertThat(page)
                    .content()
                    .startsWith("<!DOCTYPE html>")
                    .endsWith("</html>")
                    .contains("client-authority-unknown");
            assertThat(Shell.plain()
                            .run(device.command("doctor", "--json", "--report", page.toString()))
                            .out())
                    .contains("\"report\":\"" + page + "\"");
        }
    }

    @Test
    void aPageThatCannotBeWrittenIsRefusedBeforeTheDeviceIsAsked() throws IOException {
        try (TestDevice device = TestDevice.start(keys)) {
            Path missing = keys.resolve("no-such-folder");
            Result result = Shell.plain()
                    .run(device.command(
                            "doctor", "--report", missing.resolve("a.html").toString()));

            assertThat(result.status()).isEqualTo(ExitCode.INPUT.status());
            assertThat(result.err()).contains("there is no folder " + missing, "mkdir -p " + missing);
            assertThat(Shell.plain()
                            .run(device.command("doctor", "--report", keys.toString()))
                            .err())
                    .contains("cannot write " + keys + ": it is a directory");
            assertThat(device.simulator().connections()).isZero();
        }
    }

    @Test
    void theAttemptsAreCaptured() throws IOException {
        String one = keys.resolve("one.pcapng").toString();
        String many = keys.resolve("many.pcapng").toString();
        try (TestDevice device = TestDevice.suffering(keys, new HelloFault.SessionId("none"))) {
            Result once = Shell.plain()
                    .run(device.command("doctor", "--single", "--capture", one, "--capture-tls-secrets", "--json"));
            Result often =
                    Shell.plain().run(device.command("doctor", "--repeat", "3", "--every", "1ms", "--capture", many));

            assertThat(once.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(once.out()).contains("\"capture\":{\"file\":\"" + one + "\",\"connections\":1,");
            assertThat(often.err()).contains("captured in " + many + ": 3 connections, ");
        }
        assertThat(Files.readString(Path.of(one), StandardCharsets.ISO_8859_1)).contains("CLIENT_TRAFFIC_SECRET_0 ");
        assertThat(Files.readString(Path.of(many), StandardCharsets.ISO_8859_1)).doesNotContain("TRAFFIC_SECRET");
    }

    @Test
    void aCaptureThatCannotBeIsRefusedBeforeTheDeviceIsTried() throws IOException {
        try (TestDevice device = TestDevice.start(keys)) {
            Result nowhere = Shell.plain().run(device.command("doctor", "--capture", "/nonexistent/a.pcapng"));
            Result secretsOnly = Shell.plain().run(device.command("doctor", "--capture-tls-secrets"));

            assertThat(nowhere.status()).isEqualTo(ExitCode.INPUT.status());
            assertThat(nowhere.err())
                    .contains("/nonexistent/a.pcapng cannot be written: there is no folder /nonexistent");
            assertThat(secretsOnly.err()).contains("--capture-tls-secrets needs --capture");
        }
    }
}
