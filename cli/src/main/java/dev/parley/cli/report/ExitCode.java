package dev.parley.cli.report;

import dev.parley.error.AcquireException;
import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;

/** What the command's exit status says; scripts may rely on it. */
public enum ExitCode {
    /** All was done. */
    OK(0, "all was done"),
    /** A fault of parley itself. */
    INTERNAL(1, "a fault of parley itself; please report it"),
    /** The command line, a file or a value in it cannot be used; nothing was sent. */
    INPUT(2, "the command line, a file or a value cannot be used; nothing was sent"),
    /** The device could not be reached. */
    CONNECT(3, "the device could not be reached: name, address, port or network"),
    /** SSH or TLS failed, or one side does not believe the other. */
    TLS(4, "SSH or TLS failed, or one side does not accept who the other is"),
    /** The connection stands, but no NETCONF session came to be. */
    HELLO(5, "the capability exchange failed, or the device refused the session"),
    /** The device answered with an {@code rpc-error}. */
    RPC_ERROR(6, "the device answered the request with an rpc-error"),
    /** No usable answer came, and the device may have carried the request out. */
    UNKNOWN_FATE(7, "the request left, but no usable answer came: the device may have applied it"),
    /** The request was not sent. */
    NOT_SENT(8, "the request was not sent, because the device does not announce what it needs or the session ended"),
    /** The result could not be written on this side. */
    WRITE(9, "the result could not be written: a full disk, a missing folder"),
    /** A part of what was asked for is missing, and the rest is done. */
    INCOMPLETE(
            10,
            "the device did not give everything that it announces, or not every device of a fleet is done; the rest is there"),
    /** The doctor found something wrong, or an audit what must not be. */
    FINDINGS(11, "the doctor found something wrong, or the audit a broken rule that --fail-on names"),
    /** Ctrl-C. */
    INTERRUPTED(130, "interrupted by Ctrl-C"),
    /** The reader of the output went away, as in {@code parley get pe1 | head}. */
    BROKEN_PIPE(141, "whoever read the output went away");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /** The number. */
    public int status() {
        return status;
    }

    /** What it means, for the help and the manual. */
    public String meaning() {
        return meaning;
    }

    /** The exit code for a failure. */
    static ExitCode of(NetconfException failure) {
        if (failure instanceof OpenException open) {
            return of(open);
        }
        if (failure instanceof RequestException request) {
            return of(request);
        }
        if (failure instanceof AcquireException) {
            return NOT_SENT;
        }
        if (failure instanceof RpcErrorException) {
            return RPC_ERROR;
        }
        if (failure instanceof ProtocolException) {
            return UNKNOWN_FATE;
        }
        if (failure instanceof InputException) {
            return INPUT;
        }
        throw new IllegalArgumentException("a failure of an unknown kind", failure);
    }

    private static ExitCode of(OpenException failure) {
        return switch (failure.reason()) {
            case UNKNOWN_HOST, RESOLVE_TIMEOUT, CONNECTION_REFUSED, UNREACHABLE, CONNECT_TIMEOUT -> CONNECT;
            case NOT_TLS,
                    HANDSHAKE_TIMEOUT,
                    NO_COMMON_TLS,
                    NAME_MISMATCH,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_REVOKED,
                    UNKNOWN_CA,
                    BAD_SERVER_CERTIFICATE,
                    PIN_MISMATCH,
                    UNKNOWN_CALLER,
                    CLIENT_CERTIFICATE_REFUSED,
                    TLS_ALERT,
                    HANDSHAKE_FAILED,
                    NOT_SSH,
                    NO_COMMON_SSH,
                    HOST_KEY_UNKNOWN,
                    HOST_KEY_CHANGED,
                    HOST_KEY_REVOKED,
                    AUTHENTICATION_REFUSED,
                    AUTHENTICATION_TIMEOUT -> TLS;
            case SUBSYSTEM_REFUSED,
                    HELLO_TIMEOUT,
                    NOT_NETCONF,
                    BAD_HELLO,
                    NO_COMMON_BASE,
                    SESSION_REFUSED,
                    LIMIT_EXCEEDED -> HELLO;
            case CANCELLED -> INTERRUPTED;
            case CLIENT_CLOSED -> INTERNAL;
            case CLOSED_BY_PEER, FAILED -> ofPhase(failure.phase());
        };
    }

    private static ExitCode ofPhase(Phase phase) {
        return switch (phase) {
            case RESOLVE, CONNECT -> CONNECT;
            case SECURE, AUTHENTICATE -> TLS;
            case HELLO, RPC, CLOSE -> HELLO;
        };
    }

    private static ExitCode of(RequestException failure) {
        return switch (failure.reason()) {
            case CANCELLED -> INTERRUPTED;
            case BODY_FAILED -> WRITE;
            default -> failure.fate() == Fate.NOT_SENT ? NOT_SENT : UNKNOWN_FATE;
        };
    }
}
