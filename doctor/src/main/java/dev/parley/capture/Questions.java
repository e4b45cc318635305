package dev.parley.capture;

import dev.parley.capture.Recording.Said;
import dev.parley.capture.Recording.Step;
import dev.parley.error.ProtocolException;
import dev.parley.framing.FrameDecoder;
import dev.parley.framing.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What the client said in a recording: its hello, and its requests, each at the step with which it was whole. After the hello
 * a client speaks in chunks if its first byte is a newline, because no XML that it writes begins with one.
 */
final class Questions {
    private static final String BASE_1_1 = "urn:ietf:params:netconf:base:1.1";

    private final IdentityHashMap<Step, List<Question>> questions = new IdentityHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private FrameDecoder decoder = Framing.END_OF_MESSAGE.decoder();
    private boolean greeted;
    private boolean offers11 = true;

    private Questions() {}

    static Questions of(List<Step> steps) {
        Questions questions = new Questions();
        for (Step step : steps) {
            if (step instanceof Said said && said.from() == Party.CLIENT) {
                try {
                    questions.read(said);
                } catch (ProtocolException e) {
                    questions.remarks.add(
                            "what the client said from " + said.at() + " on cannot be read: " + e.getMessage());
                    break;
                }
            }
        }
        return questions;
    }

    private void read(Said said) {
        ByteBuffer in = said.bytes();
        while (in.hasRemaining()) {
            if (greeted && decoder.isBetweenMessages()) {
                boolean chunks = in.get(in.position()) == '\n';
                decoder = (chunks ? Framing.CHUNKED : Framing.END_OF_MESSAGE).decoder();
            }
            if (decoder.decode(in, this::part)) {
                whole(said);
            }
        }
    }

    private void part(ByteBuffer part) {
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        message.writeBytes(copy);
    }

    private void whole(Said said) {
        byte[] content = message.toByteArray();
        message.reset();
        if (!greeted) {
            greeted = true;
            offers11 = new String(content, StandardCharsets.UTF_8).contains(BASE_1_1);
            return;
        }
        try {
            questions.computeIfAbsent(said, step -> new ArrayList<>()).add(Question.parse(content));
        } catch (IllegalArgumentException | ProtocolException e) {
            remarks.add("a request was not asked again: " + e.getMessage());
        }
    }

    /** Whether the client offers base 1.1. */
    boolean offers11() {
        return offers11;
    }

    /** What was asked in this step. */
    List<Question> at(Step step) {
        return questions.getOrDefault(step, List.of());
    }

    /** What could not be read. */
    List<String> remarks() {
        return remarks;
    }
}
