package dev.parley.tls;

import dev.parley.error.Circumstance;
import dev.parley.error.OpenException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/**
 * Our verdict that the server's certificate is not acceptable. It travels through the TLS provider as the cause of the
 * failed handshake, and carries the reason in the words of {@link OpenException}.
 */
final class Refusal extends CertificateException {
    private static final long serialVersionUID = 1;

    private final OpenException.Reason reason;
    private final @Nullable String advice;
    private final @Nullable Circumstance circumstance;

    /** The cause, where there is one, also tells the provider which alert to send. */
    Refusal(OpenException.Reason reason, String detail, @Nullable String advice, @Nullable Throwable cause) {
        this(reason, null, detail, advice, cause);
    }

    /** The same, with what exactly it is. */
    Refusal(
            OpenException.Reason reason,
            @Nullable Circumstance circumstance,
            String detail,
            @Nullable String advice,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
        this.circumstance = circumstance;
        this.advice = advice;
    }

    OpenException.Reason reason() {
        return reason;
    }

    @Nullable
    Circumstance circumstance() {
        return circumstance;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String advice() {
        return advice;
    }
}
