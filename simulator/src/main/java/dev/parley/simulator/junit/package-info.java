/**
 * Simulated devices in JUnit tests: started before the test, closed after it, with the PEM files that a client needs.
 *
 * <pre>{@code
 * @RegisterExtension
 * final SimulatedDeviceExtension device =
 *         SimulatedDeviceExtension.of(b -> b.running("<system xmlns='urn:example:system'/>"));
 *
 * @Test
 * void talksToTheDevice() {
 *     connect(device.host(), device.port(), device.authorityFile(), device.clientFile(), device.clientKeyFile());
 * }
 *
 * @Test
 * void orAsAParameter(@SimulatedDevice DeviceSimulator device, @SimulatedDevice DevicePki pki) {}
 * }</pre>
 *
 * <p>May import: JUnit Jupiter, which users bring themselves, and the packages below. Read first:
 * {@link dev.parley.simulator.junit.SimulatedDeviceExtension}. Threads: as JUnit calls.
 */
@NullMarked
package dev.parley.simulator.junit;

import org.jspecify.annotations.NullMarked;
