package dev.parley.event;

import dev.parley.device.Device;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.OneLine;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import dev.parley.message.Deviation;
import dev.parley.message.ServerHello;
import dev.parley.security.SecurityDetails;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the life of a session. The contract:
 *
 * <pre>
 *   Opening
 *     PhaseBegun(RESOLVE) PhaseEnded(RESOLVE)            keys are read here too
 *     PhaseBegun(CONNECT) AddressFailed* PhaseEnded(CONNECT)
 *     PhaseBegun(SECURE)  Secured PhaseEnded(SECURE)     not in cleartext
 *     PhaseBegun(AUTHENTICATE) PhaseEnded(AUTHENTICATE)  over SSH
 *     PhaseBegun(HELLO)   ( DeviationMet | MessagePassed )* PhaseEnded(HELLO)
 *   Established
 *     ( RequestBegun … RequestEnded | DeviationMet | LateReply | NotificationUnheard | MessagePassed | TrafficPassed
 *     | SubscriptionBegun … ( NotificationsPassed | NotificationsLost )* … SubscriptionEnded )*
 *   Closed
 * </pre>
 *
 * A device that calls (RFC 8071) begins with {@code SECURE}, in which {@code Identified} comes before {@code Secured}.
 * {@code OpenFailed} stands in place of everything after the phase that failed. Every {@code Opening} is followed by exactly one
 * of {@code OpenFailed} and {@code Closed}; every {@code PhaseBegun} by its {@code PhaseEnded} or {@code OpenFailed}; every
 * {@code RequestBegun} by its {@code RequestEnded}, before {@code Closed}, and so is {@code SubscriptionBegun} by its {@code
 * SubscriptionEnded}. A session has one subscription at a time. What {@code NotificationsLost} counts in between is in sum
 * what {@code SubscriptionEnded} says. {@code Connected}, {@code WirePassed}, {@code PlainPassed} and {@code TcpMeasured} come at any time from
 * {@code PhaseBegun(CONNECT)} on, in this order of their first. Nothing is told after the end.
 */
public sealed interface SessionEvent {
    /** An attempt begins. */
    record Opening(Device device) implements SessionEvent {}

    /** A phase begins. */
    record PhaseBegun(Phase phase) implements SessionEvent {}

    /**
     * A phase succeeded.
     *
     * @param phase which
     * @param took how long it took
     * @param detail what came of it: the addresses, the address connected to, the version and suite
     */
    record PhaseEnded(Phase phase, Duration took, String detail) implements SessionEvent {
        /** A part of the detail may be what the device says of itself: it is one harmless line. */
        public PhaseEnded {
            detail = OneLine.of(detail);
        }
    }

    /**
     * The device that called (RFC 8071) is known now; from here on the key of the events carries its name.
     *
     * @param device as the inventory has it, and reached by the call
     */
    record Identified(Device device) implements SessionEvent {}

    /**
     * One of several addresses could not be connected to.
     *
     * @param address which
     * @param why the words of the operating system
     */
    record AddressFailed(SocketAddress address, String why) implements SessionEvent {}

    /** The handshake is done, and the server is whom it should be. */
    record Secured(SecurityDetails details) implements SessionEvent {}

    /**
     * The session is up.
     *
     * @param hello what the device announced
     * @param took the time from the beginning of the attempt
     */
    record Established(ServerHello hello, Duration took) implements SessionEvent {}

    /** No session came to be. */
    record OpenFailed(NetconfException failure) implements SessionEvent {}

    /**
     * A request was handed to the session.
     *
     * @param id its message-id
     * @param operation the operation's name
     */
    record RequestBegun(long id, String operation) implements SessionEvent {}

    /**
     * A request has ended, as far as the session is concerned.
     *
     * @param id its message-id
     * @param operation the operation's name
     * @param took the time from handing it over
     * @param failure why there is no reply, or null if there is one; whether that reports an error is known when it is
     *     read, which a {@link RequestListener} is told
     */
    record RequestEnded(
            long id,
            String operation,
            Duration took,
            @Nullable NetconfException failure) implements SessionEvent {
        /** What is known of its effect when there is no reply. */
        public @Nullable Fate fate() {
            return failure == null ? null : failure.fate();
        }
    }

    /**
     * The device departed from the standard in a way that was tolerated.
     *
     * @param deviation which
     * @param detail what exactly, on one line whatever the device said
     */
    record DeviationMet(Deviation deviation, String detail) implements SessionEvent {
        public DeviationMet {
            detail = OneLine.of(detail);
        }
    }

    /**
     * Bytes have passed on an open session. Told when some arrive and either 64 KiB or a second have passed since it was last
     * told, so what is missing from the last one is little; {@code Closed} has it all.
     *
     * @param soFar the bytes at each layer since the session's connection was made
     */
    record TrafficPassed(Traffic soFar) implements SessionEvent {}

    /** The reply to a request that had been given up. */
    record LateReply(long id, String operation) implements SessionEvent {}

    /** A notification that nobody has subscribed to, or wants any more. */
    record NotificationUnheard(int bytes) implements SessionEvent {}

    /**
     * The device sends notifications (RFC 5277). Some may have come before it said so.
     *
     * @param stream of which event stream
     * @param from from when it replays, or null
     */
    record SubscriptionBegun(String stream, @Nullable Instant from) implements SessionEvent {}

    /**
     * Notifications came; told at most once a second. What came since the last time, {@code SubscriptionEnded} tells.
     *
     * @param stream of which event stream
     * @param soFar how many since the subscription began, the lost ones included
     */
    record NotificationsPassed(String stream, long soFar) implements SessionEvent {}

    /**
     * Notifications came for which there was no room, because their subscriber is slower than the device. Told at once
     * when it begins, then at most once a second, and before the end.
     *
     * @param stream of which event stream
     * @param count how many since this was last told
     */
    record NotificationsLost(String stream, long count) implements SessionEvent {}

    /**
     * A subscription to notifications has ended.
     *
     * @param stream to which event stream
     * @param how why
     * @param lasted the time since it began
     * @param received how many notifications came
     * @param lost how many of them there was no room for
     */
    record SubscriptionEnded(String stream, How how, Duration lasted, long received, long lost)
            implements SessionEvent {
        /** Why a subscription ends. */
        public enum How {
            /** The device reached the stop time; the session is an ordinary one again. */
            COMPLETED,
            /** Nobody listens any more; the device sends all the same, until the session ends. */
            CANCELLED,
            /** The session was closed in order. */
            SESSION_CLOSED,
            /** The session failed. */
            SESSION_LOST
        }
    }

    /**
     * A whole message passed; only for listeners that ask for messages. Not told are replies that are streamed, to a
     * file or through a reader, and those that no request waits for: they are never held as a whole.
     *
     * @param outbound whether we sent it
     * @param message the message without framing, read-only, valid during the call; secrets are in it
     */
    record MessagePassed(boolean outbound, ByteBuffer message) implements SessionEvent {}

    /**
     * There is a connection; only for listeners that ask for the wire. Through a jump host, it is the one to that host.
     *
     * @param local our end
     * @param remote the other end
     */
    record Connected(SocketAddress local, SocketAddress remote) implements SessionEvent {}

    /**
     * Bytes passed at the socket, below the encryption; only for listeners that ask for the wire.
     *
     * @param outbound whether we sent them
     * @param bytes what passed, read-only, valid during the call; in clear text secrets are in it
     */
    record WirePassed(boolean outbound, ByteBuffer bytes) implements SessionEvent {}

    /**
     * Bytes passed above the encryption, with NETCONF's framing, in the pieces in which they were handed up or down; only
     * for listeners that ask for the wire.
     *
     * @param outbound whether we sent them
     * @param bytes what passed, read-only, valid during the call; secrets are in it
     */
    record PlainPassed(boolean outbound, ByteBuffer bytes) implements SessionEvent {}

    /**
     * What the operating system made of the connection at that time; only for listeners that ask for the wire, and only on
     * Linux with Netty's native transport. Told at most every 50 ms while bytes arrive, and before the connection is
     * closed from here.
     */
    record TcpMeasured(TcpState state) implements SessionEvent {}

    /**
     * The session is over.
     *
     * @param traffic the bytes at each layer
     * @param lasted the time since it was established
     * @param failure why, or null after an orderly close
     */
    record Closed(
            Traffic traffic, Duration lasted, @Nullable NetconfException failure) implements SessionEvent {}
}
