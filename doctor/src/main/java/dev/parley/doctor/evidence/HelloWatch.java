package dev.parley.doctor.evidence;

import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.doctor.evidence.Evidence.Piece;
import dev.parley.doctor.evidence.Evidence.Security;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import dev.parley.message.Excerpt;
import dev.parley.message.ServerHello;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Follows how the device's hello comes. Under the lock of its {@link Watch}. */
final class HelloWatch {
    private static final int DELIMITER = "]]>]]>".length();
    /** How many bytes of padding a record of TLS 1.3 may have: most senders use none, the JDK's always uses sixteen. */
    private static final int[] PADDINGS = {0, 16};

    private static final int MOST_PAUSES = 1_000;
    /** How much of its beginning is kept: enough to see what it is. */
    private static final int LONGEST_START = 64;
    /** How much of its end is kept: what is quoted of it is shorter. */
    private static final int LONGEST_TAIL = 1_024;

    private boolean begun;
    private long from;
    private @Nullable Duration weSpoke;
    private @Nullable Duration ended;
    private int bytes;
    private long until;
    private @Nullable ServerHello accepted;
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    private byte[] tail = {};

    /** The phase begins, when so many bytes had come to the socket. */
    void begin(long received) {
        begun = true;
        from = received;
    }

    void weSpoke(Duration at) {
        weSpoke = weSpoke == null ? at : weSpoke;
    }

    /** Bytes came, after decryption. */
    void plain(ByteBuffer came) {
        if (ended != null) {
            return;
        }
        byte[] early = new byte[Math.min(came.remaining(), LONGEST_START - start.size())];
        came.duplicate().get(early);
        start.writeBytes(early);
        ByteBuffer joined = ByteBuffer.allocate(tail.length + came.remaining())
                .put(tail)
                .put(came.duplicate())
                .flip();
        joined.position(Math.max(0, joined.limit() - LONGEST_TAIL));
        tail = new byte[joined.remaining()];
        joined.get(tail);
    }

    /** A message came; only the first is the hello. */
    void came(ByteBuffer message, Duration at, long received) {
        if (ended == null) {
            ended = at;
            bytes = message.remaining();
            until = received;
        }
    }

    void accepted(ServerHello hello) {
        accepted = hello;
    }

    HelloArrival arrival(
            TlsWire tls, @Nullable Security security, List<Piece> pieces, @Nullable Failure failure, Traffic traffic) {
        if (!begun) {
            return HelloArrival.NONE;
        }
        Failure failedHere = failure != null && failure.phase() == Phase.HELLO ? failure : null;
        Carriers known = ended == null || security == null ? Carriers.UNKNOWN : carriers(tls, security);
        List<TlsRecord> carriers = known.records();
        long first = carriers.isEmpty() ? from : carriers.get(0).offset();
        long last = carriers.isEmpty() ? (ended == null ? Long.MAX_VALUE : until) : end(carriers);
        List<Piece> own = pieces.stream()
                .filter(piece -> !piece.outbound() && piece.offset() < last && piece.offset() + piece.length() > first)
                .toList();
        boolean nothing = own.isEmpty() || (ended == null && traffic.plainIn() == 0 && tls.unfinished() == 0);
        ServerHello hello = accepted;
        return new HelloArrival(
                weSpoke,
                nothing ? null : own.get(0).at(),
                ended,
                ended != null ? bytes : failedHere != null ? traffic.plainIn() : 0,
                ended != null,
                failedHere != null ? start.toString(StandardCharsets.ISO_8859_1) : "",
                failedHere != null && tail.length > 0 ? quoted() : "",
                carriers.stream()
                        .map(record -> plain(record, security, known.padding()))
                        .toList(),
                nothing ? 0 : own.size(),
                nothing ? List.of() : pauses(own),
                hello == null ? 0 : hello.capabilities().size(),
                hello == null ? -1 : hello.sessionId(),
                hello == null ? List.of() : Maker.in(hello),
                hello == null
                        ? null
                        : hello.framing().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static long end(List<TlsRecord> carriers) {
        TlsRecord last = carriers.get(carriers.size() - 1);
        return last.offset() + TlsRecord.HEADER + last.length();
    }

    private static List<Duration> pauses(List<Piece> pieces) {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < pieces.size() && pauses.size() < MOST_PAUSES; i++) {
            pauses.add(pieces.get(i).at().minus(pieces.get(i - 1).at()));
        }
        return pauses;
    }

    /**
     * The records that carried the hello: those in a row whose plain text together is as long as the hello with its delimiter.
     * What is before them is the end of the handshake, and tickets. If none fit, it is not known.
     */
    private Carriers carriers(TlsWire tls, Security security) {
        List<TlsRecord> data = tls.received().stream().filter(TlsRecord::isData).toList();
        for (int padding : PADDINGS) {
            List<TlsRecord> found = carriers(data, security, padding);
            if (!found.isEmpty()) {
                return new Carriers(found, padding);
            }
        }
        return Carriers.UNKNOWN;
    }

    private List<TlsRecord> carriers(List<TlsRecord> data, Security security, int padding) {
        int wanted = bytes + DELIMITER;
        List<TlsRecord> found = List.of();
        int begin = 0;
        int sum = 0;
        for (int i = 0; i < data.size(); i++) {
            sum += plain(data.get(i), security, padding);
            while (sum > wanted && begin <= i) {
                sum -= plain(data.get(begin++), security, padding);
            }
            if (sum == wanted) {
                found = data.subList(begin, i + 1);
            }
        }
        return List.copyOf(found);
    }

    private static int plain(TlsRecord record, @Nullable Security security, int padding) {
        return security == null || security.version() == null || security.suite() == null
                ? 0
                : record.plainLength(security.version(), security.suite()) - padding;
    }

    private String quoted() {
        String quoted = Excerpt.tail(tail, 0, tail.length);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** The records that carried the hello, and the padding in each. */
    private record Carriers(List<TlsRecord> records, int padding) {
        private static final Carriers UNKNOWN = new Carriers(List.of(), 0);
    }
}
