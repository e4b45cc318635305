package dev.parley.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a pcapng file with one interface, whose packets are bare IP (LINKTYPE_RAW) with times in nanoseconds:
 * draft-ietf-opsawg-pcapng sections 4.1 to 4.7. Little-endian.
 */
final class Pcapng {
    private static final int SECTION = 0x0A0D0D0A;
    private static final int BYTE_ORDER = 0x1A2B3C4D;
    private static final int INTERFACE = 1;
    private static final int STATISTICS = 5;
    private static final int PACKET = 6;
    private static final int SECRETS = 10;
    private static final int TLS_KEY_LOG = 0x544c534b;
    private static final short LINKTYPE_RAW = 101;
    private static final long NANOS = 1_000_000_000;

    private static final int COMMENT = 1;
    /** Behind the fields of a block: its options and the length once more. */
    private static final int FRAME = 12;

    private Pcapng() {}

    /** One option of a block: a code and a value. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Option(int code, byte[] value) {
        static Option text(int code, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Option(code, bytes.length <= 0xffff ? bytes : new byte[0]);
        }

        static Option number(int code, long value) {
            byte[] bytes = new byte[8];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
            return new Option(code, bytes);
        }

        int size() {
            return 4 + padded(value.length);
        }
    }

    /** The beginning of a file: who wrote it, and what the reader should know. */
    static ByteBuffer section(String application, String comment) {
        ByteBuffer fields = little(16)
                .putInt(BYTE_ORDER)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1);
        return block(SECTION, fields, List.of(Option.text(COMMENT, comment), Option.text(4, application)));
    }

    /** The interface that all packets come from. */
    static ByteBuffer networkInterface(String name, String description) {
        ByteBuffer fields = little(8).putShort(LINKTYPE_RAW).putShort((short) 0).putInt(0);
        return block(
                INTERFACE,
                fields,
                List.of(Option.text(2, name), Option.text(3, description), new Option(9, new byte[] {9})));
    }

    /** Secrets of TLS sessions, as lines of a key log (RFC 9850). */
    static ByteBuffer tlsSecrets(String keyLog) {
        byte[] bytes = keyLog.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer fields = little(8 + padded(bytes.length))
                .putInt(TLS_KEY_LOG)
                .putInt(bytes.length)
                .put(bytes);
        return block(SECRETS, fields.position(fields.capacity()), List.of());
    }

    /** A packet, with a remark or without. */
    static ByteBuffer packet(Instant at, byte[] packet, @Nullable String comment) {
        long time = nanos(at);
        ByteBuffer fields = little(20 + padded(packet.length))
                .putInt(0)
                .putInt((int) (time >>> 32))
                .putInt((int) time)
                .putInt(packet.length)
                .putInt(packet.length)
                .put(packet);
        return block(
                PACKET,
                fields.position(fields.capacity()),
                comment == null ? List.of() : List.of(Option.text(COMMENT, comment)));
    }

    /** The end: how many packets there were. */
    static ByteBuffer statistics(Instant at, long received, @Nullable String comment) {
        long time = nanos(at);
        ByteBuffer fields = little(12).putInt(0).putInt((int) (time >>> 32)).putInt((int) time);
        List<Option> options = new ArrayList<>(List.of(Option.number(4, received)));
        if (comment != null) {
            options.add(Option.text(COMMENT, comment));
        }
        return block(STATISTICS, fields, options);
    }

    private static ByteBuffer block(int type, ByteBuffer fields, List<Option> options) {
        int length = FRAME + fields.position();
        for (Option option : options) {
            length += option.size();
        }
        length += options.isEmpty() ? 0 : 4;
        ByteBuffer block = little(length).putInt(type).putInt(length).put(fields.flip());
        for (Option option : options) {
            block.putShort((short) option.code())
                    .putShort((short) option.value().length)
                    .put(option.value())
                    .position(padded(block.position()));
        }
        return block.putInt(length - 4, length).rewind();
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * NANOS + at.getNano();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
