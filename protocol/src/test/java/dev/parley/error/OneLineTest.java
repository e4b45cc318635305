package dev.parley.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a peer says stays on one line of a message. */
class OneLineTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain  text,plain  text",
                "Grün 東京,Grün 東京",
                "'one\ntwo',one two",
                "'one \r\n\t two',one two",
                "'a\u2028b\u0085c',a b c",
                "'\u001b[2Jgone',\\u001b[2Jgone",
                "'\u009b2J\u007f\u0000',\\u009b2J\\u007f\\u0000",
                "'\u202egnp',\\u202egnp",
            })
    void isOneLineWithoutControls(String text, String line) {
        assertThat(OneLine.of(text)).isEqualTo(line);
    }

    @Property
    void holdsNoControl(@ForAll String text) {
        String line = OneLine.of(text);
        assertThat(line.chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(OneLine.of(line)).isEqualTo(line);
    }

    @Property
    void isBoundedAndStaysAsItIs(
            @ForAll @IntRange(max = 4_002) int before, @ForAll("pieces") String piece, @ForAll("times") int times) {
        String line = OneLine.of("x".repeat(before) + piece.repeat(times));

        assertThat(line.chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(line).hasSizeLessThanOrEqualTo(4_001);
        assertThat(line.length() <= 4_000 || line.endsWith("…")).isTrue();
        assertThat(OneLine.of(line)).isEqualTo(line);
    }

    @Property
    void cutsNoCharacterInTwo(
            @ForAll @IntRange(max = 4_002) int before,
            @ForAll("wholePieces") String piece,
            @ForAll("times") int times) {
        String line = OneLine.of("x".repeat(before) + piece.repeat(times));

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
    }

    @Provide
    Arbitrary<Integer> times() {
        return Arbitraries.integers().between(0, 4_002);
    }

    @Provide
    Arbitrary<String> wholePieces() {
        return pieces("x", " ", "\n", "\u2028", "\u001b", "\u009b", "\ud83d\ude00", "…");
    }

    @Provide
    Arbitrary<String> pieces() {
        return pieces("x", " ", "\n", "\u0000", "\u202e", "\ud83d\ude00", "\ud83d", "\ude00", "…");
    }

    private static Arbitrary<String> pieces(String... pieces) {
        return Arbitraries.of(pieces).list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list));
    }

    @Test
    void isCutShort() {
        assertThat(OneLine.of("x".repeat(4_000))).hasSize(4_000);
        assertThat(OneLine.of("x".repeat(4_001))).hasSize(4_001).endsWith("x…");
        assertThat(OneLine.of("\n".repeat(4_001))).isEqualTo(" ");
        assertThat(OneLine.of("\u001b".repeat(666))).hasSize(3_996).endsWith("\\u001b");
        assertThat(OneLine.of("\u001b".repeat(667))).hasSize(3_997).endsWith("\\u001b…");
        assertThat(OneLine.of("x".repeat(3_998) + "\ud83d\ude00"))
                .hasSize(4_000)
                .endsWith("x\ud83d\ude00");
        assertThat(OneLine.of("x".repeat(3_999) + "\ud83d\ude00"))
                .hasSize(4_000)
                .endsWith("x…");
        assertThat(OneLine.of("x".repeat(3_999) + " \n")).hasSize(4_000).endsWith("x ");
        assertThat(OneLine.of("x".repeat(3_999) + " \ny")).hasSize(4_001).endsWith("x …");
    }

    @Test
    void theWordsOfADeviceCannotBeginALineOfTheirOwn() {
        RpcError error =
                RpcError.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "no\n12:00 INFO all is well\u001b[0m");

        assertThat(new RpcErrorException("get on pe1", List.of(error)))
                .hasMessageContaining("no 12:00 INFO all is well\\u001b[0m");
        assertThat(error.message()).contains("\n12:00").contains("\u001b");
    }
}
