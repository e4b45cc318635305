package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.RequestException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.FullPort;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.Moment.SshPhase;
import dev.parley.simulator.ssh.SshSettings.Forwarding;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices that are reached through others (RFC 4254 section 7.2). */
@Timeout(60)
class JumpHostTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static DeviceSimulator bastion(Fault... faults) {
        return SshDevice.start(
                SshUser.named("guest").password("let me through"),
                settings -> settings.forwarding(Forwarding.ANYWHERE),
                faults);
    }

    private static Ssh atBastion() {
        return SshDevice.ssh().as("guest", SshLogin.password("let me through"::toCharArray));
    }

    private static SshAccess jump(DeviceSimulator bastion, Ssh ssh) {
        return new SshAccess(bastion.host(), bastion.port(), ssh);
    }

    @Test
    void aDeviceIsReachedThroughTwoOthers() {
        try (DeviceSimulator outer = bastion();
                DeviceSimulator inner = bastion();
                DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            SshAccess way = jump(inner, atBastion().via(jump(outer, atBastion())));
            Session session = client.open(SshDevice.at(device, SshDevice.ssh().via(way)));

            assertThat(session.send(GetConfig.from(Datastore.RUNNING)).toString())
                    .contains("<name>pe1</name>");
            assertThat(session.timeline().entries())
                    .extracting(entry -> entry.phase())
                    .containsExactly(Phase.RESOLVE, Phase.CONNECT, Phase.SECURE, Phase.AUTHENTICATE, Phase.HELLO);
            assertThat(session.timeline().entries().get(1).detail())
                    .isEqualTo("127.0.0.1:" + device.port() + " through 127.0.0.1:" + outer.port() + ", 127.0.0.1:"
                            + inner.port());
            session.close();
            assertThat(session.ended().join().isDrained()).isTrue();
        }
    }

    @Test
    void aJumpHostThatForwardsNothingIsNamed() {
        try (DeviceSimulator bastion = SshDevice.start();
                DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class, SshDevice.at(device, SshDevice.ssh().via(jump(bastion, SshDevice.ssh()))));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.UNREACHABLE);
            assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
            assertThat(failure)
                    .hasMessageContaining("jump host 127.0.0.1:" + bastion.port())
                    .hasMessageContaining("it makes no connection to 127.0.0.1:" + device.port());
        }
    }

    @Test
    void aJumpHostThatDoesNotLetUsInIsNamed() {
        try (DeviceSimulator bastion = bastion();
                DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class, SshDevice.at(device, SshDevice.ssh().via(jump(bastion, SshDevice.ssh()))));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.AUTHENTICATION_REFUSED);
            assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
            assertThat(failure).hasMessageContaining("jump host 127.0.0.1:" + bastion.port() + ": the device does not");
            assertThat(failure).hasMessageNotContaining("bytes from the network");
        }
    }

    @Test
    void eachHostHasItsOwnKeyCheck() {
        SshFingerprint none = new SshFingerprint("SHA256:" + "A".repeat(43));
        try (DeviceSimulator bastion = bastion();
                DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            OpenException atJump = client.failToOpen(
                    OpenException.class,
                    SshDevice.at(
                            device,
                            SshDevice.ssh().via(jump(bastion, atBastion().withTrust(HostKeys.pinned(none))))));
            OpenException atDevice = client.failToOpen(
                    OpenException.class,
                    SshDevice.at(
                            device,
                            SshDevice.ssh().withTrust(HostKeys.pinned(none)).via(jump(bastion, atBastion()))));

            assertThat(atJump.reason()).isEqualTo(Reason.HOST_KEY_CHANGED);
            assertThat(atJump.phase()).isEqualTo(Phase.CONNECT);
            assertThat(atDevice.reason()).isEqualTo(Reason.HOST_KEY_CHANGED);
            assertThat(atDevice.phase()).isEqualTo(Phase.SECURE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SshPhase.class,
            names = {"VERSION", "KEY_EXCHANGE", "AUTHENTICATION", "CHANNEL"})
    void aJumpHostThatFallsSilentIsGivenUpAtTheDeadlineAndNamed(SshPhase moment) {
        try (DeviceSimulator bastion = bastion(new Break(moment, Ending.SILENCE));
                DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            Device reached = SshDevice.at(device, SshDevice.ssh().via(jump(bastion, atBastion())));
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    reached.withTimeouts(Timeouts.DEFAULT.with(Phase.CONNECT, Duration.ofSeconds(2))));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CONNECT_TIMEOUT);
            String jump = "the jump host 127.0.0.1:" + bastion.port();
            assertThat(failure)
                    .hasMessageContaining("the way to the device was not open within 2.0 s: ")
                    .hasMessageContaining(
                            moment.compareTo(SshPhase.KEY_EXCHANGE) > 0
                                    ? jump + " had not let us in and made the connection to 127.0.0.1:" + device.port()
                                    : "the SSH key exchange with " + jump + " was not complete");
            assertThat(failure.advice()).isPresent();
        }
    }

    @Test
    void theJumpHostIsNamedWhenTheDeviceBehindItFallsSilent() {
        try (DeviceSimulator bastion = bastion();
                DeviceSimulator device = SshDevice.start(new Break(SshPhase.VERSION, Ending.SILENCE));
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    SshDevice.at(device, SshDevice.ssh().via(jump(bastion, atBastion())))
                            .withTimeouts(Timeouts.DEFAULT.with(Phase.SECURE, Duration.ofSeconds(2))));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.HANDSHAKE_TIMEOUT);
            assertThat(failure)
                    .hasMessageContaining("connect to 127.0.0.1:" + device.port() + " failed in SECURE")
                    .hasMessageContaining("the connection went through the jump host 127.0.0.1:" + bastion.port());
            assertThat(failure.advice().orElseThrow()).contains("the jump host 127.0.0.1:" + bastion.port());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aJumpHostThatDoesNotAnswerIsNamed() throws IOException {
        try (FullPort full = new FullPort();
                WatchedClient client = WatchedClient.create()) {
            SshAccess way = new SshAccess("127.0.0.1", full.port(), atBastion());
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    SshAccess.device("127.0.0.1", SshDevice.ssh().via(way))
                            .withTimeouts(Timeouts.DEFAULT.with(Phase.CONNECT, Duration.ofSeconds(2))));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CONNECT_TIMEOUT);
            assertThat(failure)
                    .hasMessageContaining(
                            "the jump host 127.0.0.1:" + full.port() + " did not answer the connection request");
        }
    }

    @Test
    void aJumpHostThatGoesAwayEndsTheSession() {
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            Session session;
            try (DeviceSimulator bastion = bastion()) {
                session = client.open(SshDevice.at(device, SshDevice.ssh().via(jump(bastion, atBastion()))));
            }
            session.ended().join();

            RequestException lost = org.assertj.core.api.Assertions.catchThrowableOfType(
                    RequestException.class, () -> session.send(GetConfig.from(Datastore.RUNNING)));
            assertThat(lost).as("%s", lost).isNotNull();
        }
    }

    /** How the way to a device ends. */
    private enum Loss {
        /** The jump host ends the connection in order, as far as TCP goes. */
        CLOSED,
        /** Whoever administers the jump host ends our session there. */
        RESET
    }

    // The way to the device breaks while we log in there: that is the jump host's doing, not the device's.
    @ParameterizedTest
    @EnumSource
    void aJumpHostThatIsLostWhileWeLogInBehindItIsNamed(Loss loss) throws IOException {
        try (DeviceSimulator bastion = bastion();
                Doorman doorman = Doorman.before(bastion.port());
                DeviceSimulator device = SshDevice.start(new Break(SshPhase.SUBSYSTEM, Ending.SILENCE));
                WatchedClient client = WatchedClient.create()) {
            SshAccess way = new SshAccess("127.0.0.1", doorman.port(), atBastion());
            CompletableFuture<Session> opening =
                    client.openAsync(SshDevice.at(device, SshDevice.ssh().via(way)));
            client.recorder().await(SessionEvent.PhaseBegun.class, begun -> begun.phase() == Phase.AUTHENTICATE);

            doorman.end(loss == Loss.RESET);

            OpenException failure =
                    (OpenException) opening.handle((session, thrown) -> thrown).join();
            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
            assertThat(failure.phase()).isEqualTo(Phase.AUTHENTICATE);
            assertThat(failure).hasMessageContaining("the jump host 127.0.0.1:" + doorman.port());
            assertThat(failure.advice())
                    .hasValue(
                            "look at the jump host 127.0.0.1:" + doorman.port() + " and the network on the way to it");
        }
    }

    @Test
    void aJumpHostWhereNobodyListensIsNamed() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            SshAccess way = new SshAccess("127.0.0.1", nobody, atBastion());
            OpenException failure = client.failToOpen(
                    OpenException.class, SshDevice.at(device, SshDevice.ssh().via(way)));

            assertThat(failure.phase()).as("%s", failure).isEqualTo(Phase.CONNECT);
            assertThat(failure).hasMessageContaining("the jump host 127.0.0.1:" + nobody);
        }
    }

    @Test
    void aDeviceThatEndsTheConnectionBehindAJumpHostIsNotTakenForIt() {
        try (DeviceSimulator bastion = bastion();
                DeviceSimulator device = SshDevice.start(new Break(SshPhase.AUTHENTICATION, Ending.FIN));
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class, SshDevice.at(device, SshDevice.ssh().via(jump(bastion, atBastion()))));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
            assertThat(failure.phase()).isEqualTo(Phase.AUTHENTICATE);
            assertThat(failure)
                    .hasMessageContaining(
                            "the connection behind the jump host 127.0.0.1:" + bastion.port() + " has ended");
        }
    }

    @Test
    void aJumpHostThatGoesAwayInASessionIsNamed() {
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            Session session;
            int port;
            try (DeviceSimulator bastion = bastion()) {
                port = bastion.port();
                session = client.open(SshDevice.at(device, SshDevice.ssh().via(jump(bastion, atBastion()))));
            }
            session.ended().join();

            SessionEvent.Closed closed = client.recorder().await(SessionEvent.Closed.class);
            assertThat(closed.failure()).hasMessageContaining("the jump host 127.0.0.1:" + port);
        }
    }
}
