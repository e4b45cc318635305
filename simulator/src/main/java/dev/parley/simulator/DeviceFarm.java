package dev.parley.simulator;

import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.ssh.SshSettings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import javax.net.ssl.SSLException;

/**
 * Any number of simulated devices in one process: they share a few threads and, where they have the same settings, one
 * TLS context or SSH host. Safe for any thread.
 *
 * <pre>{@code
 * try (DeviceFarm farm = DeviceFarm.open(2)) {
 *     List<DeviceSimulator> devices = farm.start(500, 16000, i -> DeviceSimulator.builder().tls(settings));
 * }
 * }</pre>
 */
public final class DeviceFarm implements AutoCloseable {
    private final EventLoopGroup loops;
    private final Map<TlsSettings, SslContext> contexts = new ConcurrentHashMap<>();
    private final Map<SshSettings, SshHost> hosts = new ConcurrentHashMap<>();
    private final List<DeviceSimulator> devices = new CopyOnWriteArrayList<>();

    private DeviceFarm(int threads) {
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("parley-simulator", true), NioIoHandler.newFactory());
    }

    /** A farm whose devices share so many threads. */
    public static DeviceFarm open(int threads) {
        return new DeviceFarm(threads);
    }

    /** Starts one device here. */
    public DeviceSimulator start(DeviceSimulator.Builder device) {
        DeviceSimulator started = device.startIn(this);
        devices.add(started);
        return started;
    }

    /**
     * Starts many devices.
     *
     * @param count how many
     * @param firstPort the first one's port, from which on each has the next; 0 lets the system choose
     * @param device describes each, by its number from 0
     */
    public List<DeviceSimulator> start(int count, int firstPort, IntFunction<DeviceSimulator.Builder> device) {
        List<DeviceSimulator> started = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            started.add(start(device.apply(i).port(firstPort == 0 ? 0 : firstPort + i)));
        }
        return started;
    }

    /** The devices that were started here and not closed. */
    public List<DeviceSimulator> devices() {
        return List.copyOf(devices);
    }

    /**
     * Lets every device call a client that listens for devices, all at once (RFC 8071).
     *
     * @return completes when all TCP connections stand, and fails if one of them cannot be made
     */
    public CompletableFuture<Void> callHome(InetSocketAddress client) {
        return CompletableFuture.allOf(
                devices.stream().map(device -> device.callHome(client)).toArray(CompletableFuture<?>[]::new));
    }

    EventLoopGroup loops() {
        return loops;
    }

    void forget(DeviceSimulator device) {
        devices.remove(device);
    }

    SslContext context(TlsSettings settings) {
        return contexts.computeIfAbsent(settings, DeviceFarm::newContext);
    }

    SshHost host(SshSettings settings) {
        return hosts.computeIfAbsent(settings, each -> SshHost.of(each, loops));
    }

    private static SslContext newContext(TlsSettings settings) {
        Credentials identity = settings.identity();
        X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
        boolean jdk = settings.provider() == TlsSettings.Provider.JDK;
        SslContextBuilder builder = jdk
                ? SslContextBuilder.forServer(new IdentityInMemory(identity)).sslProvider(SslProvider.JDK)
                : SslContextBuilder.forServer(identity.key(), chain).sslProvider(SslProvider.OPENSSL);
        try {
            return builder.trustManager(settings.trusted())
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols(settings.versions().stream()
                            .map(TlsSettings.Version::protocol)
                            .toArray(String[]::new))
                    .build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("no TLS can be made of " + settings.identity(), e);
        }
    }

    /** Closes every device with its connections, and ends the threads; returns when that is done. Idempotent. */
    @Override
    public void close() {
        devices.forEach(DeviceSimulator::close);
        Future<?> ended = loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        ended.awaitUninterruptibly();
    }
}
