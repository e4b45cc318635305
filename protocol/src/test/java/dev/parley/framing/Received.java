package dev.parley.framing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a decoder has made of a stream. */
final class Received {
    final List<String> messages = new ArrayList<>();
    final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    int parts;
    private final FrameDecoder decoder;

    Received(Framing framing) {
        decoder = framing.decoder();
    }

    Received bytes(String latin1) {
        return piece(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)));
    }

    Received pieces(List<ByteBuffer> pieces) {
        pieces.forEach(this::piece);
        return this;
    }

    Received piece(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (decoder.decode(in, this::part)) {
                messages.add(begun.toString(StandardCharsets.ISO_8859_1));
                begun.reset();
            }
        }
        return this;
    }

    private void part(ByteBuffer part) {
        if (!part.hasRemaining()) {
            throw new AssertionError("an empty part");
        }
        parts++;
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        begun.writeBytes(bytes);
    }

    boolean isBetweenMessages() {
        return decoder.isBetweenMessages();
    }
}
