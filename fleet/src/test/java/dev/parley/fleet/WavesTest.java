package dev.parley.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("any-jdk")
class WavesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | 2 | 10%,50%,100% | 2 18 80 100
                    200 | 0 | 10%,50%      | 20 80 100
                    7   | 0 | 10%,50%,100% | 1 3 3
                    100 | 1 | 5,20         | 1 5 20 20 20 20 14
                    3   | 5 | 100%         | 3
                    10  | 5 | 10%,100%     | 5 5
                    10  | 0 | 33.4%        | 4 6
                    """)
    void devicesGoInPortions(int devices, int canaries, String sizes, String waves) {
        List<Integer> all = IntStream.range(0, devices).boxed().toList();

        List<List<Integer>> portions = Waves.parse(canaries, sizes).of(all);

        assertThat(portions.stream().map(portion -> "" + portion.size()).collect(Collectors.joining(" ")))
                .isEqualTo(waves);
        assertThat(portions.stream().flatMap(List::stream).toList()).isEqualTo(all);
    }

    @Test
    void withoutSizesAllGoAtOnce() {
        assertThat(Waves.ONE.of(List.of(1, 2))).containsExactly(List.of(1, 2));
        assertThat(Waves.ONE.of(List.of())).isEmpty();
        assertThat(new Waves(1, List.of()).of(List.of(1, 2, 3))).containsExactly(List.of(1), List.of(2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "0%", "101%", "50%,10%", "5,,5", "-1", "10%,10%"})
    void sizesThatMakeNoSenseAreRefused(String sizes) {
        assertThatThrownBy(() -> Waves.parse(0, sizes)).isInstanceOf(InputException.class);
    }

    @Test
    void tooManyFailuresAreAPartOfAWaveOrANumber() {
        assertThat(StopAt.parse("5%").isReached(4, 100)).isFalse();
        assertThat(StopAt.parse("5%").isReached(5, 100)).isTrue();
        assertThat(StopAt.parse("5%").isReached(1, 2)).isTrue();
        assertThat(StopAt.parse("3").isReached(2, 2)).isFalse();
        assertThat(StopAt.parse("3").isReached(3, 1_000)).isTrue();
        assertThat(StopAt.NEVER.isReached(1_000, 1_000)).isFalse();
        for (String wrong : List.of("", "0", "0%", "101%", "x%", "-3")) {
            assertThatThrownBy(() -> StopAt.parse(wrong)).isInstanceOf(InputException.class);
        }
    }
}
