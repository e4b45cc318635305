package dev.parley.capture;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Ends of connections that never were. */
final class Ends {
    private Ends() {}

    /** 192.0.2.x. */
    static InetSocketAddress ipv4(int last, int port) {
        return end(new byte[] {(byte) 192, 0, 2, (byte) last}, port);
    }

    /** 2001:db8::x. */
    static InetSocketAddress ipv6(int last, int port) {
        byte[] address = new byte[16];
        address[0] = 0x20;
        address[1] = 0x01;
        address[2] = 0x0d;
        address[3] = (byte) 0xb8;
        address[15] = (byte) last;
        return end(address, port);
    }

    private static InetSocketAddress end(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("no name was asked for", e);
        }
    }
}
