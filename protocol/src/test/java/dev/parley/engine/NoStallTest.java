package dev.parley.engine;

import static dev.parley.engine.Wire.hello;
import static dev.parley.engine.Wire.notification;
import static dev.parley.engine.Wire.reply;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.operation.Get;
import dev.parley.sample.Cuts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No byte that has arrived waits for another: for every way to cut the server's stream, with time passing between any two
 * pieces, the engine comes to the same state and puts out the same.
 */
class NoStallTest {
    /** What a server may say in a session with three requests, the second of them streamed. */
    private static final List<String> MESSAGES = List.of(
            reply(101, "<data>ü€𝄞</data>"),
            reply(102, "<data>" + "x".repeat(100) + "</data>"),
            reply(103, "<ok/>"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + reply(101, "]]>]]"),
            notification("<e>]]]>]]</e>"),
            "\n\0" + reply(102, "<!-- \n##\n -->"),
            reply(104, "<ok/>"),
            reply(101, "").replace(" message-id=\"101\"", ""),
            "<!-- comment --><?pi?>" + reply(103, ""),
            "<nc:rpc-reply xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='&#49;02' x='>'/>",
            reply(103, "<a>".repeat(5)),
            "<hello/>",
            "<!DOCTYPE x>",
            "<p:rpc-reply/>",
            "text\nmore",
            "SSH-2.0-x",
            "",
            " ",
            reply(102, "y".repeat(600)),
            reply(103, "z".repeat(500)));

    private static final List<String> HELLOS = List.of(
            hello("1.1"),
            hello("1.0"),
            "\n\0<?xml version='1.0' encoding='ISO-8859-1'?>" + hello("1.0", "1.1"),
            "<!-- No zombies -->" + hello("1.1").replace("<hello ", "<hello message-id='1' "),
            hello("2.0"),
            hello("1.1").replace("</hello>", "<rpc-error><error-message>no</error-message></rpc-error>"),
            "<rpc-reply><rpc-error><error-message>no</error-message></rpc-error></rpc-reply>" + hello("1.1"),
            "<nc:rpc-reply><nc:rpc-error><nc:error-message>no</nc:error-message></nc:rpc-error></nc:rpc-reply>]]>]]>",
            "<hello x=1>" + hello("1.1"),
            "<!DOCTYPE hello>" + hello("1.1"),
            "HTTP/1.1 400 Bad Request\r\n\r\n<!-- x --><rpc-error>",
            "\n#10\n<hello/>\n##\n",
            "<html><!-- a -->]]>]]>",
            "]]>]]>",
            "garbage without end" + "!".repeat(100),
            "<hello>" + " ".repeat(800));

    @Provide
    Arbitrary<String> streams() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.of(HELLOS.subList(0, 2))), Tuple.of(1, Arbitraries.of(HELLOS))),
                        Arbitraries.of(MESSAGES).list().ofMaxSize(6),
                        Arbitraries.integers()
                                .between(1, 50)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(5),
                        Arbitraries.of("", "", "\n", "\n#", "\n#5\nabc", "\n#x", "]]>"))
                .as((hello, messages, chunks, end) -> {
                    boolean chunked = hello.contains("base:1.1");
                    StringBuilder stream = new StringBuilder(hello);
                    messages.forEach(
                            message -> stream.append(chunked ? inChunks(message, chunks) : message + "]]>]]>"));
                    return stream.append(end).toString();
                });
    }

    /** The message in chunks that may cut a character apart; kept as bytes in a string of Latin-1 until the end. */
    private static String inChunks(String message, List<Integer> sizes) {
        StringBuilder chunks = new StringBuilder();
        int turn = 0;
        for (int at = 0; at < message.length(); ) {
            int end = Math.min(message.length(), at + sizes.get(turn++ % sizes.size()));
            if (end < message.length() && Character.isLowSurrogate(message.charAt(end))) {
                end++;
            }
            String data = message.substring(at, end);
            chunks.append("\n#")
                    .append(data.getBytes(UTF_8).length)
                    .append('\n')
                    .append(data);
            at = end;
        }
        return chunks + "\n##\n";
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    private static EngineSettings limited() {
        EngineSettings all = EngineSettings.of("pe1");
        return new EngineSettings("pe1", all.hello(), all.xmlLimits(), 700, 400, 600, 2, 2, false);
    }

    /** What comes out, with the parts of a streamed reply joined, and the state at the end. */
    private static List<String> outcome(byte[] stream, List<Integer> cuts, boolean ticking) {
        Wire wire = new Wire(limited());
        wire.onEstablished = () -> {
            wire.send(Get.all());
            wire.stream(Get.all());
            wire.send(Get.all());
        };
        wire.start();
        for (ByteBuffer piece : Cuts.cut(stream, cuts)) {
            wire.receives(piece);
            if (ticking) {
                wire.engine.tick(wire.now);
            }
        }
        wire.engine.peerClosed("closed by the peer", null, wire.now);
        List<String> outcome = new ArrayList<>();
        for (String line : wire.came()) {
            int last = outcome.size() - 1;
            if (last >= 0
                    && line.matches("(?s)\\d+ part .*")
                    && outcome.get(last).startsWith(line.substring(0, 9))) {
                outcome.set(last, outcome.get(last) + line.substring(9));
            } else {
                outcome.add(line);
            }
        }
        outcome.add(wire.engine.consumed() + " bytes");
        return outcome;
    }

    @Property(tries = 1500)
    void everyCutOfTheServersStreamComesToTheSame_F06_F07(
            @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
        byte[] bytes = stream.getBytes(UTF_8);

        assertThat(outcome(bytes, cuts, true)).isEqualTo(outcome(bytes, List.of(Integer.MAX_VALUE), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1"})
    void twoPiecesCutAnywhereAreAsGoodAsOne_F06(String base) {
        boolean chunked = base.equals("1.1");
        StringBuilder text = new StringBuilder(hello(base));
        for (String message : MESSAGES.subList(0, 9)) {
            text.append(chunked ? inChunks(message, List.of(40)) : message + "]]>]]>");
        }
        byte[] stream = text.toString().getBytes(UTF_8);
        List<String> whole = outcome(stream, List.of(stream.length), false);

        for (int cut = 1; cut < stream.length; cut++) {
            assertThat(outcome(stream, List.of(cut, stream.length), false))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }
}
