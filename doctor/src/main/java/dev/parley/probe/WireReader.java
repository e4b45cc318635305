package dev.parley.probe;

/**
 * Reads numbers and vectors of TLS and SSH out of bytes. It believes no length: whatever reaches beyond the end is
 * refused before anything is set aside for it.
 */
public final class WireReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    private WireReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /** A reader of these bytes. */
    public static WireReader of(byte[] bytes) {
        return new WireReader(bytes, 0, bytes.length);
    }

    static WireReader of(Octets octets) {
        return of(octets.array());
    }

    int remaining() {
        return end - position;
    }

    /** Whether all of it has been read. */
    public boolean isEmpty() {
        return position == end;
    }

    private int take(long count, String what) throws MalformedException {
        if (count > remaining()) {
            throw new MalformedException(
                    what + " needs " + count + " bytes, and " + remaining() + " are left of the message");
        }
        int from = position;
        position += (int) count;
        return from;
    }

    private long number(int size) throws MalformedException {
        int from = take(size, "a number");
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | (bytes[from + i] & 0xff);
        }
        return value;
    }

    /** A number of one byte. */
    public int u8() throws MalformedException {
        return (int) number(1);
    }

    /** A number of two bytes. */
    public int u16() throws MalformedException {
        return (int) number(2);
    }

    int u24() throws MalformedException {
        return (int) number(3);
    }

    long u32() throws MalformedException {
        return number(4);
    }

    /** The next so many bytes. */
    public Octets octets(long count) throws MalformedException {
        int from = take(count, "a field");
        byte[] copy = new byte[(int) count];
        System.arraycopy(bytes, from, copy, 0, copy.length);
        return Octets.of(copy);
    }

    /** A reader of the next so many bytes. */
    WireReader part(long count) throws MalformedException {
        int from = take(count, "a vector");
        return new WireReader(bytes, from, from + (int) count);
    }

    /** A vector whose length stands before it in one byte. */
    public WireReader vector8() throws MalformedException {
        return part(u8());
    }

    /** A vector whose length stands before it in two bytes. */
    public WireReader vector16() throws MalformedException {
        return part(u16());
    }

    /** A vector whose length stands before it in three bytes. */
    public WireReader vector24() throws MalformedException {
        return part(u24());
    }

    /** A string of SSH, whose length stands before it in four bytes. */
    WireReader vector32() throws MalformedException {
        return part(u32());
    }

    /** What is left behind the next so many bytes. */
    byte[] skipped(int count) throws MalformedException {
        take(count, "a field");
        return rest().array();
    }

    /** All that is left. */
    public Octets rest() throws MalformedException {
        return octets(remaining());
    }

    /** Refuses bytes behind the last field. */
    void end(String what) throws MalformedException {
        if (!isEmpty()) {
            throw new MalformedException(what + " has " + remaining() + " bytes behind its last field");
        }
    }
}
