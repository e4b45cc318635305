/**
 * A NETCONF device that is not there: over TLS, SSH, TCP or a UNIX socket, called or calling, with datastores, streams of
 * events, scripts and faults, any number of them in one process.
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
 * <p>Over SSH, the same with {@code .ssh(SshSettings.of(HostKeys.generate(), SshUser.named("operator").password("secret")))}:
 * MINA's server is fed by the connections' event loops and has no thread of its own.
 *
 * <p>May import: Netty, Apache MINA SSHD, {@code dev.parley.simulator.datastore}, {@code .yang}, {@code .notification},
 * {@code .pki}, {@code .ssh}, {@code .fault}, and the protocol module; never the client. Read first: {@link
 * dev.parley.simulator.DeviceSimulator}, then {@code Chassis} and {@code Conversation}; for SSH {@code SshArrival}, for
 * notifications {@code Subscription}. Threads: everything about one connection happens on its event loop; what the sessions of a device
 * share is in {@link dev.parley.simulator.datastore.Datastores}, behind its monitor, and in concurrent collections. Builders
 * and values belong to their callers.
 */
@NullMarked
package dev.parley.simulator;

import org.jspecify.annotations.NullMarked;
