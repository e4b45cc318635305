package dev.parley.doctor.evidence;

import dev.parley.doctor.evidence.TlsWire.Alert;
import dev.parley.doctor.evidence.TlsWire.Choice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the TLS records in the bytes of a connection, however they are cut, and reads what of the handshake is in clear
 * text. Bounded in memory; one thread at a time. Bytes that are no TLS end the search in their direction.
 */
final class TlsRecords {
    private static final int MOST_RECORDS = 4_096;
    private static final int MOST_ALERTS = 16;
    private static final int LONGEST_MESSAGE = 1 << 18;
    private static final int LONGEST_RECORD = (1 << 14) + 2_048;

    private final Direction sent = new Direction(true);
    private final Direction received = new Direction(false);
    private final HandshakeReader handshake = new HandshakeReader();
    private final List<Alert> alerts = new ArrayList<>();

    /** Takes in what passed; the buffer's position moves to its limit. */
    void take(boolean outbound, ByteBuffer bytes, Duration at) {
        (outbound ? sent : received).take(bytes, at);
    }

    /** All that was found so far. */
    TlsWire seen() {
        return new TlsWire(
                sent.records,
                received.records,
                sent.count,
                received.count,
                received.unfinished(),
                handshake.messages(),
                handshake.clientHello(),
                handshake.serverHello(),
                handshake.retryGroup(),
                handshake.isCertificateRequested(),
                alerts,
                handshake.certificates());
    }

    /** Whether what followed a change of keys is encrypted: in TLS 1.3 that message is there for show only. */
    private boolean isTls12() {
        Choice chosen = handshake.serverHello();
        return chosen != null && !chosen.version().equals("TLSv1.3");
    }

    /** One direction of the connection. */
    private final class Direction {
        private final boolean outbound;
        private final List<TlsRecord> records = new ArrayList<>();
        private final byte[] header = new byte[TlsRecord.HEADER];
        private int headerRead;
        private byte[] body = {};
        private int bodyRead;
        private long offset;
        private long count;
        private Stage stage = Stage.CLEAR;
        /** The beginning of a handshake message that goes on in the next record. */
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
        /** How many bytes of it must be there before it is worth a look. */
        private int needed = 4;

        Direction(boolean outbound) {
            this.outbound = outbound;
        }

        void take(ByteBuffer bytes, Duration at) {
            while (bytes.hasRemaining() && stage != Stage.NO_TLS) {
                if (headerRead < header.length) {
                    header[headerRead++] = bytes.get();
                    if (headerRead == header.length) {
                        beginBody();
                    }
                } else {
                    int taken = Math.min(bytes.remaining(), length() - bodyRead);
                    if (body.length > 0) {
                        bytes.get(body, bodyRead, taken);
                    } else {
                        bytes.position(bytes.position() + taken);
                    }
                    bodyRead += taken;
                }
                if (headerRead == header.length && stage != Stage.NO_TLS && bodyRead == length()) {
                    endRecord(at);
                }
            }
            bytes.position(bytes.limit());
        }

        /** How many bytes there are of a record that has not ended. */
        long unfinished() {
            return stage == Stage.NO_TLS ? 0 : headerRead + bodyRead;
        }

        private int type() {
            return header[0] & 0xFF;
        }

        private int length() {
            return (header[3] & 0xFF) << 8 | header[4] & 0xFF;
        }

        private void beginBody() {
            if (type() < TlsRecord.CHANGE_CIPHER_SPEC || type() > 24 || header[1] != 3 || length() > LONGEST_RECORD) {
                stage = Stage.NO_TLS;
                return;
            }
            boolean read = stage == Stage.CLEAR && (type() == TlsRecord.HANDSHAKE || type() == TlsRecord.ALERT);
            body = read ? new byte[length()] : new byte[0];
        }

        private void endRecord(Duration at) {
            int version = (header[1] & 0xFF) << 8 | header[2] & 0xFF;
            count++;
            if (records.size() < MOST_RECORDS) {
                records.add(new TlsRecord(offset, type(), version, length(), at));
            }
            offset += header.length + length();
            if (stage == Stage.CLEAR) {
                read();
            }
            headerRead = 0;
            bodyRead = 0;
            body = new byte[0];
        }

        private void read() {
            switch (type()) {
                case TlsRecord.CHANGE_CIPHER_SPEC -> {
                    if (isTls12()) {
                        stage = Stage.ENCRYPTED;
                    }
                }
                case TlsRecord.ALERT -> {
                    if (body.length == 2 && alerts.size() < MOST_ALERTS) {
                        alerts.add(new Alert(outbound, body[0] == 2, body[1] & 0xFF));
                    }
                }
                case TlsRecord.HANDSHAKE -> messages();
                default -> {}
            }
        }

        private void messages() {
            pending.writeBytes(body);
            if (pending.size() < needed) {
                return;
            }
            byte[] all = pending.toByteArray();
            int from = 0;
            needed = 4;
            while (all.length - from >= needed) {
                int length = (all[from + 1] & 0xFF) << 16 | (all[from + 2] & 0xFF) << 8 | all[from + 3] & 0xFF;
                if (length > LONGEST_MESSAGE) {
                    handshake.note(outbound, all[from] & 0xFF, length);
                    stage = Stage.ENCRYPTED;
                    return;
                }
                needed = 4 + length;
                if (all.length - from >= needed) {
                    handshake.take(outbound, all[from] & 0xFF, Arrays.copyOfRange(all, from + 4, from + needed));
                    from += needed;
                    needed = 4;
                }
            }
            pending.reset();
            pending.write(all, from, all.length - from);
        }
    }

    /** How a direction is to be read. */
    private enum Stage {
        /** Handshake messages and alerts are in clear text. */
        CLEAR,
        /** Only the records' headers are. */
        ENCRYPTED,
        /** It is another protocol. */
        NO_TLS
    }
}
