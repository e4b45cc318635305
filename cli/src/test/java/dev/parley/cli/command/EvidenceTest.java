package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a session, and what parley makes of it later. */
class EvidenceTest {
    private static final String SECRET = "<user xmlns=\"urn:x\"><password>zq</password></user>";

    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    private static TestDevice device;

    @BeforeAll
    static void start() throws IOException {
        device = TestDevice.start(keys);
    }

    @AfterAll
    static void stop() {
        device.close();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String content(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aCaptureIsWrittenWithoutSecretsUnlessTheyAreAskedFor() throws IOException {
        Result plain = Shell.plain().run(device.command("hello", "--capture", file("a.pcapng")));
        Result readable =
                Shell.plain().run(device.command("hello", "--capture", file("b.pcapng"), "--capture-tls-secrets"));

        assertThat(plain.status()).isZero();
        assertThat(plain.err())
                .contains("captured in ", "a.pcapng: 1 connection, ")
                .doesNotContain("whoever has it");
        assertThat(content("a.pcapng")).contains("Parley").doesNotContain("TRAFFIC_SECRET");
        assertThat(readable.status()).isZero();
        assertThat(readable.err())
                .contains("warning: ", "whoever has it reads them")
                .doesNotContain("cannot be read");
        assertThat(content("b.pcapng")).contains("CLIENT_TRAFFIC_SECRET_0 ");
    }

    @Test
    void aRecordingIsReplayed() throws IOException {
        Result edited = Shell.plain().run(device.command("edit-config", SECRET, "--record", file("a.jsonl"), "--json"));
        assertThat(edited.status()).isZero();
        assertThat(edited.out()).contains("\"recording\":{\"file\":", "\"lostBytes\":0");
        assertThat(content("a.jsonl")).contains("edit-config", "***").doesNotContain("zq");

        Result replayed = Shell.plain().run("replay", file("a.jsonl"));
        assertThat(replayed.status()).isZero();
        assertThat(replayed.out()).contains("without secrets", "hello: session ", "edit-config", "close-session", "ok");

        Result asJson = Shell.plain().run("replay", file("a.jsonl"), "--cut", "1", "--json");
        assertThat(asJson.out()).contains("\"operation\":\"edit-config\"", "\"failure\":null");
    }

    @Test
    void smallPiecesAreLeftOutWhereThatWouldTakeMinutes() throws IOException {
        String much = "x".repeat(1 << 20);
        StringBuilder lines = new StringBuilder("{\"parley-recording\":1,\"redacted\":false}\n")
                .append("{\"session\":1,\"device\":\"pe1\",\"began\":\"2026-01-02T03:04:05Z\"}\n");
        for (int i = 0; i < 9; i++) {
            lines.append("{\"session\":1,\"ns\":1,\"from\":\"device\",\"text\":\"" + much + "\"}\n");
        }
        Files.writeString(folder.resolve("a.jsonl"), lines);

        assertThat(Shell.plain().run("replay", file("a.jsonl")).err())
                .contains("pieces of [1, 2, 3, 7] bytes were left out, because the device said 9 MB");
    }

    @Test
    void aRecordingWithSecretsIsWarnedOf() throws IOException {
        Result edited = Shell.plain()
                .run(device.command("edit-config", SECRET, "--record", file("a.jsonl"), "--record-secrets"));

        assertThat(edited.err()).contains("warning: ", "passwords and keys");
        assertThat(content("a.jsonl")).contains("zq");
    }

    @Test
    void aFailureOfTheFieldIsOneOfTheReplay() throws IOException {
        Files.writeString(folder.resolve("a.jsonl"), """
                {"parley-recording":1,"redacted":true}
                {"session":1,"device":"pe1","began":"2026-01-02T03:04:05Z"}
                {"session":1,"ns":1,"from":"client","text":"<hello/>]]>]]>"}
                {"session":1,"ns":2,"from":"device","text":"<hello><capabilities/></hello>]]>]]>"}
                """);

        Result replayed = Shell.plain().run("replay", file("a.jsonl"));

        assertThat(replayed.status()).isEqualTo(5);
        assertThat(replayed.err()).contains("error: ", "session-id");
    }

    private RunningCommand listen(String... more) throws IOException {
        String devices = Files.writeString(
                        folder.resolve("devices.yaml"),
                        "defaults: {ca: " + device.ca() + ", cert: " + keys.resolve(DevicePki.CLIENT_FILE) + ", key: "
                                + keys.resolve(DevicePki.CLIENT_KEY_FILE) + "}\ndevices: {pe1: {call-home: 'sha256:"
                                + Fingerprint.of(device.pki().server().certificate()) + "'}}\n")
                .toString();
        List<String> all = new ArrayList<>(
                List.of("listen", "--tls", "--host", "127.0.0.1", "--port", "0", "--config", devices, "--once"));
        all.addAll(List.of(more));
        return new RunningCommand(all.toArray(String[]::new));
    }

    @Test
    void devicesThatCallAreCapturedAndRecorded() throws IOException {
        try (RunningCommand listening = listen(
                "--capture",
                file("a.pcapng"),
                "--capture-tls-secrets",
                "--record",
                file("a.jsonl"),
                "--",
                "get-config")) {
            device.simulator().callHome(listening.address()).join();

            assertThat(listening.status()).isZero();
            assertThat(listening.err())
                    .contains("a.pcapng: 1 connection, ", "a.jsonl: 1 connection, ")
                    .doesNotContain("cannot be read");
        }
        assertThat(content("a.pcapng")).contains("CLIENT_TRAFFIC_SECRET_0 ");
        assertThat(Shell.plain().run("replay", file("a.jsonl")).out()).contains("pe1", "get-config", "ok");
    }

    @Test
    void programsAreToldOfTheFilesOfACommandThatGoesOn() throws IOException {
        try (RunningCommand listening = listen("--json", "--capture", file("a.pcapng"), "--", "get-config")) {
            device.simulator().callHome(listening.address()).join();

            listening.lineWith("\"event\":\"ended\"");
            assertThat(listening.lineWith("capture"))
                    .startsWith("{\"event\":\"capture\",\"file\":")
                    .contains("a.pcapng\",\"connections\":1,", "\"stopped\":null,\"warnings\":[]}");
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(Shell.plain()
                        .run(device.command("hello", "--capture-tls-secrets"))
                        .err())
                .contains("--capture-tls-secrets needs --capture");
        assertThat(Shell.plain()
                        .run(device.command("hello", "--record-secrets"))
                        .err())
                .contains("--record-secrets needs --record");
        assertThat(Shell.plain()
                        .run(device.command("hello", "--capture", file("no/such/a.pcapng")))
                        .err())
                .contains("a.pcapng cannot be written: there is no folder ", "no/such");
        assertThat(Shell.plain()
                        .run(device.command("hello", "--capture", file("x/../a"), "--record", file("a")))
                        .err())
                .contains("--capture and --record are two files");
        assertThat(Shell.plain().run("replay", folder.toString()).err()).contains("cannot be read: it is a directory");
        assertThat(Shell.plain().run("replay", file("no.jsonl")).err()).contains("cannot be read");
        assertThat(Shell.plain().run("replay", device.ca()).err()).contains("is no recording of Parley");
        assertThat(Shell.plain().run("replay", device.ca(), "--cut", "0").err()).contains("--cut is 1 or more");
        assertThat(Shell.plain()
                        .run("listen", "--tls", "--once", "--", "get-config", "--record", file("a.jsonl"))
                        .err())
                .contains("takes no --record");
    }
}
