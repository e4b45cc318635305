package dev.parley.capture;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A TCP segment in an IP packet, made up for bytes that were seen at a socket (RFC 9293 section 3.1, RFC 791, RFC 8200).
 *
 * @param from who sends it
 * @param to who receives it, of the same family
 * @param sequence the number of its first byte
 * @param acknowledged the number of the byte that is expected next
 * @param flags what it is besides
 */
record Segment(InetSocketAddress from, InetSocketAddress to, int sequence, int acknowledged, int flags) {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    private static final int TCP = 6;
    private static final int HOPS = 64;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;
    /** As large as it can be said: nobody waits for a window in what is made up. */
    private static final short WINDOW = (short) 0xffff;

    private static final int SCALE = 10;
    private static final int ETHERNET = 1500;

    /** The most bytes in a segment between such ends, as on an Ethernet. */
    static int largest(InetAddress end) {
        return ETHERNET - TCP_HEADER - (end.getAddress().length == 4 ? IPV4_HEADER : IPV6_HEADER);
    }

    /** The packet with this segment, which carries these bytes. */
    byte[] packet(byte[] bytes, int offset, int length) {
        byte[] options = (flags & SYN) == 0 ? new byte[0] : options();
        int tcpLength = TCP_HEADER + options.length + length;
        boolean ipv4 = from.getAddress().getAddress().length == 4;
        int header = ipv4 ? IPV4_HEADER : IPV6_HEADER;
        byte[] all = new byte[header + tcpLength];
        ByteBuffer packet = ByteBuffer.wrap(all);
        if (ipv4) {
            ipv4(packet, tcpLength);
            packet.putShort(10, folded(sum(all, 0, IPV4_HEADER)));
        } else {
            ipv6(packet, tcpLength);
        }
        packet.putShort((short) from.getPort())
                .putShort((short) to.getPort())
                .putInt(sequence)
                .putInt((flags & ACK) == 0 ? 0 : acknowledged)
                .put((byte) ((TCP_HEADER + options.length) / 4 << 4))
                .put((byte) flags)
                .putShort((flags & RST) == 0 ? WINDOW : 0)
                .putInt(0)
                .put(options)
                .put(bytes, offset, length);
        long sum = sum(from.getAddress().getAddress(), 0, -1)
                + sum(to.getAddress().getAddress(), 0, -1)
                + TCP
                + tcpLength
                + sum(all, header, -1);
        packet.putShort(header + 16, folded(sum));
        return all;
    }

    private void ipv4(ByteBuffer packet, int tcpLength) {
        packet.putShort((short) 0x4500)
                .putShort((short) (IPV4_HEADER + tcpLength))
                // one packet, never in fragments (RFC 6864: then the identification means nothing)
                .putInt(0x4000)
                .put((byte) HOPS)
                .put((byte) TCP)
                .putShort((short) 0)
                .put(from.getAddress().getAddress())
                .put(to.getAddress().getAddress());
    }

    private void ipv6(ByteBuffer packet, int tcpLength) {
        packet.putInt(0x60000000)
                .putShort((short) tcpLength)
                .put((byte) TCP)
                .put((byte) HOPS)
                .put(from.getAddress().getAddress())
                .put(to.getAddress().getAddress());
    }

    /** The largest segment, and a window scale, without which Wireshark would think that windows are full. */
    private byte[] options() {
        byte[] options = new byte[8];
        ByteBuffer.wrap(options)
                .put((byte) 2)
                .put((byte) 4)
                .putShort((short) largest(from.getAddress()))
                .put((byte) 1)
                .put((byte) 3)
                .put((byte) 3)
                .put((byte) SCALE);
        return options;
    }

    /** The sum of 16-bit words, of all bytes from the offset if the length is -1. */
    private static long sum(byte[] bytes, int offset, int length) {
        int end = length < 0 ? bytes.length : offset + length;
        long sum = 0;
        for (int i = offset; i < end; i += 2) {
            int low = i + 1 < end ? bytes[i + 1] & 0xff : 0;
            sum += ((bytes[i] & 0xff) << 8) + low;
        }
        return sum;
    }

    /** The Internet checksum of a sum (RFC 1071). */
    private static short folded(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >> 16);
        }
        return (short) ~folded;
    }
}
