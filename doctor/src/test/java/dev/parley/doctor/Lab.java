package dev.parley.doctor;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.Phase;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.ssh.HostKeys;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshFingerprint;
import dev.parley.ssh.SshLogin;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What one examination needs: devices and servers, which it closes in the end, and how a client reaches them. */
final class Lab implements AutoCloseable {
    static final DevicePki PKI = DevicePki.create();
    static final Issuer AUTHORITY = Issuer.named("the authority");
    static final dev.parley.simulator.ssh.HostKeys KEYS = dev.parley.simulator.ssh.HostKeys.generate();
    /** Long enough for a busy machine: what is not meant to hit a limit must not. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final String CONFIGURATION = "<system xmlns='urn:example:system'><name>pe1</name></system>";

    private final List<Resource> open = new ArrayList<>();

    /** Something to close. */
    @FunctionalInterface
    interface Resource extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** A simulated device over TLS with these faults. */
    Device simulated(Fault... faults) {
        return simulated(builder -> builder, faults);
    }

    Device simulated(UnaryOperator<DeviceSimulator.Builder> more, Fault... faults) {
        return at(simulator(more, faults).port(), tls());
    }

    DeviceSimulator simulator(UnaryOperator<DeviceSimulator.Builder> more, Fault... faults) {
        return keep(more.apply(DeviceSimulator.builder()
                        .tls(TlsSettings.of(PKI))
                        .running(CONFIGURATION)
                        .faults(FaultPlan.always(faults)))
                .start());
    }

    /** A simulated device in clear text. */
    Device cleartext(Fault... faults) {
        DeviceSimulator device = keep(DeviceSimulator.builder()
                .clearText()
                .running(CONFIGURATION)
                .faults(FaultPlan.always(faults))
                .start());
        return Device.cleartextTcp("127.0.0.1", device.port()).withTimeouts(patient());
    }

    /** A simulated device over SSH. */
    Device ssh(UnaryOperator<SshSettings> settings, Ssh ssh, Fault... faults) {
        DeviceSimulator device = keep(DeviceSimulator.builder()
                .ssh(settings.apply(SshSettings.of(KEYS, SshUser.named("admin").password("secret"))))
                .running(CONFIGURATION)
                .faults(FaultPlan.always(faults))
                .start());
        return SshAccess.device("127.0.0.1", device.port(), ssh).withTimeouts(patient());
    }

    static Ssh admin() {
        return Ssh.trusting(pinned()).as("admin", SshLogin.password("secret"::toCharArray));
    }

    static HostKeys pinned() {
        List<SshFingerprint> pins =
                KEYS.fingerprints().stream().map(SshFingerprint::parse).toList();
        return HostKeys.pinned(pins.get(0), pins.subList(1, pins.size()).toArray(SshFingerprint[]::new));
    }

    /** A server that plays a script over TCP. */
    int server(PlainServer.Script script) {
        return started(PlainServer.start(script)).port();
    }

    /** A server that plays a script over TLS of the JDK. */
    int tlsServer(PlainServer.Script script) {
        javax.net.ssl.SSLContext context = PlainServer.tls(PKI.server(), PKI.authority());
        return server((wire, number) -> script.play(wire.secured(context, new byte[0]), number));
    }

    /** A TLS server with that identity, which is refused before it matters what it says. */
    Device identified(Credentials identity, Tls tls) {
        DeviceSimulator device =
                simulator(builder -> builder.tls(TlsSettings.of(PKI).identity(identity)));
        return at(device.port(), tls);
    }

    Device at(int port, Tls tls) {
        return Device.tls("127.0.0.1", port, tls).withTimeouts(patient());
    }

    /** What our client believes and shows, if nothing else is said. */
    static Tls tls() {
        return Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                .withIdentity(identity(PKI.client()))
                .withProvider(TlsProvider.JDK);
    }

    static Tls trusting(Issuer issuer) {
        return tls().withTrust(TlsTrust.authorities(List.of(issuer.certificate())));
    }

    static TlsIdentity identity(Credentials credentials) {
        return TlsIdentity.of(credentials.key(), credentials.chain());
    }

    /** Limits that only a device that does nothing hits. */
    static Timeouts patient() {
        return Timeouts.of(LONG).withClose(Duration.ofSeconds(10));
    }

    /** The same device, given little time for one phase: for devices that fall silent in it. */
    static Device hurried(Device device, Phase phase) {
        return device.withTimeouts(device.timeouts().with(phase, SHORT));
    }

    /** A port on which nobody listens. */
    static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port where requests for a connection are dropped: as many wait to be accepted as the system keeps. */
    int blackHole() {
        try {
            ServerSocket full = keep(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            while (true) {
                Socket waiting = keep(new Socket());
                try {
                    waiting.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()), 300);
                } catch (SocketTimeoutException e) {
                    return full.getLocalPort();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends Closeable> T keep(T resource) {
        closing(resource::close);
        return resource;
    }

    private PlainServer started(PlainServer server) {
        closing(server::close);
        return server;
    }

    private DeviceSimulator keep(DeviceSimulator device) {
        closing(device::close);
        return device;
    }

    /** Is done in the end, after what is given later. */
    void closing(Resource resource) {
        open.add(0, resource);
    }

    @Override
    public void close() throws IOException {
        for (Resource each : open) {
            each.close();
        }
    }
}
