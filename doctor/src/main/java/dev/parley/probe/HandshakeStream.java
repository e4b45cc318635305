package dev.parley.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts the messages of a handshake together again, however they were cut into records. */
final class HandshakeStream {
    /** More than a chain of post-quantum certificates needs. */
    static final int LONGEST_MESSAGE = 256 * 1024;

    /** A chain of certificates is one message, and tickets come a few at a time. */
    static final int MOST_MESSAGES = 256;

    private static final int HEAD = 4;

    private byte[] pending = new byte[HEAD];
    private int filled;
    private int messages;

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

    /**
     * Takes in the content of a record, and gives the messages that are whole now.
     *
     * @throws MalformedException if a message is longer, or there are more of them, than anybody needs
     */
    List<Message> add(Octets fragment) throws MalformedException {
        byte[] more = fragment.array();
        if (filled + more.length > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, filled + more.length));
        }
        System.arraycopy(more, 0, pending, filled, more.length);
        filled += more.length;
        List<Message> whole = new ArrayList<>();
        int used = 0;
        while (filled - used >= HEAD) {
            int length = lengthAt(used);
            if (length > LONGEST_MESSAGE) {
                throw new MalformedException(
                        "a handshake message of " + length + " bytes, and " + LONGEST_MESSAGE + " is the most");
            }
            if (filled - used - HEAD < length) {
                break;
            }
            messages++;
            if (messages > MOST_MESSAGES) {
                throw new MalformedException("more than " + MOST_MESSAGES + " handshake messages");
            }
            whole.add(new Message(
                    pending[used] & 0xff, Octets.of(Arrays.copyOfRange(pending, used + HEAD, used + HEAD + length))));
            used += HEAD + length;
        }
        System.arraycopy(pending, used, pending, 0, filled - used);
        filled -= used;
        return whole;
    }

    private int lengthAt(int position) {
        return (pending[position + 1] & 0xff) << 16
                | (pending[position + 2] & 0xff) << 8
                | (pending[position + 3] & 0xff);
    }

    /** Whether a message has begun and not ended. */
    boolean isInside() {
        return filled > 0;
    }
}
