/**
 * A NETCONF device that is not there: over TLS or TCP, with datastores, scripts and faults, any number of them in one
 * process.
 *
 * <pre>{@code
 * DevicePki pki = DevicePki.create();
 * try (DeviceSimulator device = DeviceSimulator.builder()
 *         .tls(TlsSettings.of(pki))
 *         .running("<system xmlns='urn:example:system'><name>pe1</name></system>")
 *         .faults(FaultPlan.onConnection(1, WireFault.tlsRecords(4096, 16)))
 *         .start()) {
 *     pki.writeTo(directory); // ca.pem, client.pem, client-key.pem: what a client needs
 *     connectTo(device.host(), device.port());
 * }
 * }</pre>
 *
 * <p>May import: Netty, {@code dev.parley.simulator.datastore}, {@code .yang}, {@code .pki}, {@code .fault}, and the
 * protocol module; never the client. Read first: {@link dev.parley.simulator.DeviceSimulator}, then
 * {@code Conversation}. Threads: everything about one connection happens on its event loop; what the sessions of a device
 * share is in {@link dev.parley.simulator.datastore.Datastores}, behind its monitor, and in concurrent collections. Builders
 * and values belong to their callers.
 */
@NullMarked
package dev.parley.simulator;

import org.jspecify.annotations.NullMarked;
