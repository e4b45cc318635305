package dev.parley.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.ProtocolException;
import dev.parley.sample.Cuts;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How chunks are taken apart (RFC 6242 section 4.2). */
class ChunkDecoderTest {

    private static Received receive(String stream) {
        return new Received(Framing.CHUNKED).bytes(stream);
    }

    /** The example of RFC 6242 section 4.2, cut in the middle of words as it is there. */
    private static final String EXAMPLE = """

            #4
            <rpc
            #18
             message-id="102"

            #79
                 xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
              <close-session/>
            </rpc>
            ##
            """;

    @Test
    void theRfcsExampleIsOneMessage() {
        Received received = receive(EXAMPLE);

        assertThat(received.messages).containsExactly("""
                <rpc message-id="102"
                     xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
                  <close-session/>
                </rpc>""");
        assertThat(received.isBetweenMessages()).isTrue();
    }

    @Test
    void itIsTheSameByteByByte_F11() {
        assertThat(new Received(Framing.CHUNKED).pieces(Cuts.cut(EXAMPLE.getBytes(ISO_8859_1), List.of(1))).messages)
                .isEqualTo(receive(EXAMPLE).messages);
    }

    @Test
    void marksInsideTheDataAreData_F04() {
        assertThat(receive("\n#12\n\n##\n\n#1\n##\n]\n#2\n##\n##\n").messages).containsExactly("\n##\n\n#1\n##\n]##");
        assertThat(receive("\n#6\n]]>]]>\n##\n").messages).containsExactly("]]>]]>");
    }

    @Test
    void chunksOfOneOctetCutCharactersApart_F05() {
        StringBuilder stream = new StringBuilder();
        String text = new String("<ü>€𝄞</ü>".getBytes(java.nio.charset.StandardCharsets.UTF_8), ISO_8859_1);
        text.chars().forEach(octet -> stream.append("\n#1\n").append((char) octet));

        assertThat(receive(stream + "\n##\n").messages).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 4_294_967_295L})
    void aSizeMayBeUpTo32Bits_F03(long size) {
        Received received = receive("\n#" + size + "\nx");

        assertThat(received.begun.toString(ISO_8859_1)).isEqualTo("x");
        assertThat(received.isBetweenMessages()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '`', textBlock = """
                    #3%abc,               1,  `#`, a line feed before the chunk header
                    %%#3%abc,             2,  byte 0x0a, `#`
                    %#0%,                 3,  `0`, a chunk size from 1
                    %#01%x,               3,  `0`, a chunk size from 1
                    %#-1%,                3,  `-`, a chunk size from 1
                    %#+1%,                3,  `+`, a chunk size from 1
                    %# 1%,                3,  byte 0x20, a chunk size from 1
                    %#%,                  3,  byte 0x0a, a chunk size from 1
                    %##%,                 3,  `#`, a chunk size from 1
                    %#x,                  3,  `x`, a chunk size from 1
                    %#1x,                 4,  `x`, a line feed or a digit of a size up to 4294967295
                    %#1\r%x,              4,  byte 0x0d, a line feed or a digit of a size up to 4294967295
                    %#4294967296%,       12,  `6`, a line feed or a digit of a size up to 4294967295
                    %#42949672950%,      13,  `0`, a line feed or a digit of a size up to 4294967295
                    %#99999999999%,      12,  `9`, a line feed or a digit of a size up to 4294967295
                    %#1%x%#0%,            8,  `0`, a chunk size from 1 or '#'
                    %#1%x##%,             6,  `#`, a line feed before the chunk header
                    %#1%x%##x,            9,  `x`, a line feed after '##'
                    %#1%x%##\r%,          9,  byte 0x0d, a line feed after '##'
                    %#1%x%##%#1%,        10,  `#`, a line feed before the chunk header
                    <rpc-reply>,          1,  `<`, a line feed before the chunk header
                    """)
    void whatBreaksTheGrammarEndsTheStreamAndIsShownWithItsPlace_F03_F04(
            String stream, int offset, String found, String expected) {
        String bytes = stream.replace('%', '\n').replace("\\r", "\r");
        String shown = found.startsWith("byte") ? found : "'" + found + "'";

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> receive(bytes))
                .withMessageStartingWith("broken chunk framing at byte " + offset + " after the hello: " + shown
                        + " where " + (expected.equals("#") ? "'#'" : expected) + " must stand")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(ProtocolException.Reason.BAD_CHUNK))
                .satisfies(e -> assertThat(e.code()).isEqualTo("bad-chunk"));
    }

    @Test
    void whereTheMessageBeginsIsSaid_becauseThereTheTwoDisagreeFirst() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> receive("<rpc-reply>"))
                .withMessageEndingWith(", at the start of a message");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> receive("\n#1\nxx"))
                .withMessageEndingWith("must stand");
    }

    @Test
    void theStreamMayEndBetweenMessagesOnly() {
        String stream = "\n#2\nab\n##\n";
        Received received = new Received(Framing.CHUNKED);
        for (int i = 0; i < stream.length(); i++) {
            assertThat(received.isBetweenMessages()).as("after %d bytes", i).isEqualTo(i == 0);
            received.bytes(stream.substring(i, i + 1));
        }
        assertThat(received.isBetweenMessages()).isTrue();
    }

    @Provide
    Arbitrary<String> chunkedMessages() {
        return Arbitraries.strings()
                .withChars("ab]>#\n\u00ff\0")
                .ofMinLength(1)
                .ofMaxLength(20)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(chunks -> {
                    StringBuilder message = new StringBuilder();
                    chunks.forEach(chunk -> message.append("\n#")
                            .append(chunk.length())
                            .append('\n')
                            .append(chunk));
                    return message.append("\n##\n").toString();
                });
    }

    /** Mostly in order, at times with a byte changed, lost or added. */
    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> good = chunkedMessages().list().ofMaxSize(4).map(messages -> String.join("", messages));
        Arbitrary<String> bad = Combinators.combine(
                        good,
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.strings().withChars("\n#0123a").ofMaxLength(1))
                .as((stream, where, lost, added) -> {
                    int at = (int) (where * stream.length());
                    return stream.substring(0, at) + added + stream.substring(Math.min(stream.length(), at + lost));
                });
        return Arbitraries.oneOf(good, bad);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    private static List<String> outcome(Received received, List<java.nio.ByteBuffer> pieces) {
        List<String> outcome = new ArrayList<>();
        try {
            received.pieces(pieces);
        } catch (ProtocolException e) {
            outcome.add(e.getMessage());
        }
        outcome.addAll(0, received.messages);
        outcome.add("begun " + received.begun.toString(ISO_8859_1) + " between " + received.isBetweenMessages());
        return outcome;
    }

    @Property(tries = 5000)
    void everyCutOfTheStreamGivesTheSameMessagesAndTheSameError_F05_F06(
            @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
        byte[] bytes = stream.getBytes(ISO_8859_1);

        assertThat(outcome(new Received(Framing.CHUNKED), Cuts.cut(bytes, cuts)))
                .isEqualTo(outcome(new Received(Framing.CHUNKED), Cuts.cut(bytes, List.of(Integer.MAX_VALUE))));
    }

    @Property
    void thePartsAreAtMostOneForEachPieceAndChunk(
            @ForAll("chunkedMessages") String message, @ForAll("cuts") List<Integer> cuts) {
        List<java.nio.ByteBuffer> pieces = Cuts.cut(message.getBytes(ISO_8859_1), cuts);

        Received received = new Received(Framing.CHUNKED).pieces(pieces);

        assertThat(received.parts).isLessThanOrEqualTo(pieces.size() + message.split("#", -1).length);
    }
}
