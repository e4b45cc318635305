package dev.parley.tls;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An alert that the peer sent (RFC 9846 section 6), as the TLS providers report it in the text of an exception. */
public enum TlsAlert {
    /** The peer ends the connection. */
    CLOSE_NOTIFY(0),
    /** A message out of place. */
    UNEXPECTED_MESSAGE(10),
    /** A record that was changed, or was encrypted with another key. */
    BAD_RECORD_MAC(20),
    /** A record that is too long. */
    RECORD_OVERFLOW(22),
    /** No common parameters; servers of TLS 1.2 say it also of a missing client certificate. */
    HANDSHAKE_FAILURE(40),
    /** The certificate is broken; servers of TLS 1.2 say it also of a missing one. */
    BAD_CERTIFICATE(42),
    /** The certificate is of a kind that is not taken. */
    UNSUPPORTED_CERTIFICATE(43),
    /** The certificate was revoked. */
    CERTIFICATE_REVOKED(44),
    /** The certificate is outside its time of validity. */
    CERTIFICATE_EXPIRED(45),
    /** The certificate is not acceptable for a reason that has no alert. */
    CERTIFICATE_UNKNOWN(46),
    /** A field that makes no sense. */
    ILLEGAL_PARAMETER(47),
    /** The certificate leads to no authority that the peer trusts. */
    UNKNOWN_CA(48),
    /** The certificate is good, and its owner may not come in. */
    ACCESS_DENIED(49),
    /** A message that cannot be decoded. */
    DECODE_ERROR(50),
    /** A signature or a key exchange that is wrong. */
    DECRYPT_ERROR(51),
    /** No common version. */
    PROTOCOL_VERSION(70),
    /** The peer asks for stronger parameters. */
    INSUFFICIENT_SECURITY(71),
    /** A fault of the peer itself. */
    INTERNAL_ERROR(80),
    /** An earlier version than needed was offered. */
    INAPPROPRIATE_FALLBACK(86),
    /** The peer gave the handshake up. */
    USER_CANCELED(90),
    /** Renegotiation is refused. */
    NO_RENEGOTIATION(100),
    /** An extension that must be there is not. */
    MISSING_EXTENSION(109),
    /** An extension that must not be there. */
    UNSUPPORTED_EXTENSION(110),
    /** The peer is not the server of this name. */
    UNRECOGNIZED_NAME(112),
    /** The stapled OCSP response is not good. */
    BAD_CERTIFICATE_STATUS_RESPONSE(113),
    /** No such pre-shared key. */
    UNKNOWN_PSK_IDENTITY(115),
    /** A client certificate is needed. */
    CERTIFICATE_REQUIRED(116),
    /** No common application protocol. */
    NO_APPLICATION_PROTOCOL(120);

    private static final Pattern OF_JSSE = Pattern.compile("Received (?:fatal |warning )?alert: (\\w+)");
    // OpenSSL and BoringSSL add 1000 to the number of an alert that they received.
    private static final Pattern OF_OPENSSL = Pattern.compile("error:([0-9a-fA-F]{8}):SSL routines");
    private static final int OPENSSL_OFFSET = 1000;

    private final int code;

    TlsAlert(int code) {
        this.code = code;
    }

    /** Its number on the wire. */
    public int code() {
        return code;
    }

    /** As the standard writes it, with its number: {@code bad_certificate (42)}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT) + " (" + code + ")";
    }

    /** Whether it says that the certificate of the side that receives it is not acceptable. */
    boolean concernsCertificate() {
        return switch (this) {
            case BAD_CERTIFICATE,
                    UNSUPPORTED_CERTIFICATE,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_UNKNOWN,
                    UNKNOWN_CA,
                    ACCESS_DENIED,
                    CERTIFICATE_REQUIRED -> true;
            default -> false;
        };
    }

    /** The alert that an exception says was received. */
    static Optional<TlsAlert> receivedIn(String message) {
        Matcher jsse = OF_JSSE.matcher(message);
        if (jsse.find()) {
            return named(jsse.group(1));
        }
        Matcher openssl = OF_OPENSSL.matcher(message);
        return openssl.find()
                ? numbered((Integer.parseUnsignedInt(openssl.group(1), 16) & 0xFFF) - OPENSSL_OFFSET)
                : Optional.empty();
    }

    private static Optional<TlsAlert> named(String name) {
        for (TlsAlert alert : values()) {
            if (alert.name().equalsIgnoreCase(name)) {
                return Optional.of(alert);
            }
        }
        return Optional.empty();
    }

    /** The alert of that number; empty for one that the standard does not know. */
    public static Optional<TlsAlert> numbered(int code) {
        for (TlsAlert alert : values()) {
            if (alert.code == code) {
                return Optional.of(alert);
            }
        }
        return Optional.empty();
    }
}
