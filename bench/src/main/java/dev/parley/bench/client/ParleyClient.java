package dev.parley.bench.client;

import dev.parley.NetconfClient;
import dev.parley.bench.Keys;
import dev.parley.device.Device;
import dev.parley.event.SessionListener;
import dev.parley.operation.Datastore;
import dev.parley.operation.Filter;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.ssh.HostKeys;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshLogin;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsPolicy;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import dev.parley.tls.TlsVersion;
import dev.parley.xml.Xml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Parley as its users have it: everything by default, but for the provider and the version of TLS, and for SSH a password. */
final class ParleyClient implements BenchClient {
    private static final GetConfig REQUEST = GetConfig.from(Datastore.RUNNING);

    private final NetconfClient client;
    private final Function<Target, Device> way;

    private ParleyClient(Function<Target, Device> way, SessionListener... watching) {
        NetconfClient.Builder builder = NetconfClient.builder();
        List.of(watching).forEach(builder::listener);
        this.client = builder.build();
        this.way = way;
    }

    static ParleyClient overTls(Path keys, boolean boringSsl, Wire wire, SessionListener... watching) {
        Tls tls = Tls.trusting(TlsTrust.caFile(keys.resolve("ca.crt")))
                .withIdentity(TlsIdentity.pem(keys.resolve("client.crt"), keys.resolve("client.key")))
                .withPolicy(TlsPolicy.COMPATIBLE.withVersions(
                        wire.tls().equals("1.3") ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2))
                .withProvider(boringSsl ? TlsProvider.BORINGSSL : TlsProvider.JDK);
        return new ParleyClient(
                target -> Device.tls(target.host(), target.port(), target.resumption() ? tls : tls.withoutResumption()),
                watching);
    }

    static ParleyClient overSsh(Path keys) {
        Ssh ssh = Ssh.trusting(HostKeys.knownHosts(keys.resolve(Keys.KNOWN_HOSTS)))
                .as(Keys.USER, SshLogin.password(Keys.PASSWORD::toCharArray));
        return new ParleyClient(target -> SshAccess.device(target.host(), target.port(), ssh));
    }

    private Device device(Target target) {
        Device device = way.apply(target);
        // the peer reads a hello and what follows it in any case, and the other clients do not wait either
        return device.withProtocol(device.protocol().withHelloHeadStart(Duration.ZERO));
    }

    @Override
    public Connection open(Target target) {
        return new Conversation(client.open(device(target)));
    }

    @Override
    public CompletableFuture<Conversation> openAsync(Target target) {
        return client.openAsync(device(target)).thenApply(Conversation::new);
    }

    @Override
    public FloodCost flood(Target target, Subscriber subscriber, int perSecond, int seconds) {
        try (Session session = client.open(device(target))) {
            return new FloodRun(session, perSecond, seconds).with(subscriber);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private record Conversation(Session session) implements Connection {
        @Override
        public void rpc() {
            session.send(REQUEST);
        }

        @Override
        public CompletableFuture<?> ask() {
            return session.sendAsync(REQUEST);
        }

        @Override
        public void pipelined(int requests, int inFlight) {
            AtomicInteger unsent = new AtomicInteger(requests - inFlight);
            CountDownLatch unanswered = new CountDownLatch(inFlight);
            for (int i = 0; i < inFlight; i++) {
                ask(unsent, unanswered);
            }
            await(unanswered);
        }

        private void ask(AtomicInteger unsent, CountDownLatch unanswered) {
            session.sendAsync(REQUEST).whenComplete((data, failure) -> {
                if (failure == null && unsent.getAndDecrement() > 0) {
                    ask(unsent, unanswered);
                } else {
                    unanswered.countDown();
                }
            });
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void large(long bytes, Path file) {
            session.send(REQUEST.filter(Filter.subtree(Xml.parse("<size>" + bytes + "</size>")))
                    .toFile(file));
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
