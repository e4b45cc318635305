package dev.parley.transport;

import dev.parley.device.Access;
import dev.parley.device.CallHome;
import dev.parley.device.CallSecurity;
import dev.parley.device.Device;

/**
 * A way of carrying NETCONF to devices. Implementations hold the resources (threads, contexts) that links share; the
 * client closes them.
 */
public interface Transport extends AutoCloseable {
    /** Whether this transport serves that kind of access. */
    boolean serves(Access access);

    /** A loop for one attempt and the link that comes of it. */
    LinkLoop newLoop();

    /**
     * Begins to open a link, and returns at once. The attempt is told of each phase as it begins and ends, and in the end
     * of the link or the failure. The transport sets no timers of its own: the attempt watches the time, and calls what it
     * was given with {@link Attempt#onAbort} when it is over.
     *
     * @param device the device
     * @param attempt is told what happens, on its loop
     */
    void open(Device device, Attempt attempt);

    /** Whether this transport can receive devices that call, secured so. */
    default boolean answers(CallSecurity security) {
        return false;
    }

    /**
     * Begins to listen for devices that call (RFC 8071), and takes them as soon as {@link Calls#accepting} is told. For each
     * the desk gives an attempt, which begins with the phase SECURE. The transport looks the device up in the inventory, on a
     * thread that may block, and tells the attempt.
     *
     * @param how where and for whom
     * @param desk decides about each call
     * @throws dev.parley.error.InputException if it cannot be listened there
     */
    default Calls listen(CallHome how, CallDesk desk) {
        throw new UnsupportedOperationException("devices cannot call by this transport");
    }

    /** Lets go of all resources; links that are still open end. */
    @Override
    void close();
}
