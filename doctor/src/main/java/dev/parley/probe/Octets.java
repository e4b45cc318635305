package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Some bytes as a value: immutable, compared by what they are. */
public final class Octets {
    /** No bytes. */
    public static final Octets NONE = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /** The bytes of these digits. */
    public static Octets ofHex(String hex) {
        return new Octets(HexFormat.of().parseHex(hex));
    }

    /** A copy of the bytes. */
    public byte[] array() {
        return bytes.clone();
    }

    /** How many there are. */
    public int length() {
        return bytes.length;
    }

    /** As text in which every byte is one character. */
    public String latin() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Whether these bytes end with those. */
    public boolean endsWith(Octets tail) {
        int from = bytes.length - tail.bytes.length;
        return from >= 0 && Arrays.equals(bytes, from, bytes.length, tail.bytes, 0, tail.bytes.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
