package dev.parley.framing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.error.ProtocolException;
import dev.parley.sample.Cuts;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Any bytes at all, in both framings: the decoder gives messages or one error, and the same however the bytes are cut. The
 * first byte chooses the framing and the size of the pieces.
 */
class FramingFuzz {

    @FuzzTest
    void anyStream(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Framing framing = (data[0] & 1) == 0 ? Framing.END_OF_MESSAGE : Framing.CHUNKED;
        int size = 1 + ((data[0] & 0xff) >> 1);
        byte[] stream = java.util.Arrays.copyOfRange(data, 1, data.length);

        String whole = outcome(framing, Cuts.cut(stream, List.of(Integer.MAX_VALUE)));
        String cut = outcome(framing, Cuts.cut(stream, List.of(size, 1)));
        if (!whole.equals(cut)) {
            throw new AssertionError("whole: " + whole + "\ncut: " + cut);
        }
    }

    private static String outcome(Framing framing, List<ByteBuffer> pieces) {
        Received received = new Received(framing);
        String error = "";
        try {
            received.pieces(pieces);
        } catch (ProtocolException e) {
            error = e.getMessage();
        }
        return received.messages + " " + received.begun + " " + received.isBetweenMessages() + " " + error;
    }
}
