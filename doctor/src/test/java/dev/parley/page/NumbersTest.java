package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0 ms",
        "0.44, 0.4 ms",
        "9.94, 9.9 ms",
        "9.96, 10 ms",
        "999.4, 999 ms",
        "999.6, 1.0 s",
        "119900, 119.9 s",
        "125000, 2 min 5 s",
        "86460000, 24 h 1 min"
    })
    void timesHaveTheDecimalsThatMatter(double millis, String text) {
        assertThat(Numbers.millis(millis)).isEqualTo(text);
        assertThat(Numbers.time(Duration.ofNanos(Math.round(millis * 1e6)))).isEqualTo(text);
    }

    @Test
    void countsAreGroupedWhereTheyAreLong() {
        assertThat(Numbers.count(9_999)).isEqualTo("9999");
        assertThat(Numbers.count(1_048_576)).isEqualTo("1\u202f048\u202f576");
        assertThat(Numbers.count(1, "record")).isEqualTo("1 record");
        assertThat(Numbers.count(0, "record")).isEqualTo("0 records");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.7, 3, 9.99, 42, 180, 999, 10_000, 86_400_000})
    void anAxisHasAFewRoundMarks(double until) {
        Axis axis = Axis.ofMillis(until);

        assertThat(axis.ticks()).hasSizeBetween(3, 6);
        assertThat(axis.ticks().get(0)).isEqualTo(new Axis.Tick(0, "0"));
        assertThat(axis.ticks()).allSatisfy(tick -> assertThat(tick.at()).isBetween(0.0, 1.0001));
        assertThat(axis.ticks()).extracting(Axis.Tick::label).doesNotHaveDuplicates();
    }

    @Test
    void anAxisOfMagnitudesHasPowersOfTen() {
        assertThat(Axis.ofMagnitudes(1, 10_000).ticks())
                .extracting(Axis.Tick::label)
                .containsExactly("1 ms", "10 ms", "100 ms", "1 s", "10 s");
    }
}
