package dev.parley.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.sample.Cuts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where messages end that are followed by {@code ]]>]]>} (RFC 6242 section 4.3). */
class EndOfMessageDecoderTest {

    @ParameterizedTest
    @CsvSource({
        "a]]>]]>, a",
        "]]>]]>, ''",
        "]]]>]]>, ]",
        "]]]]>]]>, ]]",
        "]]>]]]>]]>, ]]>]",
        "]]>]]]]]>]]>, ]]>]]]",
        "]]>]>]]>]]>, ]]>]>",
        "]]>]a]]>]]>, ]]>]a",
        "]]>>]]>]]>, ]]>>",
        ">]]>]]>, >",
        "]]]]]]>]]>, ]]]]",
        "a]]>b]]>c]]>]]>, a]]>b]]>c",
    })
    void aNearMissBelongsToTheMessage_inOnePieceAndByteByByte(String stream, String message) {
        assertThat(new Received(Framing.END_OF_MESSAGE).bytes(stream).messages).containsExactly(message);
        assertThat(new Received(Framing.END_OF_MESSAGE)
                        .pieces(Cuts.cut(stream.getBytes(ISO_8859_1), List.of(1)))
                        .messages)
                .containsExactly(message);
    }

    @Test
    void whatFollowsTheDelimiterIsTheNextMessage_F06() {
        Received received = new Received(Framing.END_OF_MESSAGE).bytes("a]]>]]>b]]>]]>\nc");

        assertThat(received.messages).containsExactly("a", "b");
        assertThat(received.begun.toString(ISO_8859_1)).isEqualTo("\nc");
    }

    @Test
    void theStreamMayEndBetweenMessagesOnly() {
        Received received = new Received(Framing.END_OF_MESSAGE);

        assertThat(received.isBetweenMessages()).isTrue();
        assertThat(received.bytes("]").isBetweenMessages()).isFalse();
        assertThat(received.bytes("]>]]>").isBetweenMessages()).isTrue();
        assertThat(received.bytes("a").isBetweenMessages()).isFalse();
        assertThat(received.bytes("]]>]]").isBetweenMessages()).isFalse();
        assertThat(received.bytes(">").isBetweenMessages()).isTrue();
    }

    @Test
    void bytesAreHandedOnAsSoonAsTheyAreKnownNotToBeTheDelimiter() {
        Received received = new Received(Framing.END_OF_MESSAGE).bytes("abc]]>]");

        assertThat(received.begun.toString(ISO_8859_1)).isEqualTo("abc");
        assertThat(received.bytes("x").begun.toString(ISO_8859_1)).isEqualTo("abc]]>]x");
    }

    @Test
    void aBufferOutsideTheHeapIsReadToo() {
        ByteBuffer direct = ByteBuffer.allocateDirect(16);
        direct.put("xxa]]>]]>b]]>]]>".getBytes(ISO_8859_1)).flip().position(2);

        assertThat(new Received(Framing.END_OF_MESSAGE).piece(direct).messages).containsExactly("a", "b");
    }

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> noise = Arbitraries.strings().withChars("]]]>>a\n").ofMaxLength(30);
        Arbitrary<String> plain = Arbitraries.of("plain text with nothing in it", "<rpc-reply/>", "]]>]]>", "]]>]]");
        return Arbitraries.oneOf(noise, plain).list().ofMaxSize(10).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    @Property(tries = 5000)
    void theMessagesAreThoseThatANaiveSearchFinds_howeverTheStreamIsCut(
            @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
        Received received = new Received(Framing.END_OF_MESSAGE).pieces(Cuts.cut(stream.getBytes(ISO_8859_1), cuts));

        List<String> expected = new ArrayList<>();
        int from = 0;
        for (int at = stream.indexOf("]]>]]>"); at >= 0; at = stream.indexOf("]]>]]>", from)) {
            expected.add(stream.substring(from, at));
            from = at + 6;
        }
        assertThat(received.messages).isEqualTo(expected);
        assertThat(stream.substring(from)).startsWith(received.begun.toString(ISO_8859_1));
        assertThat("]]>]]").startsWith(stream.substring(from + received.begun.size()));
        assertThat(received.isBetweenMessages()).isEqualTo(from == stream.length());
    }

    @Property
    void thePartsAreAtMostTwoForEachPieceAndMessage(
            @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
        List<ByteBuffer> pieces = Cuts.cut(stream.getBytes(ISO_8859_1), cuts);

        Received received = new Received(Framing.END_OF_MESSAGE).pieces(pieces);

        assertThat(received.parts).isLessThanOrEqualTo(2 * (pieces.size() + received.messages.size()));
    }
}
