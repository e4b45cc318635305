package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.standing.FakeFleet.Box;
import dev.parley.standing.FakeFleet.Mood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand devices that all go away and all come back: nobody is overrun, and nobody is forgotten. In fake time. */
@Tag("any-jdk")
class HerdTest {
    private static final int DEVICES = 10_000;
    private static final int AT_ONCE = 256;
    private static final int PER_SECOND = 100;
    private static final Duration OPENED = Duration.ofSeconds(DEVICES / PER_SECOND + 5);

    private final FakeFleet fleet = new FakeFleet(
            StandingSettings.DEFAULT.withOpenings(AT_ONCE, PER_SECOND).withoutProbe(), 42);

    private List<Box> keepAll(int count) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Box box = fleet.box("pe" + i);
            boxes.add(box);
            fleet.keep(box);
        }
        fleet.time.pass(OPENED);
        assertThat(fleet.tally().up()).isEqualTo(count);
        return boxes;
    }

    private void assertWithinBounds() {
        assertThat(fleet.mostRunning()).isLessThanOrEqualTo(AT_ONCE);
        assertThat(fleet.mostInASecond()).isLessThanOrEqualTo(PER_SECOND + 1);
        assertThat(fleet.mostAtOneDevice()).isEqualTo(1);
    }

    @Test
    void allComeBackAfterAShortOutageAtTheRateThatIsAllowed() {
        List<Box> boxes = keepAll(DEVICES);
        fleet.attempts.clear();
        boxes.forEach(Box::cut);
        assertThat(fleet.tally().up()).isZero();

        fleet.time.pass(OPENED);

        assertThat(fleet.tally().up()).isEqualTo(DEVICES);
        // nobody was tried twice
        assertThat(fleet.attempts).hasSize(DEVICES);
        assertWithinBounds();
    }

    @Test
    void allComeBackAfterALongOutageOfEverything() {
        List<Box> boxes = keepAll(DEVICES);
        boxes.forEach(box -> box.mood = Mood.DEAD);
        boxes.forEach(Box::cut);
        fleet.time.pass(Duration.ofMinutes(90));
        assertThat(fleet.tally().up()).isZero();
        assertWithinBounds();

        boxes.forEach(box -> box.mood = Mood.WELL);
        // attempts under way still fail, then everybody is tried once in the time that a device is left alone at most
        fleet.time.pass(Duration.ofSeconds(30)
                .plus(StandingSettings.DEFAULT.circuitLongest())
                .plus(OPENED));

        assertThat(fleet.tally().up()).isEqualTo(DEVICES);
        assertWithinBounds();
    }

    @Test
    void thoseThatAreDeadDoNotKeepTheOthersWaiting() {
        List<Box> boxes = keepAll(DEVICES);
        for (int i = 0; i < DEVICES; i += 2) {
            boxes.get(i).mood = Mood.DEAD;
            boxes.get(i).cut();
        }
        fleet.time.pass(Duration.ofHours(1));

        for (int i = 1; i < DEVICES; i += 2) {
            boxes.get(i).cut();
        }
        fleet.time.pass(OPENED.multipliedBy(2));

        assertThat(fleet.tally().up()).isEqualTo(DEVICES / 2);
        assertWithinBounds();
    }

    @Test
    void aDeviceWithManySessionsDoesNotKeepTheOthersWaiting() {
        Box greedy = fleet.box("greedy");
        for (int i = 0; i < 1_000; i++) {
            fleet.keep(greedy);
        }
        List<Keeper> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(fleet.keep(fleet.box("pe" + i)));
        }
        fleet.time.pass(Duration.ofSeconds(1));

        assertThat(others).allMatch(keeper -> keeper.state() instanceof StandingState.Up);
        fleet.time.pass(Duration.ofMinutes(1));
        assertThat(fleet.tally().up()).isEqualTo(1_020);
        assertWithinBounds();
    }

    @Test
    void aSessionThatIsLostAsSoonAsItIsUpIsNotOpenedOverAndOver() {
        Box box = fleet.box("fickle");
        fleet.keep(box);
        for (int second = 0; second < 3_600; second++) {
            fleet.time.pass(Duration.ofSeconds(1));
            box.cut();
        }

        // with the pauses of the first attempt it would be thousands of times
        assertThat(fleet.attempts).hasSizeBetween(60, 400);
    }

    @Test
    void deadDevicesAreTriedAboutEquallyOften() {
        List<Box> boxes = keepAll(DEVICES / 20);
        boxes.forEach(box -> box.mood = Mood.DEAD);
        boxes.forEach(Box::cut);
        fleet.time.pass(Duration.ofMinutes(30));
        fleet.attempts.clear();
        fleet.time.pass(Duration.ofHours(2));

        Map<String, Integer> tries = new HashMap<>();
        fleet.attempts.forEach(attempt -> tries.merge(attempt.device(), 1, Integer::sum));
        assertThat(tries).hasSize(DEVICES / 20);
        int least = tries.values().stream().min(Integer::compare).orElseThrow();
        int most = tries.values().stream().max(Integer::compare).orElseThrow();
        assertThat(most - least)
                .as("from " + least + " to " + most + " attempts")
                .isLessThan(least / 3);
    }
}
