package dev.parley.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesProgressTest {
    private static final Pace TWO_HUNDRED = new Pace(200, Pace.FOR_EVER, Duration.ofSeconds(5), 4);
    private static final Pace A_DAY = new Pace(Integer.MAX_VALUE, Duration.ofHours(24), Duration.ofSeconds(5), 4);

    private static AttemptLine well() {
        return new AttemptLine(Instant.now(), "pe1", null, null, Map.of());
    }

    private static AttemptLine failed() {
        return new AttemptLine(
                Instant.now(),
                "pe1",
                "hello-timeout",
                "hello",
                Map.of("remote", "192.0.2.7 port 6513", "steps", List.of(Map.of("beganMs", 1.5, "tookMs", 10_000))));
    }

    @Test
    void oneLineSaysHowFarItIs() {
        SeriesProgress progress = new SeriesProgress("pe1", TWO_HUNDRED);
        assertThat(progress.status()).isEqualTo("pe1: 0 of 200, 0 failed");

        progress.take(well());
        progress.take(failed());

        assertThat(progress.status()).matches("pe1: 2 of 200, 1 failed, \\d+ min left; hello-timeout \\d s ago");
        assertThat(progress.status()).hasSizeLessThan(76);
    }

    @Test
    void whatEndsWithItsTimeIsCountedDown() {
        SeriesProgress progress = new SeriesProgress("pe1", A_DAY);
        progress.take(well());

        assertThat(progress.status()).matches("pe1: 1 made, 0 failed, 2[34] h \\d+ min left");
    }

    @Test
    void eachFailureIsNews() {
        SeriesProgress progress = new SeriesProgress("pe1", TWO_HUNDRED);
        progress.take(well());
        progress.take(failed());

        assertThat(progress.news())
                .singleElement()
                .asString()
                .matches(
                        "\\d\\d:\\d\\d:\\d\\d attempt 2 failed: hello-timeout in hello after 10\\.0 s, 192\\.0\\.2\\.7");
        assertThat(progress.news()).isEmpty();
    }

    @Test
    void aNameSteersNoTerminal() {
        assertThat(new SeriesProgress("pe1\u001b[2J", TWO_HUNDRED).status()).doesNotContain("\u001b");
    }
}
