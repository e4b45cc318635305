package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.operation.Get;
import dev.parley.operation.Rpc;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Ending;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long sessions are kept, and whether they are good when they are lent. */
@Timeout(60)
class LifetimeTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void aSessionThatNobodyUsesIsRetiredByItself() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withLifetime(SHORT, LONG))) {
            Device device = Lab.at(lab.simulate());
            lab.pool().use(device, PooledSession::id);

            PoolEvent.Retired retired = lab.heard().await(PoolEvent.Retired.class);

            assertThat(retired.why()).isEqualTo(Retirement.IDLE_LIMIT);
            assertThat(retired.age()).isGreaterThanOrEqualTo(SHORT);
            lab.settle();
            // nothing is kept of a device that nobody uses
            assertThat(lab.pool().state().devices()).isEmpty();
            assertThat(lab.total().retired()).containsExactly(Map.entry(Retirement.IDLE_LIMIT, 1L));
        }
    }

    @Test
    void aSessionIsRetiredForItsAgeWhenItIsReturnedAndNotBefore() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withLifetime(LONG, Duration.ofMillis(1)))) {
            Device device = Lab.at(lab.simulate());
            lab.pool().use(device, session -> {
                session.send(Get.all());
                assertThat(session.isOpen()).isTrue();
                return null;
            });
            assertThat(lab.heard().await(PoolEvent.Retired.class).why()).isEqualTo(Retirement.AGE_LIMIT);
        }
    }

    @Test
    void anIdleSessionIsRetiredForItsAge() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withLifetime(LONG, Duration.ofMillis(500)))) {
            Device device = Lab.at(lab.simulate());
            lab.pool().use(device, PooledSession::id);
            PoolEvent.Retired retired = lab.heard().await(PoolEvent.Retired.class);
            assertThat(retired.why()).isEqualTo(Retirement.AGE_LIMIT);
            assertThat(retired.age()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void aSessionThatEndsIdleIsGoneAtOnce() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator simulator = lab.simulate();
            Device device = Lab.at(simulator);
            long id = lab.pool().use(device, session -> {
                // by its answer the device has seen our hello, and knows the session
                session.send(Get.all());
                return session.id();
            });
            lab.settle();

            assertThat(simulator.end(id, Ending.RESET)).isTrue();

            assertThat(lab.heard().await(PoolEvent.Retired.class).why()).isEqualTo(Retirement.ENDED);
            assertThat(lab.pool().use(device, PooledSession::id)).isNotEqualTo(id);
        }
    }

    private static Lab trying(Duration after, Duration limit) {
        return Lab.with(PoolSettings.DEFAULT
                .withSessions(1, 1)
                .withValidation(after, Rpc.of("<get-well xmlns='urn:example:vendor'/>"), limit));
    }

    private static DeviceSimulator answering(Lab lab, Answer answer, AtomicInteger asked) {
        return lab.simulate(builder -> builder.on("urn:example:vendor", "get-well", request -> {
            asked.incrementAndGet();
            return answer;
        }));
    }

    @Test
    void aSessionIsTriedAfterATimeWithoutUseAndNotBefore() {
        AtomicInteger asked = new AtomicInteger();
        try (Lab lab = trying(LONG, LONG)) {
            Device device = Lab.at(answering(lab, Answer.ok(), asked));
            lab.pool().use(device, PooledSession::id);
            lab.pool().use(device, PooledSession::id);
            assertThat(asked).hasValue(0);
        }
        try (Lab lab = trying(Duration.ofNanos(1), LONG)) {
            Device device = Lab.at(answering(lab, Answer.ok(), asked));
            long first = lab.pool().use(device, PooledSession::id);
            assertThat(asked).as("a session that was just opened").hasValue(0);
            assertThat(lab.pool().use(device, PooledSession::id)).isEqualTo(first);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void anErrorOfTheDeviceIsAnAnswer() {
        AtomicInteger asked = new AtomicInteger();
        try (Lab lab = trying(Duration.ofNanos(1), LONG)) {
            Device device = Lab.at(answering(
                    lab,
                    Answer.refused(RpcError.of(ErrorType.PROTOCOL, ErrorTag.OPERATION_NOT_SUPPORTED, "no such thing")),
                    asked));
            long first = lab.pool().use(device, PooledSession::id);
            assertThat(lab.pool().use(device, PooledSession::id)).isEqualTo(first);
        }
    }

    @Test
    void aSessionOnWhichTheDeviceDoesNotAnswerIsReplacedWithinTheSameWait() {
        AtomicInteger asked = new AtomicInteger();
        try (Lab lab = trying(Duration.ofNanos(1), SHORT)) {
            Device device = Lab.at(answering(lab, Answer.nothing(), asked));
            long first = lab.pool().use(device, PooledSession::id);
            long second = lab.pool().use(device, PooledSession::id);
            assertThat(second).isNotEqualTo(first);
            assertThat(lab.heard().retirements()).containsExactly(Retirement.NOT_ANSWERING);
        }
    }

    @Test
    void whenTheDeviceIsStartedAnewItsSessionsAreToo() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator before = DeviceSimulator.builder().clearText().start();
            Device device = Lab.at(before);
            lab.pool().use(device, PooledSession::id);
            before.close();
            assertThat(lab.heard().await(PoolEvent.Retired.class).why()).isEqualTo(Retirement.ENDED);

            DeviceSimulator after = lab.simulate(builder -> builder.port(before.port()));
            lab.pool().use(device, session -> session.send(Get.all()));
            assertThat(after.connections()).isOne();
        }
    }

    // waiting for a turn in the client is no part of it
    @Test
    void howLongAnOpeningTookIsWhatItsTimelineSays() {
        Map<SessionKey, Duration> took = new ConcurrentHashMap<>();
        Heard heard = new Heard();
        SessionListener timelines = (session, event) -> {
            if (event instanceof SessionEvent.Established up) {
                took.put(session, up.took());
            }
        };
        try (DeviceSimulator simulator = DeviceSimulator.builder().clearText().start();
                NetconfClient client = NetconfClient.builder()
                        .eventLoops(1)
                        .withoutLogging()
                        .listener(timelines)
                        .build();
                SessionPool pool = SessionPool.builder(client).listener(heard).build()) {
            pool.use(Lab.at(simulator), PooledSession::id);
            PoolEvent.Created created = heard.await(PoolEvent.Created.class);
            assertThat(took).containsExactly(Map.entry(created.session(), created.took()));
        }
    }
}
