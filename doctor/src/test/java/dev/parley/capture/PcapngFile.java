package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads pcapng by the letter of draft-ietf-opsawg-pcapng, and refuses whatever is out of order. */
final class PcapngFile {
    static final int SECTION = 0x0A0D0D0A;
    static final int INTERFACE = 1;
    static final int STATISTICS = 5;
    static final int PACKET = 6;
    static final int SECRETS = 10;

    private final List<Block> blocks = new ArrayList<>();

    /** A block without its type and lengths. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Block(int type, byte[] body) {
        ByteBuffer fields() {
            return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        }

        /** Its options, behind so many bytes of fields. */
        Map<Integer, byte[]> options(int from) {
            Map<Integer, byte[]> options = new TreeMap<>();
            ByteBuffer in = fields().position(from);
            while (in.hasRemaining()) {
                int code = in.getShort() & 0xffff;
                byte[] value = new byte[in.getShort() & 0xffff];
                if (code == 0) {
                    assertThat(value).isEmpty();
                    assertThat(in.hasRemaining()).isFalse();
                    break;
                }
                in.get(value);
                skipPadding(in, value.length);
                options.put(code, value);
            }
            return options;
        }

        String comment(int from) {
            return new String(options(from).getOrDefault(1, new byte[0]), StandardCharsets.UTF_8);
        }
    }

    private static void skipPadding(ByteBuffer in, int length) {
        for (int i = length; i % 4 != 0; i++) {
            assertThat(in.get()).as("padding").isZero();
        }
    }

    static PcapngFile read(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    static PcapngFile of(byte[] bytes) {
        PcapngFile file = new PcapngFile();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int start = in.position();
            int type = in.getInt();
            int length = in.getInt();
            assertThat(length % 4).isZero();
            byte[] body = new byte[length - 12];
            in.get(body);
            assertThat(in.getInt()).as("the length, again").isEqualTo(length);
            assertThat(in.position() - start).isEqualTo(length);
            file.blocks.add(new Block(type, body));
        }
        return file;
    }

    List<Block> blocks() {
        return blocks;
    }

    List<Integer> types() {
        return blocks.stream().map(Block::type).toList();
    }

    List<Packet> packets() {
        return blocks.stream()
                .filter(block -> block.type() == PACKET)
                .map(Packet::of)
                .toList();
    }

    List<String> secrets() {
        return blocks.stream()
                .filter(block -> block.type() == SECRETS)
                .map(block -> {
                    ByteBuffer in = block.fields();
                    assertThat(in.getInt()).as("TLSK").isEqualTo(0x544c534b);
                    byte[] log = new byte[in.getInt()];
                    in.get(log);
                    skipPadding(in, log.length);
                    assertThat(in.hasRemaining()).isFalse();
                    return new String(log, StandardCharsets.US_ASCII);
                })
                .toList();
    }

    /** The payload of all packets to that port, each at its place; a gap fails. */
    byte[] stream(int toPort) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        Long next = null;
        for (Packet packet : packets()) {
            if (packet.toPort() == toPort) {
                boolean syn = (packet.flags() & Segment.SYN) != 0;
                boolean fin = (packet.flags() & Segment.FIN) != 0;
                if (next != null && !syn) {
                    assertThat(packet.sequence()).isEqualTo(next);
                }
                stream.writeBytes(packet.payload());
                next = packet.sequence() + packet.payload().length + (syn || fin ? 1 : 0);
            }
        }
        return stream.toByteArray();
    }

    /** A packet whose checksums and lengths are right. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packet(
            Instant at,
            int fromPort,
            int toPort,
            long sequence,
            long acknowledged,
            int flags,
            byte[] payload,
            String comment) {
        static Packet of(Block block) {
            ByteBuffer in = block.fields();
            assertThat(in.getInt()).as("interface").isZero();
            long time = ((in.getInt() & 0xffffffffL) << 32) + (in.getInt() & 0xffffffffL);
            int length = in.getInt();
            assertThat(in.getInt()).isEqualTo(length);
            byte[] packet = new byte[length];
            in.get(packet);
            skipPadding(in, length);
            return parse(
                    Instant.ofEpochSecond(time / 1_000_000_000, time % 1_000_000_000),
                    packet,
                    block.comment(in.position()));
        }

        static Packet parse(Instant at, byte[] packet, String comment) {
            boolean ipv4 = packet[0] >> 4 == 4;
            int header = ipv4 ? 20 : 40;
            ByteBuffer in = ByteBuffer.wrap(packet);
            ByteBuffer pseudo = ByteBuffer.allocate(packet.length + 40);
            if (ipv4) {
                assertThat(in.getShort(2)).isEqualTo((short) packet.length);
                assertThat(in.get(9)).isEqualTo((byte) 6);
                assertThat(sum(packet, 0, 20)).as("checksum of IP").isEqualTo(0xffff);
                pseudo.put(packet, 12, 8).putShort((short) 6).putShort((short) (packet.length - 20));
            } else {
                assertThat(packet[0] >> 4).isEqualTo(6);
                assertThat(in.getShort(4)).isEqualTo((short) (packet.length - 40));
                assertThat(in.get(6)).isEqualTo((byte) 6);
                pseudo.put(packet, 8, 32).putInt(packet.length - 40).putInt(6);
            }
            pseudo.put(packet, header, packet.length - header);
            assertThat(sum(pseudo.array(), 0, pseudo.position()))
                    .as("checksum of TCP")
                    .isEqualTo(0xffff);
            in.position(header);
            int from = in.getShort() & 0xffff;
            int to = in.getShort() & 0xffff;
            long sequence = in.getInt() & 0xffffffffL;
            long acknowledged = in.getInt() & 0xffffffffL;
            int data = header + (in.get() >> 4 & 0xf) * 4;
            int flags = in.get() & 0xff;
            byte[] payload = new byte[packet.length - data];
            in.position(data).get(payload);
            return new Packet(at, from, to, sequence, acknowledged, flags, payload, comment);
        }

        private static int sum(byte[] bytes, int from, int to) {
            long sum = 0;
            for (int i = from; i < to; i++) {
                sum += (long) (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
            }
            while (sum >> 16 != 0) {
                sum = (sum & 0xffff) + (sum >> 16);
            }
            return (int) sum;
        }
    }
}
