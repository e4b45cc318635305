package dev.parley.standing;

import dev.parley.device.Device;

/**
 * Is told what happens to standing sessions, in the order in which it happens, on the client's executor, by one thread at a time.
 * A listener that blocks holds up what comes later, of which a limited number is kept. An exception from it is logged and
 * otherwise ignored.
 */
@FunctionalInterface
public interface StandingListener {
    /**
     * Something happened.
     *
     * @param device to whose session; for files and certificates that several devices have in common, one of them
     * @param event what
     */
    void on(Device device, StandingEvent event);
}
