package dev.parley.framing;

import static dev.parley.framing.Framing.CHUNKED;
import static dev.parley.framing.Framing.END_OF_MESSAGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.sample.Cuts;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How messages are framed for sending, byte by byte (RFC 6242 section 4). */
class FramingTest {

    private static String framed(Framing framing, String message) {
        byte[] text = message.getBytes(ISO_8859_1);
        byte[] buffer = new byte[Framing.HEADROOM + text.length + Framing.TAILROOM];
        System.arraycopy(text, 0, buffer, Framing.HEADROOM, text.length);
        ByteBuffer out = framing.frame(buffer, Framing.HEADROOM + text.length);
        return ISO_8859_1.decode(out).toString();
    }

    @Test
    void endOfMessageAndNothingBehindIt_F01_F08() {
        assertThat(framed(END_OF_MESSAGE, "<hello/>")).isEqualTo("<hello/>]]>]]>");
    }

    @Test
    void oneChunkWithTheLineFeedInFrontAndNothingBehindTheEnd_F08_Q13() {
        assertThat(framed(CHUNKED, "<rpc/>")).isEqualTo("\n#6\n<rpc/>\n##\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 99, 100, 65_536, 1_000_000})
    void theSizeIsInDecimalsWithoutLeadingZeros_F03(int size) {
        String message = "x".repeat(size);

        assertThat(framed(CHUNKED, message)).isEqualTo("\n#" + size + "\n" + message + "\n##\n");
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    /** Any bytes at all in chunks; what XML can hold, so no delimiter, with the other. */
    @Provide
    Arbitrary<List<String>> conversations() {
        return Arbitraries.strings()
                .withChars("]>]>ab#\n\u00ff\0")
                .ofMinLength(1)
                .ofMaxLength(60)
                .list()
                .ofMaxSize(6);
    }

    @Property
    void whatIsFramedIsReadBack_howeverItIsCut_F06(
            @ForAll Framing framing,
            @ForAll("conversations") List<String> messages,
            @ForAll("cuts") List<Integer> cuts) {
        List<String> sendable = messages.stream()
                .map(m -> framing == CHUNKED ? m : (m + "x").replace("]]>", "]] >"))
                .toList();
        StringBuilder stream = new StringBuilder();
        sendable.forEach(message -> stream.append(framed(framing, message)));

        Received received =
                new Received(framing).pieces(Cuts.cut(stream.toString().getBytes(ISO_8859_1), cuts));

        assertThat(received.messages).isEqualTo(sendable);
        assertThat(received.isBetweenMessages()).isTrue();
    }
}
