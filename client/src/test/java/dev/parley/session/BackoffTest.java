package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theLimitDoublesUpToTheLongestAndAnythingBelowItIsPossible() {
        List<Long> bounds = new ArrayList<>();
        RandomGenerator most = new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("a number without bound");
            }

            @Override
            public long nextLong(long bound) {
                bounds.add(bound);
                return bound - 1;
            }
        };
        Backoff backoff = Backoff.exponential(SECOND, Duration.ofSeconds(10), most);

        assertThat(List.of(1, 2, 3, 4, 5, 100, Integer.MAX_VALUE).stream().map(backoff::before))
                .containsExactly(
                        SECOND,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10));
        assertThat(bounds.get(0)).as("full jitter: from nothing on").isEqualTo(SECOND.toNanos() + 1);
    }

    @Test
    void byDefaultItIsAMinuteAtTheMost() {
        for (int attempt = 1; attempt < 200; attempt++) {
            assertThat(Backoff.DEFAULT.before(attempt)).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        }
    }

    @Test
    void timesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Backoff.exponential(Duration.ZERO, SECOND))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Backoff.exponential(SECOND, Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
