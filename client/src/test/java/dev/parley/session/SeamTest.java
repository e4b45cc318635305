package dev.parley.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fixture.Line;
import dev.parley.notification.Notification;
import dev.parley.xml.XmlLimits;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Where a replay meets what was delivered before. */
class SeamTest {
    private final Seam seam = new Seam();

    private static Notification at(String time, String event) {
        byte[] message =
                Line.notification(time, "<" + event + " xmlns='urn:e'/>").getBytes(UTF_8);
        return Notification.parse(message, message.length, XmlLimits.DEFAULT, (deviation, detail) -> {});
    }

    private static String second(int second) {
        return Instant.EPOCH.plusSeconds(second).toString();
    }

    private boolean isRepeated(int second, String event) {
        return seam.isRepeated(at(second(second), event));
    }

    @Test
    void onlyAReplayRepeatsAndAsOftenAsSomethingWasDelivered() {
        assertThat(isRepeated(1, "a")).isFalse();
        assertThat(isRepeated(1, "a")).isFalse();

        seam.replaying();
        assertThat(isRepeated(1, "a")).isTrue();
        assertThat(isRepeated(1, "a")).isTrue();
        assertThat(isRepeated(1, "a")).isFalse();

        seam.replayed();
        assertThat(isRepeated(1, "a")).isFalse();
    }

    @Test
    void timeAndContentDecideAndTheOffsetDoesNot() {
        isRepeated(7_200, "a");
        seam.replaying();

        assertThat(isRepeated(7_201, "a")).isFalse();
        assertThat(isRepeated(7_200, "b")).isFalse();
        assertThat(seam.isRepeated(at("1970-01-01T04:00:00+02:00", "a"))).isTrue();
    }

    @Test
    void whatHasNoTimeIsNeverKnownAgain() {
        assertThat(seam.isRepeated(at("", "a"))).isFalse();
        seam.replaying();
        assertThat(seam.isRepeated(at("", "a"))).isFalse();
    }

    // a device's clock is set back, or it cuts the time that it replays from to whole seconds
    @Test
    void timesNeedNotGrowAndAReplayMayBeginEarlier() {
        isRepeated(5, "later");
        isRepeated(3, "set-back");
        isRepeated(2, "before");
        seam.replaying();

        assertThat(isRepeated(5, "later")).isTrue();
        assertThat(isRepeated(3, "set-back")).isTrue();
        assertThat(isRepeated(2, "before")).isTrue();
    }

    @Test
    void manyOfOneTimeAreAllKnownAgain() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(isRepeated(1, "e" + i)).isFalse();
        }
        seam.replaying();

        for (int i = 0; i < 5_000; i++) {
            assertThat(isRepeated(1, "e" + i)).isTrue();
        }
    }

    @Test
    void aWholeSecondIsKnownAgainHoweverMuchHappenedInIt() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(seam.isRepeated(at("2026-11-20T17:00:00." + (10_000 + i) + "Z", "e")))
                    .isFalse();
        }
        seam.replaying();

        for (int i = 0; i < 5_000; i++) {
            assertThat(seam.isRepeated(at("2026-11-20T17:00:00." + (10_000 + i) + "Z", "e")))
                    .isTrue();
        }
    }
}
