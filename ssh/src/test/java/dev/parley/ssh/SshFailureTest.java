package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Timeouts;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.Moment.SshPhase;
import dev.parley.simulator.fault.SshFault;
import dev.parley.simulator.ssh.Algorithms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong before there is a session: what failed, in which phase, and what can be done. */
@Timeout(60)
class SshFailureTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static OpenException failureAt(DeviceSimulator device, Ssh ssh) {
        try (WatchedClient client = WatchedClient.create()) {
            return client.failToOpen(OpenException.class, SshDevice.at(device, ssh));
        }
    }

    private static OpenException failureOf(Fault... faults) {
        try (DeviceSimulator device = SshDevice.start(faults)) {
            return failureAt(device, SshDevice.ssh());
        }
    }

    private static void opens(DeviceSimulator device, Ssh ssh) {
        try (WatchedClient client = WatchedClient.create();
                Session session = client.open(SshDevice.at(device, ssh))) {
            session.send(GetConfig.from(Datastore.RUNNING));
        }
    }

    // ---- other protocols (RFC 4253 section 4.2)

    @Test
    void linesBeforeTheVersionAreAllowed() {
        try (DeviceSimulator device = SshDevice.start(new SshFault.BeforeVersion("Welcome to pe1\r\nBe good\r\n"))) {
            opens(device, SshDevice.ssh());
        }
    }

    @Test
    void garbageBeforeTheVersionIsNamed() {
        OpenException failure = failureOf(new SshFault.BeforeVersion("\u0000\u0001\u0002\u0003"));

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.NOT_SSH);
        assertThat(failure).hasMessageContaining("it begins with 00 01 02 03");
        assertThat(failure.phase()).isEqualTo(Phase.SECURE);
    }

    @Test
    void aWebServerIsNamed() {
        OpenException failure = failureOf(Banner.http());

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.NOT_SSH);
        assertThat(failure).hasMessageContaining("the peer speaks HTTP, not SSH");
    }

    @Test
    void aServerWithoutSshIsNamed() {
        OpenException failure = failureOf(Banner.clearTextHello());

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.NOT_SSH);
        assertThat(failure).hasMessageContaining("XML in clear text");
    }

    @Test
    void aTlsServerIsNamed() {
        OpenException failure = failureOf(new Banner("\u0015\u0003\u0003\u0000\u0002\u0002F", Ending.FIN));

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.NOT_SSH);
        assertThat(failure).hasMessageContaining("the peer speaks TLS, not SSH");
    }

    @Test
    void anOldVersionIsNamed() {
        OpenException failure = failureOf(new SshFault.Version("SSH-1.5-Cisco-1.25"));

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.NO_COMMON_SSH);
        assertThat(failure).hasMessageContaining("SSH-1.5-Cisco-1.25");
    }

    // ---- algorithms

    @ParameterizedTest
    @CsvSource({
        "key exchange, diffie-hellman-group14-sha1, curve25519-sha256",
        "cipher, aes128-cbc, aes128-gcm@openssh.com",
        "MAC, hmac-sha1, hmac-sha2-256"
    })
    void whatIsOfferedAndWhatIsAcceptedIsNamed(String what, String offered, String accepted) {
        Algorithms old = switch (what) {
            case "key exchange" -> Algorithms.usual().keyExchange(offered);
            case "cipher" -> Algorithms.usual().ciphers(offered);
            // a cipher that does not protect itself asks for a MAC
            default -> Algorithms.usual().ciphers("aes128-ctr").macs(offered);
        };
        try (DeviceSimulator device = SshDevice.start(settings -> settings.algorithms(old))) {
            OpenException failure = failureAt(device, SshDevice.ssh());

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.NO_COMMON_SSH);
            assertThat(failure.phase()).isEqualTo(Phase.SECURE);
            assertThat(failure)
                    .hasMessageContaining("no common " + what + ": the device offers " + offered + "; we accept")
                    .hasMessageContaining(accepted);
            opens(device, SshDevice.ssh().insecureAllowLegacyAlgorithms());
        }
    }

    @Test
    void rsaWithSha1IsAcceptedByNameOnly() {
        try (DeviceSimulator device = SshDevice.start(
                settings -> settings.algorithms(Algorithms.usual().hostKeys("ssh-rsa")))) {
            OpenException failure = failureAt(device, SshDevice.ssh());

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.NO_COMMON_SSH);
            assertThat(failure).hasMessageContaining("no common host key algorithm: the device offers ssh-rsa;");
            opens(device, SshDevice.ssh().insecureAllowLegacyAlgorithms());
        }
    }

    // ---- channels, subsystems and commands (RFC 6242 section 3)

    @Test
    void aSubsystemThatIsNotThereIsNamed() {
        try (DeviceSimulator device = SshDevice.start(settings -> settings.withoutSubsystem())) {
            OpenException failure = failureAt(device, SshDevice.ssh());

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.SUBSYSTEM_REFUSED);
            assertThat(failure.phase()).isEqualTo(Phase.AUTHENTICATE);
            assertThat(failure)
                    .hasMessageContaining("the device refused the subsystem netconf")
                    .hasMessageNotContaining("bytes from the network");
        }
    }

    @Test
    void aSubsystemOfAnotherNameIsStarted() {
        try (DeviceSimulator device = SshDevice.start(settings -> settings.subsystem("xml-agent"))) {
            opens(device, SshDevice.ssh().withSubsystem("xml-agent"));
        }
    }

    //
    @Test
    void aCommandIsStartedInPlaceOfASubsystem() {
        try (DeviceSimulator device =
                SshDevice.start(settings -> settings.withoutSubsystem().command("xml-mode netconf need-trailer"))) {
            opens(device, SshDevice.ssh().withCommand("xml-mode netconf need-trailer"));
        }
    }

    @Test
    void aChannelThatIsRefusedIsNamed() {
        OpenException failure = failureOf(new SshFault.ChannelRefused(4, "too many sessions"));

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.SUBSYSTEM_REFUSED);
        assertThat(failure).hasMessageContaining("the device opens no channel: too many sessions");
    }

    @Test
    void aProgramThatComplainsAndEndsIsQuoted() {
        OpenException failure = failureOf(
                new SshFault.StandardError("netconfd: out of memory\n"),
                new Break(Moment.Phase.SECURED, Ending.exit(3)));

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
        assertThat(failure.phase()).isEqualTo(Phase.HELLO);
        assertThat(failure)
                .hasMessageContaining("the device ended the subsystem netconf without a hello")
                .hasMessageContaining("exit status 3; it said: netconfd: out of memory");
    }

    // ---- disconnects (RFC 4253 section 11.1)

    @Test
    void tooManyAttemptsAreNamed() {
        OpenException failure =
                failureOf(new Break(SshPhase.AUTHENTICATION, Ending.disconnect(2, "Too many authentication failures")));

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.AUTHENTICATION_REFUSED);
        assertThat(failure)
                .hasMessageContaining("ended the connection: Too many authentication failures (PROTOCOL_ERROR)")
                .hasMessageNotContaining("bytes from the network");
    }

    @Test
    void aDeviceThatLetsNoMoreInIsQuoted() {
        OpenException failure = failureOf(new Break(SshPhase.VERSION, Ending.disconnect(12, "too many users")));

        assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
        assertThat(failure).hasMessageContaining("too many users (TOO_MANY_CONNECTIONS)");
        assertThat(failure.phase()).isEqualTo(Phase.SECURE);
    }

    @Test
    void aDeviceThatDisconnectsAndKeepsTheSocketOpenIsQuotedAtOnce() {
        String words = "too many sessions";
        ByteBuffer packet = ByteBuffer.allocate(4 + 1 + 1 + 4 + 4 + words.length() + 4 + 6);
        packet.putInt(packet.capacity() - 4).put((byte) 6);
        packet.put((byte) 1).putInt(12).putInt(words.length());
        packet.put(words.getBytes(StandardCharsets.US_ASCII)).putInt(0);
        try (ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.send("SSH-2.0-odd\u001b]0;title\u0007\r\n");
                    line.send(packet.array());
                    line.silence();
                });
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    SshAccess.device("127.0.0.1", device.port(), SshDevice.ssh())
                            .withTimeouts(Timeouts.of(Duration.ofMinutes(5))));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
            assertThat(failure).hasMessageContaining("too many sessions (TOO_MANY_CONNECTIONS)");
            assertThat(failure.getMessage()).doesNotContain("\u001b");
        }
    }

    // ---- silence, and an end, at every step

    @ParameterizedTest
    @EnumSource(SshPhase.class)
    void aDeviceThatFallsSilentIsGivenUpAtTheDeadline(SshPhase moment) {
        boolean secured = moment.compareTo(SshPhase.KEY_EXCHANGE) > 0;
        Phase phase = secured ? Phase.AUTHENTICATE : Phase.SECURE;
        try (DeviceSimulator device = SshDevice.start(new Break(moment, Ending.SILENCE));
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    SshDevice.at(device, SshDevice.ssh())
                            .withTimeouts(Timeouts.DEFAULT.with(phase, Duration.ofSeconds(2))));

            assertThat(failure.reason())
                    .as("%s", failure)
                    .isEqualTo(secured ? Reason.AUTHENTICATION_TIMEOUT : Reason.HANDSHAKE_TIMEOUT);
            assertThat(failure.phase()).isEqualTo(phase);
            assertThat(failure).hasMessageContaining("within 2.0 s").hasMessageContaining("bytes from the network");
            assertThat(failure.traffic().wireIn()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(SshPhase.class)
    void aDeviceThatHangsUpIsNamed(SshPhase moment) {
        for (Ending ending : List.of(Ending.FIN, Ending.RESET)) {
            OpenException failure = failureOf(new Break(moment, ending));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
            assertThat(failure.phase())
                    .isEqualTo(moment.compareTo(SshPhase.KEY_EXCHANGE) > 0 ? Phase.AUTHENTICATE : Phase.SECURE);
            assertThat(failure.advice()).isPresent();
        }
    }

    // Whoever is asked for an answer is not asked any longer when nobody waits for it.
    @Test
    void aQuestionIsTakenBackWhenItsTimeIsOver() throws Exception {
        java.util.concurrent.CompletableFuture<Boolean> interrupted = new java.util.concurrent.CompletableFuture<>();
        SshLogin slow = SshLogin.answering(challenge -> {
            try {
                new java.util.concurrent.CountDownLatch(1).await();
                return null;
            } catch (InterruptedException e) {
                interrupted.complete(true);
                return null;
            }
        });
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    SshDevice.at(device, SshDevice.ssh().as("admin", slow))
                            .withTimeouts(Timeouts.DEFAULT.with(Phase.AUTHENTICATE, Duration.ofSeconds(2))));

            assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION_TIMEOUT);
            assertThat(interrupted.get()).isTrue();
        }
    }
}
