package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.capture.Recording.Said;
import dev.parley.capture.Recording.Step;
import dev.parley.framing.Framing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However the bytes of a device are cut, a replay comes to the same. */
class CutsProperties {
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

    @Property(tries = 200)
    void anyCutsGiveTheSameBytes(@ForAll @Size(max = 20) List<@Size(max = 300) byte[]> pieces, @ForAll long seed) {
        List<ByteBuffer> given = pieces.stream().map(ByteBuffer::wrap).toList();

        for (Cuts cuts : List.of(Cuts.random(seed), Cuts.every(1 + (int) (seed & 0xff)), Cuts.whole())) {
            assertThat(joined(cuts.cut(given))).isEqualTo(joined(given));
            assertThat(cuts.cut(given))
                    .allSatisfy(piece -> assertThat(piece.remaining()).isPositive());
        }
    }

    @Property(tries = 100)
    void anyCutsComeToTheSame(
            @ForAll boolean chunks,
            @ForAll @Size(max = 6) List<@IntRange(max = 3000) Integer> sizes,
            @ForAll long seed) {
        Recording recording = new Recording("pe1", Instant.EPOCH, false, conversation(chunks, sizes));

        Outcome expected = Replay.of(recording).play(Cuts.recorded());

        assertThat(expected.failure()).isEmpty();
        assertThat(expected.answers()).hasSameSizeAs(sizes);
        assertThat(Replay.of(recording).play(Cuts.random(seed))).isEqualTo(expected);
        assertThat(Replay.of(recording).play(Cuts.every(1))).isEqualTo(expected);
    }

    private static List<Step> conversation(boolean chunks, List<Integer> sizes) {
        Framing framing = chunks ? Framing.CHUNKED : Framing.END_OF_MESSAGE;
        List<Step> steps = new ArrayList<>();
        String capability = "<capabilities><capability>urn:ietf:params:netconf:base:" + (chunks ? "1.1" : "1.0")
                + "</capability></capabilities>";
        say(steps, Party.CLIENT, Framing.END_OF_MESSAGE, "<hello xmlns='" + BASE + "'>" + capability + "</hello>");
        say(
                steps,
                Party.DEVICE,
                Framing.END_OF_MESSAGE,
                "<hello xmlns='" + BASE + "'>" + capability + "<session-id>1</session-id></hello>");
        for (int i = 0; i < sizes.size(); i++) {
            say(steps, Party.CLIENT, framing, "<rpc xmlns='" + BASE + "' message-id='" + i + "'><get/></rpc>");
            say(
                    steps,
                    Party.DEVICE,
                    framing,
                    "<rpc-reply xmlns='" + BASE + "' message-id='" + i + "'><data>" + "x]]&gt;".repeat(sizes.get(i) / 6)
                            + "</data></rpc-reply>");
        }
        return steps;
    }

    private static void say(List<Step> steps, Party from, Framing framing, String message) {
        byte[] content = message.getBytes(StandardCharsets.UTF_8);
        byte[] room = new byte[Framing.HEADROOM + content.length + Framing.TAILROOM];
        System.arraycopy(content, 0, room, Framing.HEADROOM, content.length);
        steps.add(
                new Said(Duration.ofNanos(steps.size()), from, framing.frame(room, Framing.HEADROOM + content.length)));
    }

    private static byte[] joined(List<ByteBuffer> pieces) {
        ByteBuffer all = ByteBuffer.allocate(
                pieces.stream().mapToInt(ByteBuffer::remaining).sum());
        pieces.forEach(piece -> all.put(piece.duplicate()));
        return all.array();
    }
}
