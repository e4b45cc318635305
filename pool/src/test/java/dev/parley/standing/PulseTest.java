package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.RequestException;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.standing.FakeFleet.Box;
import dev.parley.standing.FakeFleet.FakeLive;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A device that has gone silent is noticed in the time that the settings tell, to the nanosecond. In fake time. */
@Tag("any-jdk")
class PulseTest {
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration A_BIT = Duration.ofNanos(1);

    private final FakeFleet fleet =
            new FakeFleet(StandingSettings.DEFAULT.withProbe(SILENCE, GetConfig.from(Datastore.RUNNING), LIMIT), 1);
    private final Box box = fleet.box("pe1");
    private final Keeper keeper = fleet.keep(box);

    private FakeLive up() {
        fleet.time.pass(Duration.ofSeconds(1));
        return box.sessions.get(0);
    }

    @Test
    void aDeviceThatFallsSilentIsNoticedAfterTheSilenceAndTheLimit() {
        FakeLive live = up();
        fleet.time.pass(Duration.ofHours(1));
        Duration sinceLastByte = live.quiet();
        box.mute = true;
        fleet.time.pass(SILENCE.plus(LIMIT).minus(sinceLastByte).minus(A_BIT));
        assertThat(keeper.live()).isSameAs(live);
        fleet.time.pass(A_BIT);

        assertThat(live.isOpen()).isFalse();
        assertThat(fleet.told)
                .extracting(FakeFleet.Told::event)
                .last()
                .isInstanceOfSatisfying(
                        StandingEvent.Lost.class,
                        lost -> assertThat(lost.failure()).isInstanceOf(RequestException.class));
    }

    @Test
    void aDeviceThatAnswersStaysForMonths() {
        FakeLive live = up();
        fleet.time.pass(Duration.ofDays(100));
        assertThat(keeper.live()).isSameAs(live);
    }

    @Test
    void whatTheDeviceSendsOfItselfPutsTheQuestionOff() {
        FakeLive live = up();
        box.mute = true;
        for (int i = 0; i < 100; i++) {
            fleet.time.pass(SILENCE.dividedBy(2));
            live.lastByteAt = fleet.time.passed();
        }
        assertThat(keeper.live()).isSameAs(live);
    }

    @Test
    void aDeviceThatWorksOnARequestIsNotTakenForDead() {
        FakeLive live = up();
        box.mute = true;
        live.underWay = 1;
        fleet.time.pass(Duration.ofHours(3));
        assertThat(keeper.live()).isSameAs(live);

        // its deadline is over, and still there is no sign of life
        live.underWay = 0;
        fleet.time.pass(SILENCE.plus(LIMIT));
        assertThat(live.isOpen()).isFalse();
    }

    @Test
    void whoGoesOnAskingADeadDeviceDoesNotKeepItFromBeingNoticed() {
        FakeLive live = up();
        box.mute = true;
        live.underWay = 1;
        fleet.time.pass(Duration.ofHours(1));
        // one has run out of time, and another one was sent
        live.overdue = true;
        fleet.time.pass(SILENCE.plus(LIMIT));
        assertThat(live.isOpen()).isFalse();
    }

    @Test
    void nothingIsKeptOfASessionThatHasEnded() {
        up();
        box.mood = FakeFleet.Mood.LOCKED;
        box.cut();
        fleet.time.pass(Duration.ofHours(2));
        assertThat(keeper.state()).isInstanceOf(StandingState.GivenUp.class);
        assertThat(fleet.time.pending()).isZero();
    }
}
