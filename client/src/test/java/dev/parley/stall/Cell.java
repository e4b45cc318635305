package dev.parley.stall;

import dev.parley.framing.Framing;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.WireFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One way for a server's message to come: how long it is, framing included, and how it is cut into TLS records and TCP
 * segments.
 *
 * @param message which message is that long; the others are short
 * @param bytes its length
 * @param record plaintext bytes of a TLS record; the last one holds what is left
 * @param cut how the records leave
 */
record Cell(Message message, int bytes, int record, Cut cut) {
    /** What a naive client takes out of the TLS layer at a time. */
    static final int READ = 4096;

    /** The length of the messages that are not in question; no hello of these devices can be much shorter. */
    static final int SHORT = 400;

    private static final List<Integer> SIZES =
            List.of(SHORT, 4_000, 4_096, 4_097, 8_192, 16_384, 16_385, 20_000, 30_000, 100_000, 1_000_000);

    /** The message in question. */
    enum Message {
        HELLO,
        REPLY
    }

    /** How records become segments. */
    enum Cut {
        /** All of them in one write, with the end of the handshake where that comes first. */
        TOGETHER,
        /** Each in a write of its own. */
        ONE_BY_ONE,
        /** In pieces of 100 bytes, longer ones where there would be too many, with a pause behind each. */
        PIECES
    }

    /** All cells. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Message message : Message.values()) {
            for (int bytes : SIZES) {
                for (int record : List.of(1, 512, 4_096, 16_384)) {
                    for (Cut cut : Cut.values()) {
                        if (record > 1 || bytes == SHORT || bytes == READ + 1) {
                            cells.add(new Cell(message, bytes, record, cut));
                        }
                    }
                }
            }
        }
        return cells;
    }

    /** What tells the servers of the cells apart; that of a short hello serves replies of all lengths. */
    Cell server() {
        return message == Message.HELLO ? this : new Cell(message, segment() == 100 ? SHORT : bytes, record, cut);
    }

    /** The server's wire. */
    List<WireFault> wire() {
        return switch (cut) {
            case TOGETHER -> List.of(WireFault.tlsRecords(record), new WireFault.OneSegment());
            case ONE_BY_ONE -> List.of(WireFault.tlsRecords(record), new WireFault.RecordPerSegment(Duration.ZERO));
            case PIECES ->
                List.of(WireFault.tlsRecords(record), new WireFault.TcpSegments(segment(), Duration.ofMillis(1)));
        };
    }

    private int segment() {
        return cut == Cut.PIECES && bytes > 100_000 ? 10_000 : 100;
    }

    /** The server's hello, with the length that makes {@link #bytes} with its framing. */
    HelloFault hello() {
        return new HelloFault.Padded((message == Message.HELLO ? bytes : SHORT) - "]]>]]>".length());
    }

    /** The length of a reply that makes {@link #bytes} with its framing. */
    int replyLength(Framing framing) {
        if (framing == Framing.END_OF_MESSAGE) {
            return bytes - "]]>]]>".length();
        }
        int length = bytes - "\n#\n\n##\n".length() - 1;
        while (length + Integer.toString(length).length() + "\n#\n\n##\n".length() > bytes) {
            length--;
        }
        return length;
    }

    /** Whether decrypted bytes are left over when the last record has been read: those that a naive client waits for. */
    boolean stallsTheNaive() {
        int last = bytes % record;
        return (last == 0 ? record : last) > READ && Math.min(bytes, record) > READ;
    }
}
