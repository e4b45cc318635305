package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.yang.YangModules;
import dev.parley.tls.Fingerprint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that call (RFC 8071). */
@Timeout(60)
class ListenTest {
    @TempDir
    private Path folder;

    private String devices(String yaml) throws IOException {
        return Files.writeString(folder.resolve("devices.yaml"), yaml).toString();
    }

    /** One device that calls over TLS, and all that it takes to receive it. */
    private String knowing(TestDevice device, String name) throws IOException {
        return devices("defaults: {ca: " + DevicePki.AUTHORITY_FILE + ", cert: " + DevicePki.CLIENT_FILE + ", key: "
                + DevicePki.CLIENT_KEY_FILE + "}\ndevices:\n  " + name + ":\n    call-home: 'sha256:"
                + Fingerprint.of(device.pki().server().certificate()) + "'\n");
    }

    private static RunningCommand listen(String kind, String config, String... more) throws IOException {
        return new RunningCommand(arguments(kind, config, more));
    }

    private static String[] arguments(String kind, String config, String... more) {
        List<String> all = new ArrayList<>(List.of("listen", kind, "--host", "127.0.0.1", "--port", "0"));
        all.addAll(List.of("--config", config));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void call(DeviceSimulator device, RunningCommand listening) throws IOException {
        device.callHome(listening.address()).join();
    }

    @Test
    void anOperationIsCarriedOutOnTheSessionOfADeviceThatCalls() throws IOException {
        try (TestDevice device = TestDevice.start(folder);
                RunningCommand listening = listen("--tls", knowing(device, "pe1"), "--once", "--", "get-config")) {
            call(device.simulator(), listening);

            assertThat(listening.lineWith("pe1"))
                    .containsPattern("pe1  from 127\\.0\\.0\\.1:\\d+, session 1, base 1\\.1, TLSv1\\.3");
            assertThat(listening.lineWith("get-config")).contains("pe1  ✓ get-config");
            listening.lineWith("<hostname>pe1</hostname>");
            assertThat(listening.lineWith("call")).isEqualTo("1 call, 1 served, 0 refused");
            assertThat(listening.status()).isZero();
        }
    }

    @Test
    void eachDeviceHasItsFileAndNoneOutsideTheFolder() throws IOException {
        String file = folder.resolve("{device}.xml").toString();
        try (TestDevice device = TestDevice.start(folder);
                RunningCommand listening =
                        listen("--tls", knowing(device, "'../pe1'"), "--once", "--", "get-config", "--output", file)) {
            call(device.simulator(), listening);

            assertThat(listening.status()).isZero();
        }
        assertThat(folder.resolve("_._pe1.xml")).content().contains("<hostname>pe1</hostname>");
    }

    @Test
    void devicesCallOverSshToo() throws IOException {
        try (SshTestDevice device = SshTestDevice.start(folder);
                RunningCommand listening = listen(
                        "--ssh",
                        devices("devices:\n  pe1: {call-home: '" + device.fingerprint()
                                + "', url: 'ssh://operator@pe1', identity: id}\n"),
                        "--json",
                        "--count",
                        "1",
                        "--",
                        "get-config")) {
            call(device.simulator(), listening);

            assertThat(listening.lineWith("session"))
                    .contains("\"event\":\"session\"", "\"device\":\"pe1\"", "\"sessionId\":1", device.fingerprint());
            assertThat(listening.lineWith("result"))
                    .contains("\"operation\":\"get-config\",\"ok\":true")
                    .contains("\"result\":{\"device\":\"pe1\",\"data\":\"<data");
            assertThat(listening.lineWith("ended")).contains("\"taken\":1,\"served\":1,\"refused\":0");
            assertThat(listening.status()).isZero();
        }
    }

    @Test
    void aStrangerIsRefusedAndShownByWhatItCouldBeKnown() throws IOException {
        try (SshTestDevice device = SshTestDevice.start(folder);
                RunningCommand listening = listen("--ssh", devices("devices:\n"), "--identity", device.file("id"))) {
            call(device.simulator(), listening);

            assertThat(listening.lineWith("refused"))
                    .contains("✗ refused 127.0.0.1:", device.fingerprint(), "belongs to no device of the inventory");
            assertThat(listening.lineWith("→")).contains("enter that fingerprint in the inventory");
            assertThat(listening.interrupt()).isZero();
            assertThat(listening.lineWith("served")).isEqualTo("1 call, 0 served, 1 refused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tls", "--ssh"})
    void aCallerThatSaysNothingGetsAsMuchTimeAsIsSaid(String kind) throws IOException {
        try (TestDevice device = TestDevice.start(folder);
                RunningCommand listening = listen(kind, knowing(device, "pe1"), "--timeout", "300ms");
                Socket silent = new Socket()) {
            silent.connect(listening.address());

            assertThat(listening.lineWith("refused")).contains("within 300 ms");
            assertThat(listening.lineWith("→")).contains("--timeout gives it more time");
        }
    }

    @Test
    void timesAreToldToTheMillisecond() throws IOException {
        try (TestDevice device = TestDevice.start(folder);
                RunningCommand listening = listen("--tls", knowing(device, "pe1"), "--json")) {
            assertThat(listening.lineWith("listening"))
                    .containsPattern("\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"");
        }
    }

    @Test
    void withoutAnOperationTheSessionIsHeldUntilItEnds() throws IOException {
        try (TestDevice device = TestDevice.start(folder);
                RunningCommand listening = listen("--tls", knowing(device, "pe1"))) {
            call(device.simulator(), listening);
            listening.lineWith("session 1");

            device.simulator().close();

            assertThat(listening.lineWith("gone")).containsPattern("pe1  gone after .*: ");
            assertThat(listening.interrupt()).isZero();
        }
    }

    @Test
    void anOperationThatFailsDecidesTheExitStatus() throws IOException {
        try (TestDevice device = TestDevice.start(folder);
                RunningCommand listening = listen(
                        "--tls", knowing(device, "pe1"), "--once", "--", "rpc", "<unheard-of xmlns=\"urn:x\"/>")) {
            call(device.simulator(), listening);

            assertThat(listening.lineWith("✗")).contains("pe1  ✗ rpc");
            listening.lineWith("error:");
            assertThat(listening.status()).isEqualTo(6);
        }
    }

    @Test
    void anOperationThatDoesOnlyPartOfItsWorkDecidesTheExitStatusToo() throws IOException {
        YangModules modules = YangModules.sample().withAnnounced("ghost", "2020-01-01", "urn:ghost");
        String models = folder.resolve("models").toString();
        try (TestDevice device = TestDevice.start(folder, description -> description.modules(modules));
                RunningCommand listening =
                        listen("--tls", knowing(device, "pe1"), "--once", "--", "schemas", "--output", models)) {
            call(device.simulator(), listening);

            assertThat(listening.lineWith("✗")).contains("pe1  ✗ schemas");
            listening.lineWith("error: pe1 does not give");
            assertThat(listening.status()).isEqualTo(10);
        }
    }

    @Test
    void whatADeviceSaysSteersNoTerminal() throws IOException {
        try (TestDevice device = TestDevice.start(
                        folder,
                        description -> description.on(
                                "urn:x", "steer", request -> Answer.content("<x>\u009b2J\u202eabc</x>")));
                RunningCommand listening = RunningCommand.onTerminal(arguments(
                        "--tls", knowing(device, "pe1"), "--once", "--", "rpc", "<steer xmlns=\"urn:x\"/>"))) {
            call(device.simulator(), listening);

            assertThat(listening.lineWith("2J")).contains("&#x9B;2J&#x202E;abc");
            assertThat(listening.status()).isZero();
        }
    }

    // what comes once enough have come is not told, and disturbs nothing
    @Test
    void callsBeyondTheNumberAreNotServed() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        try (TestDevice device = TestDevice.start(
                        folder,
                        description -> description.on("urn:x", "slow", request -> {
                            underWay.countDown();
                            awaitQuietly(enough);
                            return Answer.content("<x xmlns=\"urn:x\">done</x>");
                        }));
                DeviceSimulator second = SampleDevice.describe()
                        .tls(TlsSettings.of(device.pki()))
                        .start();
                RunningCommand listening = listen(
                        "--tls", knowing(device, "pe1"), "--count", "1", "--", "rpc", "<slow xmlns=\"urn:x\"/>")) {
            InetSocketAddress client = listening.address();
            device.simulator().callHome(client).join();
            assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();

            // nobody listens any more, or whoever was just taken is sent away
            var unused = second.callHome(client)
                    .handle((done, refused) -> refused == null)
                    .join();
            enough.countDown();

            assertThat(listening.linesUpTo("✓ rpc"))
                    .filteredOn(line -> line.contains(" session "))
                    .hasSize(1);
            listening.lineWith("done");
            assertThat(listening.lineWith("served")).doesNotContain("1 refused");
            assertThat(listening.status()).isZero();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let the device answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void everyAddressIsSaidInWords() throws IOException {
        try (RunningCommand listening = new RunningCommand(
                "listen", "--ssh", "--port", "0", "--config", devices("devices:\n"), "--for", "1ms")) {
            assertThat(listening.lineWith("Listening"))
                    .containsPattern("over SSH on port \\d+ of every address; 0 devices");
            assertThat(listening.status()).isZero();
        }
    }

    @Test
    void theTimeIsLimited() throws IOException {
        try (RunningCommand listening = listen("--ssh", devices("devices:\n"), "--for", "1ms")) {
            assertThat(listening.lineWith("served")).isEqualTo("0 calls, 0 served, 0 refused");
            assertThat(listening.status()).isZero();
        }
    }

    @Test
    void aTakenPortIsSaidToBeTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Result result = Shell.plain().run("listen", "--ssh", "--host", "127.0.0.1", "--port", port);

            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).contains("cannot listen on 127.0.0.1 port " + port, "choose another port");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen | it is not said how devices call | --tls (port 4335)",
                "listen --tls --ssh | two ways to call | two of these commands",
                "listen --tls | which certificate of callers to believe | --ca FILE",
                "listen --ssh --ca f | --ca says nothing about calls over SSH | ",
                "listen --tls --user me | --user says nothing about calls over TLS | ",
                "listen --ssh --count 0 | --count is at least 1, not 0 | ",
                "listen --ssh --once --count 2 | --once is --count 1 | ",
                "listen --ssh --port 70000 | port 70000 is not from 0 to 65535 | ",
                "listen --ssh --max-unknown 0 | --max-unknown is at least 1 | ",
                "listen --ssh -- nope | \"nope\" is no command that works on a session | -- get-config",
                "listen --ssh -- demo | \"demo\" is no command that works on a session | -- get-config",
                "listen --ssh -- get-config --nope | -- get-config: Unknown option: '--nope' | leave the device out",
                "listen --ssh -- get-config --timeline | get-config takes no --timeline, because the session is there | -v",
                "listen --ssh -- get-config --trace | get-config takes no --trace, because the session is there | -v",
                "listen --ssh -- get-config --json | get-config takes no --json | give --json in front of --",
                "listen --ssh -- get-config -v | get-config takes no -v | give -v in front of --",
                "listen --ssh -- get-config --user me | takes no option that says how to reach one | in front of --"
            })
    void whatCannotBeIsSaidBeforeAnybodyCalls(String command, String message, String advice) {
        Result result = Shell.plain().run(command.split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        if (advice != null) {
            assertThat(result.err()).contains(advice);
        }
    }

    @Test
    void twoDevicesAreNotKnownByTheSame() throws IOException {
        String config = devices("devices:\n  pe1: {call-home: 'dns:a'}\n  pe2: {call-home: [cn:b, 'dns:a']}\n");

        Result result = Shell.plain().run("listen", "--tls", "--ca", "system", "--config", config);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("pe1 and pe2 in " + config + " are both known by dns:a");
    }
}
