package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Puts the messages of a handshake together again, however they were cut into records. */
final class HandshakeStream {
    /** More than a chain of post-quantum certificates needs. */
    static final int LONGEST_MESSAGE = 256 * 1024;

    private static final int HEAD = 4;

    private byte[] pending = new byte[0];

    /**
     * A message as it was sent.
     *
     * @param type its number
     * @param body what stands behind its head
     */
    record Message(int type, Octets body) {
        Octets encoded() {
            return new WireWriter().u8(type).vector(3, out -> out.bytes(body)).toOctets();
        }
    }

    /** Takes in the content of a record, and gives the messages that are whole now. */
    List<Message> add(Octets fragment) throws MalformedException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(pending.length + fragment.length());
        joined.writeBytes(pending);
        joined.writeBytes(fragment.array());
        pending = joined.toByteArray();
        List<Message> whole = new ArrayList<>();
        WireReader in = WireReader.of(pending);
        int used = 0;
        while (in.remaining() >= HEAD) {
            int type = in.u8();
            int length = in.u24();
            if (length > LONGEST_MESSAGE) {
                throw new MalformedException(
                        "a handshake message of " + length + " bytes, and " + LONGEST_MESSAGE + " is the most");
            }
            if (in.remaining() < length) {
                break;
            }
            whole.add(new Message(type, in.octets(length)));
            used += HEAD + length;
        }
        pending = WireReader.of(pending).skipped(used);
        return whole;
    }

    /** Whether a message has begun and not ended. */
    boolean isInside() {
        return pending.length > 0;
    }
}
