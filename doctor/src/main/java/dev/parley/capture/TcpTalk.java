package dev.parley.capture;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes a TCP connection up from what was seen at a socket: three segments to begin with, the bytes of both directions with
 * numbers that fit, and an end. What is missing in between leaves a gap in the numbers. One thread.
 */
final class TcpTalk {
    /** Where the numbers begin; 0 would look like a mistake. */
    private static final int CLIENT_START = 1_000_000;

    private static final int SERVER_START = 2_000_000;
    private static final byte[] NOTHING = {};

    private final InetSocketAddress client;
    private final InetSocketAddress server;
    private final int largest;
    private final Packets packets;
    /** Bytes of each direction that have been shown, or passed over. */
    private long sent;

    private long received;

    /** Takes the packets. */
    @FunctionalInterface
    interface Packets {
        /** The next packet, with a remark or without. */
        void packet(byte[] packet, @Nullable String comment) throws IOException;
    }

    /** How a connection ends. */
    enum Ending {
        /** We close it. */
        CLIENT_CLOSES,
        /** The device closes it. */
        SERVER_CLOSES,
        /** It is reset from the other side. */
        RESET
    }

    TcpTalk(InetSocketAddress client, InetSocketAddress server, Packets packets) {
        this.client = client;
        this.server = server;
        this.packets = packets;
        largest = Segment.largest(client.getAddress());
    }

    /** SYN, SYN and ACK, ACK. */
    void open(String comment) throws IOException {
        packets.packet(segment(true, -1, -1, Segment.SYN).packet(NOTHING, 0, 0), comment);
        show(false, -1, 0, Segment.SYN | Segment.ACK);
        show(true, 0, 0, Segment.ACK);
    }

    /**
     * Bytes pass.
     *
     * @param outbound whether we send them
     * @param offset how many passed in this direction before
     */
    void data(boolean outbound, long offset, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += largest) {
            int length = Math.min(largest, bytes.length - at);
            int flags = Segment.ACK | (at + length == bytes.length ? Segment.PSH : 0);
            Segment segment = segment(outbound, offset + at, outbound ? received : sent, flags);
            packets.packet(segment.packet(bytes, at, length), null);
        }
        passed(outbound, offset + bytes.length);
    }

    /**
     * The end.
     *
     * @param totalOut how many bytes we sent in all
     * @param totalIn how many we received in all
     */
    void end(Ending ending, long totalOut, long totalIn, @Nullable String comment) throws IOException {
        sent = totalOut;
        received = totalIn;
        if (ending == Ending.RESET) {
            packets.packet(
                    segment(false, received, sent, Segment.RST | Segment.ACK).packet(NOTHING, 0, 0), comment);
            return;
        }
        boolean ours = ending == Ending.CLIENT_CLOSES;
        long first = ours ? sent : received;
        long second = ours ? received : sent;
        packets.packet(segment(ours, first, second, Segment.FIN | Segment.ACK).packet(NOTHING, 0, 0), comment);
        show(!ours, second, first + 1, Segment.FIN | Segment.ACK);
        show(ours, first + 1, second + 1, Segment.ACK);
    }

    private void passed(boolean outbound, long until) {
        if (outbound) {
            sent = until;
        } else {
            received = until;
        }
    }

    private void show(boolean outbound, long offset, long acknowledged, int flags) throws IOException {
        packets.packet(segment(outbound, offset, acknowledged, flags).packet(NOTHING, 0, 0), null);
    }

    private Segment segment(boolean outbound, long offset, long acknowledged, int flags) {
        int ours = (outbound ? CLIENT_START : SERVER_START) + 1;
        int theirs = (outbound ? SERVER_START : CLIENT_START) + 1;
        return new Segment(
                outbound ? client : server,
                outbound ? server : client,
                ours + (int) offset,
                theirs + (int) acknowledged,
                flags);
    }
}
