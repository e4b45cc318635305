package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.report.ExitCode;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** parley audit: what is broken, what has changed, and with which status it ends. */
@Timeout(180)
@Tag("any-jdk")
class AuditCommandTest {
    @TempDir
    private Path folder;

    /** Hastier than one would be with a device of others. */
    private static String[] audit(TestDevice device, String... more) {
        List<String> all = new ArrayList<>(List.of("--pause", "1ms", "--patience", "300ms"));
        all.addAll(Arrays.asList(more));
        return device.command("audit", all.toArray(String[]::new));
    }

    @Test
    void whatIsBrokenIsPrintedWithItsSourceAndItsRemedy() throws IOException {
        Path sarif = folder.resolve("audit.sarif");
        Path html = folder.resolve("audit.html");
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain()
                    .run(audit(device, "--fail-on", "high", "--sarif", sarif.toString(), "--html", html.toString()));

            assertThat(result.err()).startsWith("✓ " + html + ": a page of ");
            assertThat(result.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(result.out())
                    .startsWith(device.url() + "  bcp195, ")
                    .contains("""
                              ✗ high  A-22.4  :url takes file or ftp
                                  file
                                  our rule: with file and ftp, whoever may copy a configuration reads and
                                  writes elsewhere (RFC 6241 section 9)
                                  → remove file and ftp from the schemes of :url
                            """)
                    .contains(" kept, ")
                    .doesNotContain("✓");
            assertThat(sarif).content(StandardCharsets.UTF_8).contains("\"ruleId\":\"A-22.4\"");
            assertThat(html)
                    .content(StandardCharsets.UTF_8)
                    .startsWith("<!DOCTYPE html>")
                    .contains(">A-22.4<");
        }
    }

    @Test
    void onlyWhatHasChangedIsShownBesideABaseline() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        try (TestDevice device = TestDevice.start(folder)) {
            Result first = Shell.plain().run(audit(device, "--json"));
            assertThat(first.status()).isZero();
            assertThat(first.out()).startsWith("{\"audits\":[{\"target\":\"" + device.url() + "\"");
            Files.writeString(baseline, first.out());

            Result same = Shell.plain().run(audit(device, "--baseline", baseline.toString()));
            assertThat(same.out()).isEqualTo(device.url() + "  nothing has changed\n\n");

            Files.writeString(
                    baseline,
                    first.out()
                            .replace(
                                    "\"id\":\"A-22.4\",\"severity\":\"high\",\"outcome\":\"failed\"",
                                    "\"id\":\"A-22.4\",\"severity\":\"high\",\"outcome\":\"passed\""));
            Result changed = Shell.plain().run(audit(device, "--baseline", baseline.toString()));
            assertThat(changed.out())
                    .startsWith(device.url() + "  1 changed\n"
                            + "  ✗ high  A-22.4  :url takes file or ftp  (was passed)\n");
        }
    }

    @Test
    void severalDevicesAtOnceAndOneThatIsNotThere() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain().run(audit(device, "tls://no-such-host.invalid", "--all"));

            assertThat(result.status()).isEqualTo(ExitCode.CONNECT.status());
            assertThat(result.out()).contains(device.url(), "  ✓  A-01.1  SSL 2.0 is refused");
            assertThat(result.err()).contains("connect to tls://no-such-host.invalid:6513 failed in RESOLVE");
        }
    }

    @Test
    void withoutAnybodyToBelieveNobodyIsShownOurCertificate() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain().run("audit", device.url(), "--all", "--pause", "1ms", "--patience", "300ms");

            assertThat(result.status()).isZero();
            assertThat(result.out())
                    .contains("  ? not testable  A-10.1  the chain leads to a trusted authority\n")
                    .contains("  ? not testable  A-22.3  base:1.1 with chunks is spoken\n");
        }
    }

    private static Stream<String> longerThan(int columns, String text) {
        return text.lines().filter(line -> line.codePointCount(0, line.length()) > columns);
    }

    @Test
    void linesAreBrokenBetweenWords() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            String narrow = Shell.plain().run(audit(device, "--all")).out();
            assertThat(longerThan(80, narrow))
                    .as("but for words that are longer than a line")
                    .allMatch(line -> line.strip().indexOf(' ') < 0);
        }
        assertThat(Shell.plain().run("audit", "--help").out()).contains("tls://pe1, ssh://pe1:830.");
    }

    /** A broken rule weighs more than a dead device, and beside a baseline only what is new counts. */
    @Test
    void whatHasChangedSinceTheBaselineIsToldAndCounts() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        Path sarif = folder.resolve("audit.sarif");
        try (TestDevice device = TestDevice.start(folder)) {
            String[] asked = {"tls://no-such-host.invalid", "--json", "--fail-on", "high", "--sarif", sarif.toString()};
            Result first = Shell.plain().run(audit(device, asked));
            assertThat(first.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(first.out())
                    .contains(
                            "{\"target\":\"tls://no-such-host.invalid:6513\",\"profile\":\"bcp195\",\"error\":{\"code\":");
            assertThat(sarif)
                    .content(StandardCharsets.UTF_8)
                    .contains("\"executionSuccessful\":false", "\"uri\":\"tls://no-such-host.invalid:6513\"");

            String forgotten = "{\"target\":\"tls://pe9:6513\",\"profile\":\"bcp195\",\"findings\":[]},";
            Files.writeString(baseline, first.out().replace("{\"audits\":[", "{\"audits\":[" + forgotten));
            String[] again = {"--json", "--fail-on", "high", "--baseline", baseline.toString()};
            Result same = Shell.plain().run(audit(device, again));
            assertThat(same.status()).as("nothing is new").isZero();
            assertThat(same.out()).contains("\"notAudited\":[\"tls://pe9:6513\"]", "\"new\":false", "\"changed\":[]");

            Files.writeString(
                    baseline,
                    first.out()
                            .replace(
                                    "\"title\":\":url takes file or ftp\",\"observed\":\"file\"",
                                    "\"observed\":\"ftp\""));
            Result otherwise = Shell.plain().run(audit(device, "--baseline", baseline.toString()));
            assertThat(otherwise.out())
                    .isEqualTo(device.url() + "  1 changed\n"
                            + "  ✗ high  A-22.4  :url takes file or ftp  (in another way)\n"
                            + "      file\n"
                            + "      before: ftp\n"
                            + "      our rule: with file and ftp, whoever may copy a configuration reads and\n"
                            + "      writes elsewhere (RFC 6241 section 9)\n"
                            + "      → remove file and ftp from the schemes of :url\n\n");

            Files.writeString(baseline, first.out().replace(device.url(), "tls://pe9:6513"));
            Result other = Shell.plain().run(audit(device, "--baseline", baseline.toString()));
            assertThat(other.out())
                    .startsWith(device.url() + "  is not in the baseline\n")
                    .contains("  ✗ high  A-22.4  :url takes file or ftp\n")
                    .endsWith("in the baseline, and not audited now: tls://pe9:6513\n");
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeAnyDeviceIsAsked() throws IOException {
        Path missing = folder.resolve("missing").resolve("audit.sarif");
        Result result = Shell.plain().run("audit", "tls://no-such-host.invalid", "--sarif", missing.toString());

        assertThat(result.status()).isEqualTo(ExitCode.INPUT.status());
        assertThat(result.err())
                .contains("cannot write " + missing + ": there is no folder ")
                .doesNotContain("RESOLVE");
        Result baseline = Shell.plain().run("audit", "tls://pe1", "--baseline", missing.toString());
        assertThat(baseline.err()).contains(missing + " cannot be read: there is no such file");
    }

    @Test
    void whatIsSaidOfTlsIsForTheDevicesOverTlsAndEachIsAuditedOnce() throws IOException {
        SshSettings settings =
                SshSettings.of(HostKeys.generate(), SshUser.named("operator").password("secret"));
        try (TestDevice device = TestDevice.start(folder);
                DeviceSimulator ssh = DeviceSimulator.builder().ssh(settings).start()) {
            String other = "ssh://127.0.0.1:" + ssh.port();
            Result both = Shell.plain().run(audit(device, other, device.url(), other, "--plaintext-port", "1"));
            assertThat(both.status()).isZero();
            assertThat(both.out()
                            .lines()
                            .filter(line -> line.startsWith("tls://") || line.startsWith("ssh://"))
                            .map(line -> line.split(" ", 2)[0]))
                    .containsExactly(device.url(), other);
            assertThat(both.err()).contains("--plaintext-port says nothing about " + other);

            Result neither = Shell.plain().run("audit", other, "--ca", device.ca());
            assertThat(neither.status()).isEqualTo(ExitCode.INPUT.status());
            assertThat(neither.err()).contains("--ca is for tls://, and this device is reached by ssh://");
        }
    }

    @Test
    void jumpHostsAreNotGoneAround() throws IOException {
        Path devices = Files.writeString(folder.resolve("devices.yaml"), """
                devices:
                  pe7:
                    url: ssh://admin@127.0.0.1
                    jump: bastion.example.net
                """);
        Result result = Shell.plain().run("audit", "pe7", "--config", devices.toString());
        assertThat(result.status()).isEqualTo(ExitCode.INPUT.status());
        assertThat(result.err())
                .contains("is reached through bastion.example.net:22, and an audit connects to the device itself");
    }

    @Test
    void whatCannotBeUsedIsSaid() {
        assertThat(Shell.plain().run("audit").status()).isEqualTo(ExitCode.INPUT.status());
        assertThat(Shell.plain().run("audit", "tls://pe1", "--fail-on", "grave").err())
                .contains("\"grave\" is none of info, low, medium, high, critical");
        assertThat(Shell.plain()
                        .run(
                                "audit",
                                "tls://pe1",
                                "--html",
                                folder.resolve("none/audit.html").toString())
                        .err())
                .contains("there is no folder " + folder.resolve("none"));
        assertThat(Shell.plain().run("audit", "tls://pe1", "--parallel", "0").err())
                .contains("--parallel 0 is not from 1 to 32");
        Result port = Shell.plain().run("audit", "tls://pe1", "--plaintext-port", "99999");
        assertThat(port.status()).isEqualTo(ExitCode.INPUT.status());
        assertThat(port.err()).contains("port 99999 is not from 1 to 65535");
    }
}
