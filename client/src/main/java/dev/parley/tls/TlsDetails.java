package dev.parley.tls;

import dev.parley.security.SecurityDetails;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a finished handshake came to.
 *
 * @param version the version
 * @param suite the cipher suite, by its IANA name
 * @param group the key exchange group, or null where the provider does not tell
 * @param peerCertificates what the server sent, its own certificate first; in a resumed session, what it sent the first
 *     time
 * @param resumed whether an earlier session was resumed; it is known, not guessed
 * @param clientCertificate whether the server asked for a client certificate, and what it was given
 * @param serverName the name sent in the ClientHello (RFC 6066 section 3), or null if none was
 * @param provider who carried it out, never {@link TlsProvider#AUTO}
 */
public record TlsDetails(
        TlsVersion version,
        String suite,
        @Nullable String group,
        List<X509Certificate> peerCertificates,
        boolean resumed,
        ClientCertificate clientCertificate,
        @Nullable String serverName,
        TlsProvider provider)
        implements SecurityDetails {

    /** What became of the client's certificate. */
    public enum ClientCertificate {
        /** The server did not ask. In a resumed session none does (RFC 9846), otherwise it breaks RFC 7589 section 2. */
        NOT_ASKED,
        /** The server asked and was given it. */
        SENT,
        /** The server asked, and there is none. */
        NONE,
        /** The server asked for another kind of key. */
        OTHER_KIND
    }

    /** Copies the list. */
    public TlsDetails {
        peerCertificates = List.copyOf(peerCertificates);
    }

    @Override
    public String summary() {
        return version.protocol() + ", " + suite + (resumed ? ", resumed" : "");
    }

    /** The fingerprint of the server's own certificate. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(peerCertificates.get(0));
    }

    /** The subject of the server's own certificate (RFC 2253). */
    public String subject() {
        return peerCertificates.get(0).getSubjectX500Principal().getName();
    }

    /** Who issued the server's own certificate (RFC 2253). */
    public String issuer() {
        return peerCertificates.get(0).getIssuerX500Principal().getName();
    }

    /** The names and addresses that the server's own certificate carries. */
    public List<String> names() {
        return ServerIdentity.namesIn(peerCertificates.get(0));
    }

    /** When the server's own certificate expires. */
    public Instant notAfter() {
        return peerCertificates.get(0).getNotAfter().toInstant();
    }
}
