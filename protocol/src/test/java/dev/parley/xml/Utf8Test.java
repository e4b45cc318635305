package dev.parley.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's decoder as the judge. */
class Utf8Test {

    /** Bytes near the truth: pieces of good characters, bad ones, and plain text between. */
    @Provide
    Arbitrary<byte[]> nearlyUtf8() {
        Arbitrary<byte[]> piece = Arbitraries.of(
                        "a",
                        "plain text of some length",
                        "ü",
                        "€",
                        "𝄞",
                        "\u0080",
                        "\u07FF",
                        "\u0800",
                        "\uD7FF",
                        "\uE000")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> any =
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(4);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(12, piece), net.jqwik.api.Tuple.of(1, any))
                .list()
                .ofMaxSize(12)
                .map(Utf8Test::joined);
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteBuffer all = ByteBuffer.allocate(
                pieces.stream().mapToInt(piece -> piece.length).sum());
        pieces.forEach(all::put);
        return all.array();
    }

    @Property(tries = 3000)
    void theFirstBadByteIsFound_howeverTheBytesAreCut(
            @ForAll("nearlyUtf8") byte[] bytes,
            @ForAll @net.jqwik.api.constraints.IntRange(min = 1, max = 20) int cut) {
        Utf8 check = new Utf8();
        int found = -1;
        for (int at = 0; at < bytes.length && found < 0; at += cut) {
            found = check.firstInvalid(bytes, at, Math.min(bytes.length, at + cut));
        }

        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult judged = StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), false);
        if (judged.isError()) {
            // the decoder points at the character, the check at the byte in it that cannot be
            assertThat(found).isBetween(in.position(), in.position() + judged.length());
        } else if (in.hasRemaining() && !canBeCompleted(in)) {
            // the decoder waits for the rest of a character that no rest makes valid
            assertThat(found).isBetween(in.position(), in.limit() - 1);
        } else {
            assertThat(found).isEqualTo(-1);
        }
    }

    /** Whether what begins here is the beginning of any character at all. */
    private static boolean canBeCompleted(ByteBuffer begun) {
        byte[] rest = new byte[begun.remaining()];
        begun.duplicate().get(rest);
        byte[] whole = Arrays.copyOf(rest, 4);
        for (int more : new int[] {0x8080_80, 0x9080_80, 0xA080_80}) {
            for (int length = rest.length + 1; length <= 4; length++) {
                for (int i = rest.length; i < length; i++) {
                    whole[i] = (byte) (more >> 8 * (2 - (i - rest.length)));
                }
                ByteBuffer candidate = ByteBuffer.wrap(whole, 0, length);
                CoderResult judged =
                        StandardCharsets.UTF_8.newDecoder().decode(candidate, CharBuffer.allocate(4), true);
                if (!judged.isError()) {
                    return true;
                }
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC0, 0xC1, 0xF5, 0xF8, 0xFF, 0x80})
    void aByteThatBeginsNoCharacterIsBadAtOnce(int begin) {
        assertThat(new Utf8().firstInvalid(new byte[] {'a', (byte) begin}, 0, 2))
                .isEqualTo(1);
    }
}
