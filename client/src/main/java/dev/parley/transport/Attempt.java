package dev.parley.transport;

import dev.parley.device.Device;
import dev.parley.error.Circumstance;
import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.security.SecurityDetails;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One attempt to open a link, seen from the transport. All calls are made on the attempt's {@link #loop}. */
public interface Attempt {
    /** The loop of this attempt. */
    LinkLoop loop();

    /** Whether the attempt is over: then the transport drops what it has. */
    boolean isOver();

    /** What lets go of everything the transport holds for this attempt; each call replaces the one before. */
    void onAbort(Runnable release);

    /**
     * Asked when one of the phases RESOLVE, CONNECT and SECURE runs out of time: whether it is known what held it up. Each
     * call replaces the one before. On the loop.
     */
    void heldUpBy(Supplier<Optional<HeldUp>> what);

    /**
     * What held a phase up.
     *
     * @param what a sentence without its full stop, in the past tense
     * @param advice what to look at
     */
    record HeldUp(String what, String advice) {}

    /** A phase begins; its deadline starts to run. */
    void begin(Phase phase);

    /** The phase succeeded. */
    void end(Phase phase, String detail);

    /** One of several addresses failed. */
    void addressFailed(SocketAddress address, String why);

    /** The device that has called is this one: from now on it is its name, and its time limits and protocol hold. */
    void identified(Device device);

    /** The handshake is done. */
    void secured(SecurityDetails details);

    /** What has passed so far, for the report when the attempt fails before there is a link. */
    void traffic(LinkTraffic traffic);

    /** Is shown the wire, or null if nobody wants to see it. */
    default @Nullable WireTap tap() {
        return null;
    }

    /**
     * The link is up and secured. It belongs to the listener that is returned; bytes may be handed up from then on.
     */
    LinkListener connected(Link link);

    /** The attempt failed in its current phase. */
    default void failed(
            OpenException.Reason reason, String detail, @Nullable String advice, @Nullable Throwable cause) {
        failed(reason, null, detail, advice, cause);
    }

    /** The attempt failed in its current phase, for a reason of which more is known. */
    void failed(
            OpenException.Reason reason,
            @Nullable Circumstance circumstance,
            String detail,
            @Nullable String advice,
            @Nullable Throwable cause);

    /** Something that the caller gave cannot be used, so there was no attempt. */
    void unusable(InputException why);
}
