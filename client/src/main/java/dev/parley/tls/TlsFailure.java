package dev.parley.tls;

import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import dev.parley.tls.TlsDetails.ClientCertificate;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Why TLS failed, in the words of {@link dev.parley.error.OpenException}.
 *
 * @param reason the kind
 * @param circumstance what exactly, or null
 * @param detail what happened, as the rest of a sentence
 * @param advice what to look at, or null
 * @param alert the alert that the server sent, or null if it sent none
 */
public record TlsFailure(
        Reason reason,
        @Nullable Circumstance circumstance,
        String detail,
        @Nullable String advice,
        @Nullable TlsAlert alert) {
    private static final Pattern NO_VERSION = Pattern.compile(
            "UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER|WRONG_SSL_VERSION|WRONG_CIPHER_RETURNED|UNKNOWN_CIPHER_RETURNED"
                    + "|not accepted by client preferences|No appropriate protocol|protocol is disabled"
                    + "|Unsupported or unrecognized SSL|unsupported ciphersuite|SERVER_ECHOED_INVALID");
    /** What Netty puts in front of the words of the operating system. */
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed[^:]*: ");

    private static final String GOODBYE_IN_HANDSHAKE = "close_notify during handshake";
    /** What each provider makes of that; BoringSSL has no other use for its words. */
    private static final Pattern GOODBYE = Pattern.compile(GOODBYE_IN_HANDSHAKE + "|internal:SSL_HANDSHAKE_FAILURE");
    /** What the providers say of a second handshake in a session of TLS 1.2, which none of them may take part in. */
    private static final Pattern RENEGOTIATION = Pattern.compile("NO_RENEGOTIATION|No appropriate protocol");

    TlsFailure(Reason reason, String detail, @Nullable String advice, @Nullable TlsAlert alert) {
        this(reason, null, detail, advice, alert);
    }

    /** The server's {@code close_notify} in the middle of a handshake, which the JDK's provider throws nothing for. */
    static SSLException goodbye() {
        return new SSLHandshakeException(GOODBYE_IN_HANDSHAKE);
    }

    /** What an alert or another failure of TLS means in a session that is already open, in one sentence. */
    public static String inSession(Throwable cause) {
        List<Throwable> all = unfolded(cause);
        return alertIn(all)
                .map(alert -> "the server sent the TLS alert " + alert)
                .orElseGet(
                        () -> isBelowTls(cause) ? "the connection failed: " + words(all) : afterHandshake(words(all)));
    }

    /** Whether a failure is that of the connection below, which TLS has nothing to do with. */
    public static boolean isBelowTls(Throwable cause) {
        List<Throwable> all = unfolded(cause);
        return alertIn(all).isEmpty() && all.stream().anyMatch(TlsFailure::isClosing);
    }

    private static String afterHandshake(String words) {
        return RENEGOTIATION.matcher(words).find()
                ? "the server wants to renegotiate TLS, which is refused (RFC 9325 section 3.5)"
                : "TLS failed: " + words;
    }

    /** The alert that a failure says the peer sent; it may stand anywhere among its causes. */
    public static Optional<TlsAlert> alertIn(Throwable failure) {
        return alertIn(unfolded(failure));
    }

    static TlsFailure whileOpening(Throwable cause, Handshake handshake, boolean handshakeDone, byte[] firstReceived) {
        List<Throwable> all = unfolded(cause);
        Optional<Refusal> refusal = first(all, Refusal.class);
        if (refusal.isPresent()) {
            Refusal ours = refusal.get();
            return new TlsFailure(ours.reason(), ours.circumstance(), ours.detail(), ours.advice(), null);
        }
        boolean noRecord =
                first(all, NotSslRecordException.class).isPresent() && !OtherProtocol.isRecord(firstReceived);
        if (!handshakeDone && (noRecord || OtherProtocol.isNoRecord(firstReceived))) {
            return OtherProtocol.recognise(firstReceived);
        }
        Optional<TlsAlert> alert = alertIn(all);
        if (alert.isPresent()) {
            return alerted(alert.get(), handshake);
        }
        if (first(all, SslHandshakeTimeoutException.class).isPresent()) {
            return new TlsFailure(Reason.HANDSHAKE_TIMEOUT, "the TLS handshake did not end in time", null, null);
        }
        String words = words(all);
        if (all.stream().anyMatch(TlsFailure::isClosing)
                || GOODBYE.matcher(words).find()) {
            return closed(handshake, handshakeDone, words);
        }
        if (!handshakeDone && NO_VERSION.matcher(words).find()) {
            return new TlsFailure(
                    Reason.NO_COMMON_TLS,
                    "the server's choice of TLS is not acceptable: " + words,
                    "the server must speak TLS 1.2 or 1.3 with ECDHE and AES-GCM (RFC 9918 section 4)",
                    null);
        }
        return handshakeDone
                ? new TlsFailure(Reason.FAILED, afterHandshake(words), null, null)
                : new TlsFailure(Reason.HANDSHAKE_FAILED, "the TLS handshake failed: " + words, null, null);
    }

    private static TlsFailure alerted(TlsAlert alert, Handshake handshake) {
        ClientCertificate given = handshake.clientCertificate();
        boolean serverAccepted = handshake.server() != Handshake.Server.UNKNOWN;
        String said = "the server sent the TLS alert " + alert;
        boolean aboutUs = alert.concernsCertificate()
                || (alert == TlsAlert.HANDSHAKE_FAILURE && serverAccepted && given != ClientCertificate.NOT_ASKED);
        if (aboutUs) {
            return new TlsFailure(
                    Reason.CLIENT_CERTIFICATE_REFUSED,
                    circumstance(given),
                    said + ": " + whatWasGiven(handshake),
                    adviceOnRefusal(given),
                    alert);
        }
        return switch (alert) {
            case HANDSHAKE_FAILURE, PROTOCOL_VERSION, INSUFFICIENT_SECURITY, INAPPROPRIATE_FALLBACK ->
                new TlsFailure(
                        Reason.NO_COMMON_TLS,
                        said + ": no version, cipher suite, group or signature algorithm in common",
                        "the server must speak TLS 1.2 or 1.3 with ECDHE and AES-GCM (RFC 9918 section 4)",
                        alert);
            case UNRECOGNIZED_NAME ->
                new TlsFailure(
                        Reason.TLS_ALERT,
                        said + ": it does not know the name " + handshake.reference(),
                        "connect by a name that the server knows, or by its address",
                        alert);
            default ->
                new TlsFailure(
                        Reason.TLS_ALERT,
                        given == ClientCertificate.SENT ? said + " after it got the client certificate" : said,
                        "the server's log may say why",
                        alert);
        };
    }

    private static TlsFailure closed(Handshake handshake, boolean handshakeDone, String words) {
        ClientCertificate given = handshake.clientCertificate();
        boolean afterOurs = handshake.server() == Handshake.Server.CHECKED && given != ClientCertificate.NOT_ASKED;
        if (afterOurs && (!handshakeDone || given != ClientCertificate.SENT)) {
            // The alert is often lost: the server closes while the rest of our flight is still on its way.
            return new TlsFailure(
                    Reason.CLIENT_CERTIFICATE_REFUSED,
                    circumstance(given),
                    "the server closed the connection without an alert after asking for a client certificate: "
                            + whatWasGiven(handshake),
                    adviceOnRefusal(given),
                    null);
        }
        return new TlsFailure(
                Reason.CLOSED_BY_PEER,
                handshakeDone
                        ? "the server closed the connection after the TLS handshake and before its hello"
                        : "the server closed the connection during the TLS handshake" + manner(words),
                handshakeDone
                        ? "the server may have no user for the client certificate (cert-to-name, RFC 7589 section 7), or"
                                + " no session left"
                        : "is this the NETCONF port, and does the server speak TLS on it? One that lets no more sessions"
                                + " in, or none from here, does the same",
                null);
    }

    private static String manner(String words) {
        if (GOODBYE.matcher(words).find()) {
            return ", in order (close_notify)";
        }
        return words.contains("reset") ? ", by a reset" : "";
    }

    private static @Nullable Circumstance circumstance(ClientCertificate given) {
        return switch (given) {
            case NOT_ASKED, SENT -> null;
            case NONE -> Circumstance.NO_CLIENT_CERTIFICATE;
            case OTHER_KIND -> Circumstance.OTHER_KIND_OF_KEY;
        };
    }

    private static String whatWasGiven(Handshake handshake) {
        return switch (handshake.clientCertificate()) {
            case NOT_ASKED -> "it refuses the client";
            case SENT ->
                "it does not accept the client certificate"
                        + handshake
                                .clientExpired()
                                .map(when -> ", which expired at " + when)
                                .orElse("");
            case NONE -> "it asked for a client certificate, and none is configured";
            case OTHER_KIND -> "it asked for a client certificate with another kind of key than ours";
        };
    }

    private static @Nullable String adviceOnRefusal(ClientCertificate given) {
        return switch (given) {
            case NOT_ASKED -> null;
            case SENT ->
                "the server must trust the issuer of the client certificate and have a user for it (cert-to-name, RFC"
                        + " 7589 section 7); look also at its dates";
            case NONE -> "configure a client certificate: NETCONF over TLS needs one (RFC 7589 section 2)";
            case OTHER_KIND -> "configure a client certificate with an RSA key, or allow EC on the server";
        };
    }

    private static boolean isClosing(Throwable cause) {
        return cause instanceof ClosedChannelException
                || (cause instanceof IOException && !(cause instanceof SSLException))
                || String.valueOf(cause.getMessage()).contains("Connection closed while SSL/TLS handshake");
    }

    private static Optional<TlsAlert> alertIn(List<Throwable> all) {
        return all.stream()
                .map(each -> TlsAlert.receivedIn(String.valueOf(each.getMessage())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> all, Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** What the innermost exception says; the outer ones mostly repeat it. */
    private static String words(List<Throwable> all) {
        Set<String> said = new LinkedHashSet<>();
        for (Throwable each : all) {
            if (each.getCause() == null) {
                String message = each.getMessage();
                said.add(
                        message == null
                                ? each.getClass().getSimpleName()
                                : SYSTEM_CALL.matcher(message).replaceFirst(""));
            }
        }
        return String.join("; ", said);
    }

    /** The exception, its causes and those suppressed in them: providers put the interesting one anywhere. */
    private static List<Throwable> unfolded(Throwable cause) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> waiting = new ArrayDeque<>(List.of(cause));
        List<Throwable> all = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Throwable next = waiting.remove();
            if (seen.add(next)) {
                all.add(next);
                if (next.getCause() != null) {
                    waiting.add(next.getCause());
                }
                waiting.addAll(List.of(next.getSuppressed()));
            }
        }
        return all;
    }
}
