package dev.parley.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.internal.tcnative.CertificateVerifier;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.util.OptionalLong;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What BoringSSL can do and Netty's common interface has no word for. Its library is an optional dependency: where
 * it is missing, nothing here is called but the question whether it is there.
 */
final class BoringSsl {
    private static final Logger LOG = LoggerFactory.getLogger(BoringSsl.class);

    private static final Set<String> TRAFFIC_SECRETS = Set.of(
            "CLIENT_RANDOM",
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET",
            "CLIENT_TRAFFIC_SECRET_0",
            "SERVER_TRAFFIC_SECRET_0");

    private BoringSsl() {}

    static boolean isAvailable() {
        return OpenSsl.isAvailable() && "BoringSSL".equals(OpenSsl.versionString());
    }

    static String whyNotAvailable() {
        Throwable cause = OpenSsl.unavailabilityCause();
        if (cause == null) {
            return "the native library is " + OpenSsl.versionString();
        }
        return cause instanceof ClassNotFoundException
                ? "netty-tcnative is not on the class path"
                : String.valueOf(cause.getMessage());
    }

    /**
     * Has a context tell the secrets of its sessions: those that traffic is decrypted with, not the exporter secret, which
     * other protocols derive their keys from (RFC 9850 section 3).
     */
    static void logKeys(SslContext context, KeyLog log) {
        OptionalLong pointer = nativeContext(context);
        if (pointer.isEmpty()) {
            log.unavailable(
                    "Netty keeps from Parley what BoringSSL tells the secrets through; start Java with --add-opens"
                            + " io.netty.handler/io.netty.handler.ssl=dev.parley.client");
            return;
        }
        boolean taken = SSLContext.setKeyLogCallback(pointer.getAsLong(), (ssl, bytes) -> {
            String line = new String(bytes, StandardCharsets.US_ASCII).strip();
            if (TRAFFIC_SECRETS.contains(line.substring(0, Math.max(0, line.indexOf(' '))))) {
                tell(log, line);
            }
        });
        if (!taken) {
            log.unavailable("this BoringSSL does not tell the secrets of sessions");
        }
    }

    /**
     * Where netty-tcnative keeps a context. Netty tells everybody where BoringSSL keeps it, which is another place and of no
     * use here; nothing where modules keep us from looking.
     */
    private static OptionalLong nativeContext(SslContext context) {
        try {
            Field field = ReferenceCountedOpenSslContext.class.getDeclaredField("ctx");
            return field.trySetAccessible() ? OptionalLong.of(field.getLong(context)) : OptionalLong.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of Netty keeps its contexts in another way", e);
        }
    }

    /** What is thrown must not get into native code. */
    private static void tell(KeyLog log, String line) {
        try {
            log.secret(line);
        } catch (RuntimeException e) {
            LOG.warn("a key log failed with {}", e.getClass().getName());
        }
    }

    /** Netty lets a server of TLS 1.2 renegotiate once; NETCONF has no use for that (RFC 9325 section 3.5). */
    static void refuseRenegotiation(SSLEngine engine) {
        try {
            SSL.setRenegotiateMode(((ReferenceCountedOpenSslEngine) engine).sslPointer(), SSL.SSL_RENEGOTIATE_NEVER);
        } catch (Exception e) {
            throw new IllegalStateException("BoringSSL cannot be told to refuse renegotiation", e);
        }
    }

    /**
     * Forgets the session that was offered in a handshake which turned out to be a full one. Netty keeps every session
     * of TLS 1.2 that a peer ever gave and offers any of them: after a restart of the device most connections would
     * offer one that it does not know any more. JSSE keeps only the latest.
     */
    static void forgetDeclinedSession(SSLEngine engine) {
        SSLSession session = engine.getSession();
        byte[] offered = session.getId();
        SSLSession declined =
                offered.length == 0 ? null : session.getSessionContext().getSession(offered);
        if (declined != null) {
            declined.invalidate();
        }
    }

    /** The key exchange group by its IANA name, or null if there is none to tell. */
    static @Nullable String groupOf(SSLEngine engine) {
        try {
            String group = SSL.getGroupName(((ReferenceCountedOpenSslEngine) engine).sslPointer());
            if (group == null) {
                return null;
            }
            return switch (group) {
                case "P-256" -> "secp256r1";
                case "P-384" -> "secp384r1";
                case "P-521" -> "secp521r1";
                case "X25519" -> "x25519";
                default -> group;
            };
        } catch (Exception e) {
            throw new IllegalStateException("BoringSSL cannot tell the group", e);
        }
    }

    /** The refusal with the alert that fits it; left alone, BoringSSL says {@code internal_error} of most. */
    static CertificateException withAlert(Refusal refusal) {
        return new OpenSslCertificateException(refusal.detail(), refusal, verdict(refusal));
    }

    private static int verdict(Refusal refusal) {
        CertPathValidatorException.Reason cause =
                refusal.getCause() instanceof CertPathValidatorException path ? path.getReason() : null;
        return switch (refusal.reason()) {
            case UNKNOWN_CA -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case NAME_MISMATCH -> CertificateVerifier.X509_V_ERR_HOSTNAME_MISMATCH;
            case CERTIFICATE_EXPIRED ->
                cause == BasicReason.NOT_YET_VALID
                        ? CertificateVerifier.X509_V_ERR_CERT_NOT_YET_VALID
                        : CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
            case CERTIFICATE_REVOKED -> CertificateVerifier.X509_V_ERR_CERT_REVOKED;
            case BAD_SERVER_CERTIFICATE -> CertificateVerifier.X509_V_ERR_INVALID_PURPOSE;
            default -> CertificateVerifier.X509_V_ERR_CERT_REJECTED;
        };
    }
}
