package dev.parley.device;

import dev.parley.error.Durations;
import dev.parley.error.Phase;
import java.time.Duration;

/**
 * How long each phase may take. Opening has a budget for all of it besides, so a session is either up within
 * {@code total} or has failed. A request's deadline counts from the moment it is handed to the session. Each limit is above
 * zero and at most a day; any other is refused with an {@link dev.parley.error.InputException}.
 *
 * @param total all phases of opening together
 * @param resolve name resolution
 * @param connect connecting, all addresses together
 * @param secure the security handshake
 * @param authenticate proving who we are, where that is a step of its own
 * @param hello the capability exchange
 * @param rpc a request that has no deadline of its own
 * @param close the orderly end
 */
public record Timeouts(
        Duration total,
        Duration resolve,
        Duration connect,
        Duration secure,
        Duration authenticate,
        Duration hello,
        Duration rpc,
        Duration close) {
    /** Opening 30 s in all; resolve 5 s, connect 10 s, secure, authenticate and hello 15 s each; RPC 60 s, close 3 s. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofSeconds(3));

    public Timeouts {
        for (Duration limit : new Duration[] {total, resolve, connect, secure, authenticate, hello, rpc, close}) {
            Durations.checkLimit(limit);
        }
    }

    /** The same limit for the whole opening, for each phase of it, and for each request. */
    public static Timeouts of(Duration limit) {
        return DEFAULT.withOpening(limit).withRpc(limit);
    }

    /** The same with this budget for opening, which each phase may use up. */
    public Timeouts withOpening(Duration limit) {
        return new Timeouts(limit, limit, limit, limit, limit, limit, rpc, close);
    }

    /** The same with this deadline for requests. */
    public Timeouts withRpc(Duration limit) {
        return new Timeouts(total, resolve, connect, secure, authenticate, hello, limit, close);
    }

    /** The same with this limit for the orderly end. */
    public Timeouts withClose(Duration limit) {
        return new Timeouts(total, resolve, connect, secure, authenticate, hello, rpc, limit);
    }

    /** The same with another limit for one phase. */
    public Timeouts with(Phase phase, Duration limit) {
        return new Timeouts(
                total,
                phase == Phase.RESOLVE ? limit : resolve,
                phase == Phase.CONNECT ? limit : connect,
                phase == Phase.SECURE ? limit : secure,
                phase == Phase.AUTHENTICATE ? limit : authenticate,
                phase == Phase.HELLO ? limit : hello,
                phase == Phase.RPC ? limit : rpc,
                phase == Phase.CLOSE ? limit : close);
    }

    /** The limit of a phase. */
    public Duration of(Phase phase) {
        return switch (phase) {
            case RESOLVE -> resolve;
            case CONNECT -> connect;
            case SECURE -> secure;
            case AUTHENTICATE -> authenticate;
            case HELLO -> hello;
            case RPC -> rpc;
            case CLOSE -> close;
        };
    }
}
