package dev.parley.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session could not be opened. It says in which phase that was, after how long, and how many bytes had passed at each
 * layer. Nothing was asked of the device, so trying again is safe; whether it is useful depends on {@link #reason()}.
 */
public final class OpenException extends NetconfException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final Phase phase;
    private final String target;
    private final transient Duration elapsed;
    private final transient Traffic traffic;

    /** Why no session came to be. */
    public enum Reason {
        /** The name has no address. */
        UNKNOWN_HOST(true),
        /** The name service did not answer in time. */
        RESOLVE_TIMEOUT(true),
        /** Nobody listens on the port. */
        CONNECTION_REFUSED(true),
        /** The network reports that there is no way to the address. */
        UNREACHABLE(true),
        /** No answer to the attempt to connect, in time. */
        CONNECT_TIMEOUT(true),
        /** The peer does not speak TLS on this port. */
        NOT_TLS(false),
        /** The TLS handshake did not end in time. */
        HANDSHAKE_TIMEOUT(true),
        /** No common TLS version, cipher suite or group. */
        NO_COMMON_TLS(false),
        /** The server's certificate carries no name that matches the one asked for. */
        NAME_MISMATCH(false),
        /** The server's certificate is outside its time of validity. */
        CERTIFICATE_EXPIRED(false),
        /** The server's certificate, or one that leads to it, was revoked. */
        CERTIFICATE_REVOKED(false),
        /** The server's certificate leads to no trusted authority. */
        UNKNOWN_CA(false),
        /** The server's certificate is unusable in another way. */
        BAD_SERVER_CERTIFICATE(false),
        /** The server's certificate is not the pinned one. */
        PIN_MISMATCH(false),
        /** A device called that is not among those that may. */
        UNKNOWN_CALLER(false),
        /** The server refused the client's certificate, or asked for one and got none. */
        CLIENT_CERTIFICATE_REFUSED(false),
        /** The server sent another TLS alert. */
        TLS_ALERT(false),
        /** The handshake failed in another way. */
        HANDSHAKE_FAILED(false),
        /** The peer does not speak SSH on this port. */
        NOT_SSH(false),
        /** No common key exchange, host key algorithm, cipher or MAC of SSH. */
        NO_COMMON_SSH(false),
        /** The host's SSH key is not known. */
        HOST_KEY_UNKNOWN(false),
        /** The host's SSH key is another than the one that is known. */
        HOST_KEY_CHANGED(false),
        /** The host's SSH key, or the authority of its certificate, is revoked. */
        HOST_KEY_REVOKED(false),
        /** The server refused the user, the key or the password. */
        AUTHENTICATION_REFUSED(false),
        /** The server did not let the user in, in time. */
        AUTHENTICATION_TIMEOUT(true),
        /** The server let the user in, and starts no NETCONF there. */
        SUBSYSTEM_REFUSED(false),
        /** The peer closed or reset the connection before the session was up. */
        CLOSED_BY_PEER(true),
        /** The whole hello did not arrive in time. */
        HELLO_TIMEOUT(true),
        /** What arrived in place of the hello is none: another protocol, or broken XML. */
        NOT_NETCONF(false),
        /** The hello breaks RFC 6241 section 8.1: no {@code session-id}, no capabilities, a second root. */
        BAD_HELLO(false),
        /** The peers have no base protocol version in common. */
        NO_COMMON_BASE(false),
        /** The device answered the hello with an error and refuses the session. */
        SESSION_REFUSED(true),
        /** A limit on what a peer may send was breached. */
        LIMIT_EXCEEDED(false),
        /** The caller gave up. */
        CANCELLED(true),
        /** The client is closed. */
        CLIENT_CLOSED(false),
        /** An error that fits nowhere else; the cause says more. */
        FAILED(true);

        private final boolean retryable;

        Reason(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same attempt can succeed later without anybody changing a configuration. */
        public boolean isRetryable() {
            return retryable;
        }
    }

    /**
     * An attempt to connect failed.
     *
     * @param reason why
     * @param phase the phase that failed
     * @param target the device, as the caller named it
     * @param elapsed the time since the attempt began
     * @param traffic the bytes at each layer up to then
     * @param detail what happened, as the rest of the sentence "connect to X failed in PHASE after T: …"
     * @param advice what to look at, or null
     * @param cause the underlying exception, or null
     */
    public OpenException(
            Reason reason,
            Phase phase,
            String target,
            Duration elapsed,
            Traffic traffic,
            String detail,
            @Nullable String advice,
            @Nullable Throwable cause) {
        this(reason, null, phase, target, elapsed, traffic, detail, advice, cause);
    }

    /**
     * An attempt to connect failed.
     *
     * @param reason why
     * @param circumstance what exactly, or null
     * @param phase the phase that failed
     * @param target the device, as the caller named it
     * @param elapsed the time since the attempt began
     * @param traffic the bytes at each layer up to then
     * @param detail what happened, as the rest of the sentence "connect to X failed in PHASE after T: …"
     * @param advice what to look at, or null
     * @param cause the underlying exception, or null
     */
    public OpenException(
            Reason reason,
            @Nullable Circumstance circumstance,
            Phase phase,
            String target,
            Duration elapsed,
            Traffic traffic,
            String detail,
            @Nullable String advice,
            @Nullable Throwable cause) {
        this("connect to ", reason, circumstance, phase, target, elapsed, traffic, detail, advice, cause);
    }

    private OpenException(
            String attempt,
            Reason reason,
            @Nullable Circumstance circumstance,
            Phase phase,
            String target,
            Duration elapsed,
            Traffic traffic,
            String detail,
            @Nullable String advice,
            @Nullable Throwable cause) {
        super(
                attempt + target + " failed in " + phase + " after " + Durations.text(elapsed) + ": " + detail,
                Fate.NOT_SENT,
                advice,
                cause,
                circumstance);
        this.reason = reason;
        this.phase = phase;
        this.target = target;
        this.elapsed = elapsed;
        this.traffic = traffic;
    }

    /**
     * A device called (RFC 8071), and no session came of it: the same, worded for that.
     *
     * @param reason why
     * @param circumstance what exactly, or null
     * @param phase the phase that failed
     * @param caller the device, or the address that the call came from
     * @param elapsed the time since the call came in
     * @param traffic the bytes at each layer up to then
     * @param detail what happened, as the rest of the sentence "call from X failed in PHASE after T: …"
     * @param advice what to look at, or null
     * @param cause the underlying exception, or null
     */
    public static OpenException ofCall(
            Reason reason,
            @Nullable Circumstance circumstance,
            Phase phase,
            String caller,
            Duration elapsed,
            Traffic traffic,
            String detail,
            @Nullable String advice,
            @Nullable Throwable cause) {
        return new OpenException(
                "call from ", reason, circumstance, phase, caller, elapsed, traffic, detail, advice, cause);
    }

    /** Why the session did not come to be. */
    public Reason reason() {
        return reason;
    }

    /** The phase that failed. */
    public Phase phase() {
        return phase;
    }

    /** The device, as the caller named it. */
    public String target() {
        return target;
    }

    /** The time from the start of the attempt to the failure. */
    public Duration elapsed() {
        return elapsed;
    }

    /** The bytes counted at each layer when it failed. */
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public String code() {
        return codeOf(reason);
    }
}
