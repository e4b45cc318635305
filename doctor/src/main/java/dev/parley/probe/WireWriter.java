package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Writes numbers and vectors as TLS and SSH have them. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter number(long value, int size) {
        for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    WireWriter u8(int value) {
        return number(value, 1);
    }

    WireWriter u16(int value) {
        return number(value, 2);
    }

    WireWriter u24(int value) {
        return number(value, 3);
    }

    WireWriter u32(long value) {
        return number(value, 4);
    }

    WireWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WireWriter bytes(Octets octets) {
        return bytes(octets.array());
    }

    /** What {@code content} writes, with its length in {@code size} bytes before it. */
    WireWriter vector(int size, Consumer<WireWriter> content) {
        WireWriter inner = new WireWriter();
        content.accept(inner);
        byte[] written = inner.toBytes();
        if (size < 4 && written.length >>> (8 * size) != 0) {
            throw new IllegalArgumentException(
                    written.length + " bytes do not fit a vector with " + size + " bytes for its length");
        }
        return number(written.length, size).bytes(written);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    Octets toOctets() {
        return Octets.of(toBytes());
    }
}
