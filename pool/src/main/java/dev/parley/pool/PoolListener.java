package dev.parley.pool;

import dev.parley.device.Device;

/**
 * Is told what happens in a pool. Called on whatever thread it happens on, also at the same time: it must be safe for all
 * threads, return quickly and not block. An exception from it is logged and otherwise ignored.
 */
@FunctionalInterface
public interface PoolListener {
    /**
     * Something happened.
     *
     * @param device to the sessions of which device
     * @param event what
     */
    void on(Device device, PoolEvent event);
}
