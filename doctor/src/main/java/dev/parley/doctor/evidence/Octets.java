package dev.parley.doctor.evidence;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads numbers and vectors of the TLS presentation language (RFC 9846 section 3). A message cut short is an exception. */
final class Octets {
    private final ByteBuffer bytes;

    Octets(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static Octets of(byte[] bytes) {
        return new Octets(ByteBuffer.wrap(bytes));
    }

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    int u8() {
        return bytes.get() & 0xFF;
    }

    int u16() {
        return bytes.getShort() & 0xFFFF;
    }

    int u24() {
        return u8() << 16 | u16();
    }

    byte[] take(int length) {
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    /** A vector whose length stands in one byte. */
    Octets vector8() {
        return of(take(u8()));
    }

    /** A vector whose length stands in two bytes. */
    Octets vector16() {
        return of(take(u16()));
    }

    /** A vector whose length stands in three bytes. */
    byte[] vector24() {
        return take(u24());
    }

    byte[] rest() {
        return take(bytes.remaining());
    }
}
