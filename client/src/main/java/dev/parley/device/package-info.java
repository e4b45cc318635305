/**
 * What a device is, as a value: where it is, how it is secured, which deadlines and limits hold for it.
 *
 * <p>May import: {@code dev.parley.tls} and the protocol module. Read first: {@link dev.parley.device.Device}. Threads:
 * everything here is immutable.
 */
@NullMarked
package dev.parley.device;

import org.jspecify.annotations.NullMarked;
