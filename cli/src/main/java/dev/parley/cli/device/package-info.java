/**
 * Which device is meant and how it is reached: URLs, the file of devices, and what the command line says beside them,
 * put together into a {@code dev.parley.device.Device}.
 *
 * <p>May import: {@code dev.parley.cli.openssh}, {@code dev.parley.cli.terminal}, the client, SSH and
 * fleet modules. Read first: {@link dev.parley.cli.device.DeviceSettings}. Threads: values; files are read by the caller's thread.
 */
@NullMarked
package dev.parley.cli.device;

import org.jspecify.annotations.NullMarked;
