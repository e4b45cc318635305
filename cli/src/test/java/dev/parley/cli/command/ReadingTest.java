package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.FaultPlan;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    private static final String IF = "xmlns=\"" + SampleDevice.INTERFACES + "\"";

    @TempDir
    private static Path keys;

    private static TestDevice device;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        device = TestDevice.start(keys);
    }

    @AfterAll
    static void stop() {
        device.close();
    }

    @Test
    void aPipeGetsWhatTheDeviceSent() {
        Result result = Shell.plain().run(device.command("get-config"));

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("<data xmlns=")
                .contains("<location>Zürich, rack 4</location>")
                .endsWith("\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aTerminalGetsItReadableAndInColor() {
        Result result = Shell.onTerminal().run(device.command("get-config"));

        assertThat(result.out()).contains("\n    \u001b[2m<\u001b[0m\u001b[36mhostname\u001b[0m");
        assertThat(Shell.onTerminal()
                        .run(device.command("get-config", "--color", "never", "--raw"))
                        .out())
                .isEqualTo(Shell.plain().run(device.command("get-config")).out());
    }

    @Test
    void prettyIndentsInAPipeToo() {
        assertThat(Shell.plain().run(device.command("get-config", "--pretty")).out())
                .contains("\n  <system xmlns=\"" + SampleDevice.SYSTEM + "\">\n    <hostname>pe1</hostname>\n");
    }

    @Test
    void aSubtreeFilterSelectsWithOrWithoutItsWrapper() throws IOException {
        String filter = "<interfaces " + IF + "><interface><name>eth1</name></interface></interfaces>";
        Path file = Files.writeString(
                folder.resolve("filter.xml"), "<?xml version=\"1.0\"?>\n<filter>" + filter + "</filter>");

        String selected = Shell.plain()
                .run(device.command("get-config", "--filter", filter))
                .out();

        assertThat(selected).contains("eth1").doesNotContain("eth0", "hostname");
        assertThat(Shell.plain()
                        .run(device.command("get-config", "--filter", file.toString()))
                        .out())
                .isEqualTo(selected);
        assertThat(Shell.plain()
                        .typing(filter)
                        .run(device.command("get-config", "--filter", "-"))
                        .out())
                .isEqualTo(selected);
    }

    @Test
    void anXPathFilterSelectsByItsPrefixes() {
        Result result = Shell.plain()
                .run(device.command(
                        "get-config",
                        "--xpath",
                        "/if:interfaces/if:interface[if:name='eth0']",
                        "--ns",
                        "if=" + SampleDevice.INTERFACES));

        assertThat(result.out()).contains("eth0").doesNotContain("eth1", "hostname");
    }

    @Test
    void stateComesBesideTheConfiguration() {
        Result result = Shell.plain().run(device.command("get"));

        assertThat(result.out()).contains("hostname", "netconf-state");
    }

    @Test
    void otherDatastoresAndDefaultsAreAskedFor() {
        assertThat(Shell.plain()
                        .run(device.command("get-config", "--source", "startup"))
                        .out())
                .doesNotContain("hostname");
        assertThat(Shell.plain()
                        .run(device.command("get-config", "--with-defaults", "trim"))
                        .out())
                .contains("<enabled>false</enabled>")
                .doesNotContain("<enabled>true</enabled>");
        assertThat(Shell.plain().run(device.command("get-config", "--source", "stratup")))
                .satisfies(result -> {
                    assertThat(result.status()).isEqualTo(2);
                    assertThat(result.err()).contains("\"stratup\" is none of running, candidate, startup");
                });
    }

    /** Some 60 segments with a pause of 20 ms behind each: long enough for the line to appear. */
    @Test
    void whileAFileIsWrittenATerminalSeesHowMuchAndHowFast() throws IOException {
        Path file = folder.resolve("big.xml");
        try (TestDevice slow = TestDevice.start(
                folder.resolve("slow"),
                description -> description
                        .on("get-config", request -> Answer.generated(1_000_000))
                        .faults(FaultPlan.always(NamedFault.parse("record-per-segment=20ms"))))) {
            Result seen = Shell.onTerminal(80).run(slow.command("get-config", "--output", file.toString()));
            Result unseen = Shell.plain().run(slow.command("get-config", "--output", file.toString()));

            assertThat(seen.err())
                    .containsPattern("get-config … [\\d.]+ m?s, [\\d.]+ [KM]iB, [\\d.]+ [KM]iB/s")
                    .containsPattern("\r\u001b\\[K\u001b.*✓.* .*big\\.xml: 97\\d\\.\\d KiB in ");
            assertThat(unseen.err()).matches("✓ .*\n");
        }
    }

    @Test
    void aFileIsWrittenAsTheDeviceSentIt() throws IOException {
        Path file = folder.resolve("pe1.xml");

        Result result = Shell.plain().run(device.command("get-config", "--output", file.toString()));

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).matches("✓ .*pe1\\.xml: [\\d.]+ \\w+ in [\\d.]+ \\w+, .*/s\n");
        assertThat(Shell.plain()
                        .run(device.command("get-config", "--json", "-o", file.toString()))
                        .out())
                .endsWith(",\"file\":\"" + file + "\",\"bytes\":" + Files.size(file) + "}\n");
        assertThat(Files.readString(file) + "\n")
                .isEqualTo(Shell.plain().run(device.command("get-config")).out());
    }

    @Test
    void aFileThatCannotBeWrittenIsFoundOutFirst() {
        long before = device.simulator().requests();

        Result missing = Shell.plain()
                .run(device.command("get", "-o", folder.resolve("no/where.xml").toString()));
        Result directory = Shell.plain().run(device.command("get", "-o", folder.toString()));

        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no folder");
        assertThat(directory.err()).contains("it is a directory");
        assertThat(device.simulator().requests()).isEqualTo(before);
    }

    /** A socket stands for FIFOs and devices here, because Java can make one. */
    @Test
    void whatIsNoRegularFileIsNotReplaced() throws IOException {
        long before = device.simulator().requests();
        Path special = folder.resolve("special");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(special));
            Path link = Files.createSymbolicLink(folder.resolve("link"), special);

            for (Path target : List.of(special, link)) {
                Result result = Shell.plain().run(device.command("get", "-o", target.toString()));

                assertThat(result.status()).isEqualTo(2);
                assertThat(result.err())
                        .startsWith("error: cannot write " + target + ": it is no regular file")
                        .endsWith("\n  → leave --output out and redirect instead: > " + target + "\n");
            }
        }
        assertThat(device.simulator().requests()).isEqualTo(before);
        assertThat(Files.exists(special)).isTrue();
        assertThat(Files.isRegularFile(special)).isFalse();
    }

    @Test
    void aRefusedRequestLeavesNoFile() throws IOException {
        Path file = folder.resolve("pe1.xml");
        try (TestDevice lesser = TestDevice.start(folder, DeviceSimulator.Builder::withoutNotifications)) {
            Result result = Shell.plain()
                    .run(lesser.command("rpc", "<no-such-operation xmlns=\"urn:x\"/>", "-o", file.toString()));

            assertThat(result.status()).isEqualTo(6);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void anyRequestCanBeSentAndTheWholeReplyComesBack() {
        String request = "<get-config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><source><running/></source>"
                + "</get-config>";

        Result plain = Shell.plain().run(device.command("rpc", request));
        Result wrapped = Shell.plain()
                .run(device.command(
                        "rpc",
                        "<rpc message-id=\"7\" xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">" + request
                                + "</rpc>"));

        assertThat(plain.out()).startsWith("<rpc-reply").contains("hostname");
        assertThat(wrapped.out()).isEqualTo(plain.out());
    }

    @Test
    void programsGetTheDataInAnObject() {
        Result result = Shell.plain().run(device.command("get-config", "--json", "--timeline"));

        assertThat(result.out())
                .startsWith("{\"device\":\"127.0.0.1:" + device.simulator().port() + "\",\"data\":\"<data xmlns=")
                .contains(
                        "\"timeline\":[{\"step\":\"", "{\"step\":\"connect\",\"beganMs\":", "{\"step\":\"get-config\",")
                .endsWith("]}\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theTimelineShowsEachStep() {
        Result result = Shell.plain().run(device.command("get-config", "--timeline"));

        assertThat(result.err().lines().map(line -> line.strip().split(" ", 2)[0]))
                .containsSubsequence("connect", "secure", "hello", "get-config", "close", "total");
    }

    @Test
    void helloTellsWhoTheDeviceIsAndWhatItCan() {
        Result result = Shell.plain().run(device.command("hello"));

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("base 1.1, chunked framing")
                .contains("TLSv1.3", "known by our certificate", "CN=localhost", "localhost, 127.0.0.1")
                .contains("urn:ietf:params:netconf:capability:candidate:1.0");
        assertThat(result.err()).contains("secure", "total");
    }

    @Test
    void helloIsAnObjectForPrograms() {
        assertThat(Shell.plain()
                        .run(device.command("hello", "--json", "--base10"))
                        .out())
                .contains("\"base\":\"1.0\"", "\"capabilities\":[\"urn:ietf:params:netconf:base:1.0\"")
                .contains(
                        "\"tls\":{\"version\":\"TLSv1.3\"",
                        "\"provider\":\"boringssl\"",
                        "\"clientCertificate\":\"sent\"")
                .contains("\"timeline\":[");
    }

    @Test
    void logsAreShownOnlyWhenAskedFor() {
        assertThat(Shell.plain().run(device.command("get-config")).err()).isEmpty();
    }
}
