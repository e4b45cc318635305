package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.AcquireException;
import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.error.RequestException;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Rpc;
import dev.parley.pool.PooledSession;
import dev.parley.pool.SessionPool;
import dev.parley.session.Backoff;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshFingerprint;
import dev.parley.ssh.SshLogin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Standing sessions over TLS with devices that restart, cut their links, refuse, and fall silent. */
@Timeout(60)
@Tag("any-jdk")
class StandingSessionTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void aSessionComesBackWhenItsDeviceRestarts() {
        try (Lab lab = Lab.with(Lab.QUICK)) {
            DeviceSimulator before = lab.simulate(0);
            int port = before.port();
            StandingSession standing = lab.sessions().keepOpen(Lab.at(port));
            Session first = standing.session();
            assertThat(standing.state())
                    .isInstanceOfSatisfying(
                            StandingState.Up.class,
                            up -> assertThat(up.session()).isEqualTo(first.key()));

            before.close();
            lab.await(StandingEvent.Lost.class);
            lab.await(StandingEvent.Failed.class);
            lab.simulate(port);

            Data running = standing.use(session -> session.send(GetConfig.from(Datastore.RUNNING)));
            assertThat(running).isNotNull();
            assertThat(standing.session().key()).isNotEqualTo(first.key());
            assertThat(standing.lastFailure()).isPresent();
        }
    }

    @Test
    void aRequestIsNeverRepeatedWhenTheLinkIsCutInTheMiddleOfIt() {
        try (Lab lab = Lab.with(Lab.QUICK)) {
            DeviceSimulator device = lab.simulate(0);
            device.suffer(FaultPlan.onConnection(1, new Break(new Moment.InReply(1, 20), Ending.RESET)));
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));

            assertThatThrownBy(() -> standing.use(session -> session.send(Get.all())))
                    .isInstanceOfSatisfying(RequestException.class, e -> {
                        assertThat(e.reason()).isEqualTo(RequestException.Reason.SESSION_LOST);
                        assertThat(e.fate()).isEqualTo(Fate.UNKNOWN);
                    });

            lab.await(StandingEvent.Lost.class, lost -> lost.failure() != null);
            standing.session();
            assertThat(device.requests()).isEqualTo(1);
            assertThat(standing.useAsync(session -> session.sendAsync(Get.all())))
                    .succeedsWithin(Duration.ofSeconds(20));
            assertThat(device.requests()).isEqualTo(2);
        }
    }

    @Test
    void aSessionThatSomebodyClosesComesBack() {
        try (Lab lab = Lab.with(Lab.QUICK)) {
            DeviceSimulator device = lab.simulate(0);
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));
            Session first = standing.session();
            first.close();

            lab.await(StandingEvent.Lost.class, lost -> lost.failure() == null);
            assertThat(standing.session().key()).isNotEqualTo(first.key());
        }
    }

    @Test
    void whoWaitsInVainIsToldTheStateTheAttemptTheNextTimeAndTheLastFailure() {
        StandingSettings slow = Lab.QUICK.withBackoff(attempt -> LONG, LONG);
        try (Lab lab = Lab.with(slow)) {
            DeviceSimulator device = lab.simulate(0);
            int port = device.port();
            device.close();
            StandingSession standing = lab.sessions().keepOpen(Lab.at(port));
            lab.await(StandingEvent.Failed.class);

            assertThatThrownBy(() -> standing.session(Duration.ofMillis(20)))
                    .isInstanceOfSatisfying(AcquireException.class, e -> {
                        assertThat(e.reason()).isEqualTo(AcquireException.Reason.ACQUIRE_TIMEOUT);
                        assertThat(e.fate()).isEqualTo(Fate.NOT_SENT);
                        assertThat(e)
                                .hasMessageContaining("no session with pe" + port)
                                .hasMessageContaining("within 20 ms")
                                .hasMessageContaining("attempt 2 is due in 59 min")
                                .hasMessageContaining("the last failure, ")
                                .hasMessageContaining("failed in CONNECT")
                                .hasCauseInstanceOf(OpenException.class);
                    });
            CompletableFuture<Session> waiting = standing.sessionAsync(Duration.ofMinutes(1));
            assertThat(waiting.cancel(true)).isTrue();

            // somebody knows that it is back
            lab.simulate(port);
            standing.retry();
            assertThat(standing.session().isOpen()).isTrue();
        }
    }

    @Test
    void aDeviceThatAcceptsAndNeverSpeaksIsTriedAgainWithinItsLimits() {
        try (Lab lab = Lab.with(Lab.QUICK)) {
            DeviceSimulator device = lab.simulate(0);
            device.suffer(FaultPlan.onConnection(1, new Break(Moment.Phase.ACCEPTED, Ending.SILENCE))
                    .andOnConnection(2, new Break(Moment.Phase.SECURED, Ending.SILENCE)));
            Device impatient = Lab.at(device.port()).withTimeouts(Timeouts.of(Duration.ofMillis(700)));
            StandingSession standing = lab.sessions().keepOpen(impatient);

            assertThat(standing.session().isOpen()).isTrue();
            assertThat(lab.of(StandingEvent.Failed.class))
                    .extracting(failed -> ((OpenException) failed.failure()).reason())
                    .startsWith(OpenException.Reason.HANDSHAKE_TIMEOUT, OpenException.Reason.HELLO_TIMEOUT);
        }
    }

    @Test
    void aDeviceThatFailsTimeAndAgainIsLeftAloneByAllWhoAskForIt() {
        StandingSettings settings =
                Lab.QUICK.withCircuit(5, LONG, LONG).withBackoff(attempt -> Duration.ZERO, Duration.ofMinutes(1));
        try (Lab lab = Lab.with(settings);
                SessionPool pool = lab.sessions().poolBuilder().build()) {
            DeviceSimulator device = lab.simulate(0);
            int port = device.port();
            device.close();
            StandingSession standing = lab.sessions().keepOpen(Lab.at(port));
            StandingEvent.CircuitOpened opened = lab.await(StandingEvent.CircuitOpened.class);
            assertThat(opened.failures()).isEqualTo(5);
            lab.await("the state", () -> standing.state() instanceof StandingState.CircuitOpen);

            // at once, although it would wait for 20 s
            assertThatThrownBy(standing::session)
                    .isInstanceOfSatisfying(
                            AcquireException.class,
                            e -> assertThat(e.reason()).isEqualTo(AcquireException.Reason.CIRCUIT_OPEN))
                    .hasMessageContaining("left alone, attempt 6 is due in ");
            assertThatThrownBy(() -> pool.borrow(Lab.at(port).withName("another name")))
                    .isInstanceOfSatisfying(
                            AcquireException.class,
                            e -> assertThat(e.reason()).isEqualTo(AcquireException.Reason.CIRCUIT_OPEN))
                    .hasMessageContaining("it has failed 5 times in a row");

            lab.simulate(port);
            lab.sessions().retry(Lab.at(port));
            assertThat(standing.session().isOpen()).isTrue();
            lab.await(StandingEvent.CircuitClosed.class);
            assertThat(pool.<Long, RuntimeException>use(Lab.at(port), PooledSession::id))
                    .isPositive();
        }
    }

    @Test
    void whatAPoolFindsOutOfADeviceHoldsForStandingSessionsToo() {
        StandingSettings settings = Lab.QUICK.withCircuit(2, LONG, LONG);
        try (Lab lab = Lab.with(settings);
                SessionPool pool = lab.sessions().poolBuilder().build()) {
            DeviceSimulator device = lab.simulate(0);
            int port = device.port();
            device.close();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pool.borrow(Lab.at(port))).isInstanceOf(OpenException.class);
            }
            assertThatThrownBy(() -> pool.borrow(Lab.at(port))).isInstanceOf(AcquireException.class);

            StandingSession standing = lab.sessions().keepOpen(Lab.at(port));
            lab.await("the state", () -> standing.state() instanceof StandingState.CircuitOpen);
            assertThat(lab.of(StandingEvent.Attempted.class)).isEmpty();
        }
    }

    @Test
    void aRefusedLoginIsNotRepeatedUntilAUserIsLockedOut() {
        HostKeys keys = HostKeys.generate(HostKeys.Kind.ED25519);
        StandingSettings settings = Lab.QUICK.withLogins(2, Duration.ofMillis(20));
        try (Lab lab = Lab.with(settings);
                SessionPool pool = lab.sessions().poolBuilder().build()) {
            DeviceSimulator device = lab.start(DeviceSimulator.builder()
                    .ssh(SshSettings.of(keys, SshUser.named("admin").password("secret"))));
            Ssh ssh = Ssh.trusting(dev.parley.ssh.HostKeys.pinned(
                            SshFingerprint.parse(keys.fingerprint(HostKeys.Kind.ED25519))))
                    .as("admin", SshLogin.password("wrong"::toCharArray));
            Device wrong = Lab.quick(SshAccess.device("127.0.0.1", device.port(), ssh));
            StandingSession standing = lab.sessions().keepOpen(wrong);
            StandingSession another = lab.sessions().keepOpen(wrong);

            lab.await(
                    "both given up",
                    () -> standing.state() instanceof StandingState.GivenUp
                            && another.state() instanceof StandingState.GivenUp);
            assertThat(device.connections()).isEqualTo(2);
            assertThatThrownBy(standing::session)
                    .isInstanceOfSatisfying(
                            AcquireException.class,
                            e -> assertThat(e.reason()).isEqualTo(AcquireException.Reason.GIVEN_UP))
                    .hasMessageContaining("it was given up");
            assertThatThrownBy(() -> pool.borrow(wrong))
                    .isInstanceOfSatisfying(
                            AcquireException.class,
                            e -> assertThat(e.reason()).isEqualTo(AcquireException.Reason.REFUSED_BEFORE))
                    .hasMessageContaining("2 logins were refused in a row");

            // who comes with the right password is let in, and the others stay out
            Ssh right = ssh.as("admin", SshLogin.password("secret"::toCharArray));
            StandingSession good =
                    lab.sessions().keepOpen(Lab.quick(SshAccess.device("127.0.0.1", device.port(), right)));
            assertThat(good.session().isOpen()).isTrue();
            assertThat(device.connections()).isEqualTo(3);
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsTriedSeldom() {
        try (Lab lab = Lab.with(Lab.QUICK.withRefusedPause(LONG))) {
            DevicePki other = DevicePki.create();
            DeviceSimulator device = lab.start(DeviceSimulator.builder().tls(TlsSettings.of(other)));
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));
            StandingEvent.Failed failed = lab.await(StandingEvent.Failed.class);

            assertThat(failed.next()).isInstanceOf(StandingState.Refused.class);
            assertThatThrownBy(standing::session)
                    .isInstanceOfSatisfying(
                            AcquireException.class,
                            e -> assertThat(e.reason()).isEqualTo(AcquireException.Reason.REFUSED_BEFORE))
                    .hasMessageContaining("attempt 2 is due in ");
            assertThat(device.connections()).isEqualTo(1);
        }
    }

    @Test
    void aDeviceThatHasGoneSilentIsNoticedByAsking() {
        StandingSettings settings =
                Lab.QUICK.withProbe(Duration.ofMillis(30), GetConfig.from(Datastore.RUNNING), Duration.ofMillis(300));
        try (Lab lab = Lab.with(settings)) {
            DeviceSimulator device = lab.simulate(0);
            // answers twice, and nothing more is heard of it
            device.suffer(FaultPlan.onConnection(1, new Break(new Moment.AfterReply(2), Ending.SILENCE)));
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));
            Session first = standing.session();

            StandingEvent.Lost lost = lab.await(StandingEvent.Lost.class);
            assertThat(lost.session()).isEqualTo(first.key());
            assertThat(lost.failure())
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            e -> assertThat(e.reason()).isEqualTo(RequestException.Reason.DEADLINE));
            assertThat(standing.session().key()).isNotEqualTo(first.key());
        }
    }

    @Test
    void aSilentDeviceIsNoticedHoweverMuchItIsAsked() {
        StandingSettings settings =
                Lab.QUICK.withProbe(Duration.ofMillis(50), GetConfig.from(Datastore.RUNNING), Duration.ofMillis(300));
        try (Lab lab = Lab.with(settings)) {
            DeviceSimulator device = lab.simulate(0);
            device.suffer(FaultPlan.onConnection(1, new Break(new Moment.AfterReply(1), Ending.SILENCE)));
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));
            Session first = standing.session();
            // there is never a moment without a request under way
            first.sendAsync(Get.all().within(Duration.ofMillis(100)));
            first.sendAsync(Get.all().within(Duration.ofMillis(100)));
            first.sendAsync(Get.all().within(Duration.ofMinutes(10)));

            lab.await(StandingEvent.Lost.class, lost -> lost.session().equals(first.key()));
            assertThat(standing.session().key()).isNotEqualTo(first.key());
        }
    }

    @Test
    void closingWaitsForThoseWhoUseTheSession() {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        try (Lab lab = Lab.with(Lab.QUICK)) {
            DeviceSimulator device = lab.start(DeviceSimulator.builder()
                    .tls(TlsSettings.of(Lab.PKI))
                    .on("urn:example:vendor", "think", request -> {
                        asked.countDown();
                        return Answer.later(answer);
                    }));
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));
            CompletableFuture<Data> both =
                    standing.useAsync(session -> session.sendAsync(Rpc.of("<think xmlns='urn:example:vendor'/>"))
                            .thenCompose(thought -> session.sendAsync(Get.all())));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closed = standing.closeAsync();
            assertThat(standing.state()).isInstanceOf(StandingState.Closing.class);
            assertThatThrownBy(standing::session)
                    .isInstanceOfSatisfying(
                            AcquireException.class,
                            e -> assertThat(e.reason()).isEqualTo(AcquireException.Reason.POOL_CLOSED));
            answer.complete(Answer.ok());

            assertThat(both).succeedsWithin(Duration.ofSeconds(20));
            assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
            assertThat(standing.state()).isInstanceOf(StandingState.Closed.class);
            standing.retry();
            assertThat(standing.state()).isInstanceOf(StandingState.Closed.class);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingDoesNotWaitForeverForThoseWhoUseTheSession() {
        try (Lab lab = Lab.with(Lab.QUICK.withDrain(Duration.ofMillis(50)))) {
            DeviceSimulator device = lab.start(DeviceSimulator.builder()
                    .tls(TlsSettings.of(Lab.PKI))
                    .on("urn:example:vendor", "think", request -> Answer.nothing()));
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));
            standing.session();
            CompletableFuture<?> never =
                    standing.useAsync(session -> session.sendAsync(Rpc.of("<think xmlns='urn:example:vendor'/>")));
            standing.close();

            assertThat(never).failsWithin(Duration.ofSeconds(20));
            assertThat(standing.state()).isInstanceOf(StandingState.Closed.class);
        }
    }

    @Test
    void whenItsClientIsClosedItIsGivenUp() {
        try (Lab lab = Lab.with(Lab.QUICK)) {
            DeviceSimulator device = lab.simulate(0);
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));
            standing.session();
            lab.client().close();

            lab.await("given up", () -> standing.state() instanceof StandingState.GivenUp);
            assertThatThrownBy(() -> standing.use(Session::id)).isInstanceOf(AcquireException.class);
        }
    }

    @Test
    void aDeviceThatCallsIsRefused() {
        try (Lab lab = Lab.with(Lab.QUICK)) {
            assertThatThrownBy(() -> lab.sessions().keepOpen(Device.calling("pe1")))
                    .isInstanceOfSatisfying(
                            InputException.class,
                            e -> assertThat(e.reason()).isEqualTo(InputException.Reason.BAD_SETTING))
                    .hasMessageContaining("RFC 8071");
        }
    }

    @Test
    void aWorkThatFailsFailsForWhoeverAskedAndTheSessionStaysUp() {
        try (Lab lab = Lab.with(Lab.QUICK)) {
            DeviceSimulator device = lab.simulate(0);
            StandingSession standing = lab.sessions().keepOpen(Lab.at(device.port()));
            IllegalStateException oops = new IllegalStateException("oops");

            assertThatThrownBy(() -> standing.use(session -> {
                        throw oops;
                    }))
                    .isSameAs(oops);
            assertThat(standing.useAsync(session -> {
                        throw oops;
                    }))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCause(oops);
            assertThat(standing.current()).isPresent();
            assertThat(lab.sessions().tally().up()).isEqualTo(1);
        }
    }

    @Test
    void oneThreadKeepsTheTimeForAll() {
        try (Lab lab = Lab.with(Lab.QUICK.withBackoff(Backoff.DEFAULT, LONG))) {
            DeviceSimulator device = lab.simulate(0);
            List<StandingSession> many = java.util.stream.IntStream.range(0, 20)
                    .mapToObj(i -> lab.sessions().keepOpen(Lab.at(device.port())))
                    .toList();
            many.forEach(StandingSession::session);
            // of this and of whatever was left by other tests a moment ago
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .filteredOn(name -> name.startsWith("parley-standing"))
                    .hasSizeLessThan(10);
        }
    }
}
