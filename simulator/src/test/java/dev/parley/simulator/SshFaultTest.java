package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.Moment.Phase;
import dev.parley.simulator.fault.Moment.SshPhase;
import dev.parley.simulator.fault.SshFault;
import dev.parley.simulator.fault.StopReading;
import dev.parley.simulator.fault.WireFault;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault over SSH does what it says. */
@Timeout(60)
class SshFaultTest {
    private static final SshSettings SSH = SshSettings.of(
            HostKeys.generate(HostKeys.Kind.ED25519), SshUser.named("operator").password("secret"));
    private static final String VERSION = "SSH-2.0-Parley-simulator\r\n";

    private final CompletableFuture<DeviceEvent.Ended> ended = new CompletableFuture<>();

    private DeviceSimulator start(Fault... faults) {
        return DeviceSimulator.builder()
                .ssh(SSH)
                .faults(FaultPlan.onConnection(1, faults))
                .on("get", request -> Answer.generated(100_000))
                .listener(event -> {
                    if (event instanceof DeviceEvent.Ended end && end.connection() == 1) {
                        ended.complete(end);
                    }
                })
                .start();
    }

    private static SshProbe login(DeviceSimulator device) throws IOException {
        return SshProbe.login(device, "operator", "secret");
    }

    /** Goes on until the device no longer lets it. */
    private static void openAll(SshProbe probe) throws IOException {
        probe.password("secret").authenticate().netconf().readHello();
    }

    @ParameterizedTest
    @EnumSource
    void theDeviceDisconnectsWithAReason(SshPhase phase) throws Exception {
        try (DeviceSimulator device = start(new Break(phase, Ending.disconnect(12, "no room")));
                SshProbe probe = SshProbe.connect(device, "operator")) {
            assertThat(catchThrowable(() -> openAll(probe))).isNotNull();
            assertThat(probe.disconnected().get(20, TimeUnit.SECONDS)).isEqualTo("12 no room");
            assertThat(ended.get(20, TimeUnit.SECONDS).reason()).contains("no room");
        }
    }

    // At the version, this client may see the end before it has begun: that moment is seen from bare sockets below.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VERSION")
    void theConnectionEndsWithoutAWord(SshPhase phase) throws Exception {
        for (Ending ending : List.of(Ending.FIN, Ending.RESET)) {
            try (DeviceSimulator device = start(new Break(phase, ending));
                    SshProbe probe = SshProbe.connect(device, "operator")) {
                assertThat(catchThrowable(() -> openAll(probe))).isNotNull();
                assertThat(probe.disconnected().get(20, TimeUnit.SECONDS)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SshPhase.class,
            names = {"VERSION", "KEY_EXCHANGE", "SERVICE", "AUTHENTICATION"})
    void silenceHoldsTheLogin(SshPhase phase) throws Exception {
        try (DeviceSimulator device = start(new Break(phase, Ending.SILENCE));
                SshProbe probe = SshProbe.connect(device, "operator");
                SshProbe other = login(device)) {
            var login = probe.password("secret").session().auth();
            assertThat(other.netconf().readHello()).contains("session-id");
            assertThat(login.isDone()).isFalse();
            assertThat(device.sessions()).isEmpty();
        }
    }

    @Test
    void silenceHoldsTheChannel() throws Exception {
        try (DeviceSimulator device = start(new Break(SshPhase.CHANNEL, Ending.SILENCE));
                SshProbe probe = login(device);
                SshProbe other = login(device)) {
            var opening = probe.session().createSubsystemChannel("netconf").open();
            assertThat(other.netconf().readHello()).contains("session-id");
            assertThat(opening.isDone()).isFalse();
        }
    }

    @Test
    void silenceHoldsTheSubsystem() throws Exception {
        try (DeviceSimulator device = start(new Break(SshPhase.SUBSYSTEM, Ending.SILENCE));
                SshProbe probe = login(device);
                SshProbe other = login(device)) {
            RawClient client = probe.netconf();
            assertThat(other.netconf().readHello()).contains("session-id");
            assertThat(client.in().available()).isZero();
            assertThat(device.sessions()).isEmpty();
        }
    }

    @Test
    void nothingIsSaidBeforeTheVersion() throws Exception {
        for (Phase phase : List.of(Phase.ACCEPTED, Phase.CLIENT_HELLO)) {
            try (DeviceSimulator device = start(new Break(phase, Ending.FIN));
                    RawClient client = RawClient.tcp(device)) {
                if (phase == Phase.CLIENT_HELLO) {
                    client.sendBytes("SSH-2.0-test\r\n");
                }
                assertThat(client.readAll()).isEmpty();
            }
            try (DeviceSimulator device = start(new Break(phase, Ending.SILENCE));
                    RawClient client = RawClient.tcp(device);
                    SshProbe other = login(device)) {
                client.sendBytes("SSH-2.0-test\r\n");
                assertThat(other.netconf().readHello()).contains("session-id");
                assertThat(client.in().available()).isZero();
            }
        }
    }

    @Test
    void theVersionIsAllThatIsSaid() throws Exception {
        try (DeviceSimulator device = start(new Break(SshPhase.VERSION, Ending.FIN));
                RawClient client = RawClient.tcp(device)) {
            client.sendBytes("SSH-2.0-test\r\n");
            assertThat(client.readAll()).isEqualTo(VERSION);
        }
    }

    @Test
    void theHandshakeEndsAfterSoManyBytes() throws Exception {
        int bytes = VERSION.length() + 100;
        try (DeviceSimulator device = start(new Break(new Moment.InHandshake(bytes), Ending.FIN));
                RawClient client = RawClient.tcp(device)) {
            client.sendBytes("SSH-2.0-test\r\n");
            assertThat(client.in().readAllBytes()).hasSize(bytes);
        }
    }

    @Test
    void linesAndGarbageComeBeforeTheVersion() throws Exception {
        try (DeviceSimulator device = start(new SshFault.BeforeVersion("Welcome to pe1\r\nBe good\r\n"));
                RawClient client = RawClient.tcp(device)) {
            assertThat(client.readUntil("pe1\r\nBe good\r\n")).isEqualTo("Welcome to ");
            assertThat(client.readUntil("\n")).isEqualTo(VERSION.strip() + "\r");
        }
        try (DeviceSimulator device = start(new SshFault.BeforeVersion("Welcome to pe1\r\n"));
                SshProbe probe = login(device)) {
            assertThat(probe.netconf().readHello()).contains("session-id");
        }
        try (DeviceSimulator device = start(new SshFault.Version("SSH-1.5-Cisco-1.25"));
                RawClient client = RawClient.tcp(device)) {
            assertThat(client.readUntil("\r\n")).isEqualTo("SSH-1.5-Cisco-1.25");
        }
        try (DeviceSimulator device = start(Banner.http());
                RawClient client = RawClient.tcp(device)) {
            assertThat(client.readAll()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aChannelIsRefused() throws Exception {
        try (DeviceSimulator device = start(new SshFault.ChannelRefused(4, "too many sessions"));
                SshProbe probe = login(device)) {
            assertThatThrownBy(probe::netconf).hasStackTraceContaining("too many sessions");
        }
    }

    @Test
    void theProgramComplainsAndEndsWithAStatus() throws Exception {
        Fault complaint = new SshFault.StandardError("netconfd: out of memory\n");
        try (DeviceSimulator device = start(complaint, new Break(Phase.SECURED, Ending.exit(70)));
                SshProbe probe = login(device)) {
            ByteArrayOutputStream error = new ByteArrayOutputStream();
            ChannelSubsystem channel = probe.subsystem("netconf", OutputStream.nullOutputStream(), error);
            SshProbe.await(channel, ClientChannelEvent.CLOSED);
            assertThat(channel.getExitStatus()).isEqualTo(70);
            assertThat(error.toString(StandardCharsets.UTF_8)).isEqualTo("netconfd: out of memory\n");
        }
    }

    @Test
    void closeEndsTheChannelAndLeavesTheConnection() throws Exception {
        try (DeviceSimulator device = start(new Break(new Moment.AfterReply(1), Ending.CLOSE));
                SshProbe probe = login(device)) {
            RawClient client = probe.netconf().open();
            assertThat(client.call(1, "<discard-changes/>")).contains("<ok/>");
            assertThat(client.in().read()).isEqualTo(-1);
            assertThat(probe.netconf().readHello()).contains("session-id");
        }
    }

    static Stream<Ending> endings() {
        return Stream.of(Ending.FIN, Ending.RESET, Ending.CLOSE, Ending.disconnect(11, "bye"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void aReplyIsCutByEveryEnding(Ending ending) throws Exception {
        try (DeviceSimulator device = start(new Break(new Moment.InReply(1, 50_000), ending));
                SshProbe probe = login(device)) {
            RawClient client = probe.netconf().open(RawClient.HELLO_10);
            client.ask(1, "<get/>");
            assertThat(client.in().readAllBytes()).hasSize(50_000);
            if (ending instanceof Ending.Disconnect) {
                assertThat(probe.disconnected().get(20, TimeUnit.SECONDS)).isEqualTo("11 bye");
            }
        }
    }

    @Test
    void theDeviceSaysNoMoreAndStillListens() throws Exception {
        try (DeviceSimulator device = start(new Break(new Moment.AfterReply(1), Ending.HALF_CLOSE));
                SshProbe probe = login(device)) {
            ChannelSubsystem channel = probe.session().createSubsystemChannel("netconf");
            RawClient client = probe.on(channel).open();
            assertThat(client.call(1, "<discard-changes/>")).contains("<ok/>");
            SshProbe.await(channel, ClientChannelEvent.EOF);
            assertThat(channel.isClosing()).isFalse();
        }
    }

    @Test
    void aResetIsSeenByTheSocket() throws Exception {
        try (DeviceSimulator device = start(new Break(SshPhase.VERSION, Ending.RESET));
                RawClient client = RawClient.tcp(device)) {
            client.sendBytes("SSH-2.0-test\r\n");
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void messagesAreCutIntoPackets() throws Exception {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> whole = new CompletableFuture<>();
        OutputStream packets = new OutputStream() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                sizes.add(length);
                text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
                if (text.toString().endsWith("]]>]]>")) {
                    whole.complete(null);
                }
            }
        };
        try (DeviceSimulator device = start(WireFault.tlsRecords(5, 300), new HelloFault.Padded(3000));
                SshProbe probe = login(device)) {
            probe.subsystem("netconf", packets, OutputStream.nullOutputStream());
            whole.get(20, TimeUnit.SECONDS);
            assertThat(sizes).hasSizeGreaterThan(8).startsWith(5, 300, 300);
            assertThat(sizes.subList(1, sizes.size() - 1)).containsOnly(300);
        }
    }

    static Stream<Fault> shapes() {
        return Stream.of(
                WireFault.tlsRecords(1),
                WireFault.tcpSegments(1),
                WireFault.tcpSegments(7),
                new WireFault.RecordPerSegment(java.time.Duration.ZERO),
                new WireFault.OneSegment());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void howeverTheBytesAreCutTheSessionIsTheSame(Fault shape) throws Exception {
        try (DeviceSimulator device = start(shape);
                SshProbe probe = login(device)) {
            RawClient client = probe.netconf().open();
            assertThat(client.call(1, "<discard-changes/>")).contains("<ok/>");
            assertThat(client.call(2, "<close-session/>")).contains("<ok/>");
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void aDeviceThatStopsReadingStopsTheWindow() throws Exception {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .ssh(SSH.window(100_000))
                        .faults(FaultPlan.onConnection(1, new StopReading(Phase.HELLO_SENT)))
                        .start();
                SshProbe probe = login(device);
                SshProbe other = login(device)) {
            ChannelSubsystem channel = probe.session().createSubsystemChannel("netconf");
            RawClient client = probe.on(channel);
            client.readHello();
            client.sendBytes("x".repeat(100_000));
            assertThat(other.netconf().readHello()).contains("session-id");
            assertThat(channel.getRemoteWindow().getSize()).isZero();
        }
    }
}
