package dev.parley.doctor.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of TLS from outside the encryption: the records of both directions, and the handshake as far as it is in
 * clear text (in TLS 1.3 up to the ServerHello).
 *
 * @param sent the first records that we sent
 * @param received the first records that came
 * @param sentRecords how many we sent in all
 * @param receivedRecords how many came in all
 * @param unfinished how many bytes came of a record that never became whole: nobody can read them
 * @param messages the messages of the handshake in clear text, of both directions, in order
 * @param clientHello what we offered, or null if nothing was
 * @param serverHello what the server chose, or null if it did not come so far
 * @param retryGroup the group that the server asked for with a HelloRetryRequest, or null if it did not
 * @param certificateRequested whether the server was seen to ask for a client certificate; in TLS 1.3 nobody can see it
 * @param alerts the alerts in clear text, in order
 * @param certificates the server's certificates where they are in clear text, in TLS 1.2; its own first
 */
public record TlsWire(
        List<TlsRecord> sent,
        List<TlsRecord> received,
        long sentRecords,
        long receivedRecords,
        long unfinished,
        List<Message> messages,
        @Nullable Offer clientHello,
        @Nullable Choice serverHello,
        @Nullable String retryGroup,
        boolean certificateRequested,
        List<Alert> alerts,
        List<CertificateFacts> certificates) {

    /** Nothing passed, or it was no TLS. */
    public static final TlsWire NONE =
            new TlsWire(List.of(), List.of(), 0, 0, 0, List.of(), null, null, null, false, List.of(), List.of());

    /** Copies the lists. */
    public TlsWire {
        sent = List.copyOf(sent);
        received = List.copyOf(received);
        messages = List.copyOf(messages);
        alerts = List.copyOf(alerts);
        certificates = List.copyOf(certificates);
    }

    /**
     * A message of the handshake.
     *
     * @param outbound whether we sent it
     * @param name its name in the standard: {@code client_hello}
     * @param length its bytes, header included
     */
    public record Message(boolean outbound, String name, int length) {}

    /**
     * What our ClientHello offered.
     *
     * @param length its bytes, header included
     * @param versions the versions, by their names
     * @param suites how many cipher suites
     * @param groups the key exchange groups
     * @param shares the groups that it held a key for
     * @param serverName the name in it, or null
     * @param resuming whether it offered to resume a session
     */
    public record Offer(
            int length,
            List<String> versions,
            int suites,
            List<String> groups,
            List<String> shares,
            @Nullable String serverName,
            boolean resuming) {
        /** Copies the lists. */
        public Offer {
            versions = List.copyOf(versions);
            groups = List.copyOf(groups);
            shares = List.copyOf(shares);
        }

        /** Whether a post-quantum hybrid key was among the shares, which makes the ClientHello larger than one segment. */
        public boolean isHybrid() {
            return shares.stream().anyMatch(share -> share.contains("MLKEM"));
        }
    }

    /**
     * What the ServerHello chose.
     *
     * @param version the version, by its name
     * @param suite the cipher suite
     * @param group the group of the key exchange, or null where the ServerHello does not say
     * @param resumed whether it took up an earlier session, or null where that cannot be seen
     */
    public record Choice(
            String version,
            String suite,
            @Nullable String group,
            @Nullable Boolean resumed) {}

    /**
     * An alert.
     *
     * @param outbound whether we sent it
     * @param fatal whether it ends the connection
     * @param code its number (RFC 9846 section 6)
     */
    public record Alert(boolean outbound, boolean fatal, int code) {}
}
