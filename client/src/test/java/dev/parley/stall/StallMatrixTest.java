package dev.parley.stall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.fixture.JdkTls;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.WatchedClient;
import dev.parley.framing.Framing;
import dev.parley.message.Reply;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.stall.NaiveClient.Outcome;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsPolicy;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a server's bytes are cut into TLS records, TCP segments and pauses, the session opens and every reply is whole
 * (F-06, F-07). A stall shows because the limit of its phase runs out, which is twenty seconds for a busy machine and
 * what the bytes and records of the cell explain.
 *
 * <p>That the matrix can fail is shown by a client that waits for the socket while decrypted bytes are left: it stalls in
 * exactly the cells where the last record holds more than it takes at once.
 */
@Timeout(120)
class StallMatrixTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final int AT_ONCE = 32;

    private static MatrixServers servers;

    @BeforeAll
    static void start() {
        servers = new MatrixServers();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    static Stream<Arguments> versionsAndFramings() {
        return Stream.of(TlsVersion.values())
                .flatMap(version -> Stream.of(Framing.values()).map(framing -> Arguments.of(version, framing)));
    }

    static Stream<Arguments> kinds() {
        return Stream.of(TlsProvider.JDK, TlsProvider.BORINGSSL)
                .flatMap(provider -> versionsAndFramings()
                        .map(Arguments::get)
                        .map(other -> Arguments.of(provider, other[0], other[1])));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everySessionOpensAndEveryReplyIsWhole(TlsProvider provider, TlsVersion version, Framing framing) {
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(servers.pki().authority())))
                .withIdentity(TlsIdentity.of(
                        servers.pki().client().key(), servers.pki().client().chain()))
                .withProvider(provider)
                .withPolicy(TlsPolicy.COMPATIBLE.withVersions(version));
        Queue<Cell> waiting = new ConcurrentLinkedQueue<>(Cell.all());
        Queue<String> failed = new ConcurrentLinkedQueue<>();
        try (WatchedClient client = WatchedClient.create()) {
            List<CompletableFuture<Void>> lanes = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                lanes.add(oneAfterTheOther(waiting, cell -> pass(client, tls, framing, cell), failed));
            }
            lanes.forEach(CompletableFuture::join);
        }
        assertThat(failed).isEmpty();
    }

    private interface Trial {
        CompletableFuture<Void> of(Cell cell);
    }

    private static CompletableFuture<Void> oneAfterTheOther(Queue<Cell> waiting, Trial trial, Queue<String> failed) {
        Cell cell = waiting.poll();
        if (cell == null) {
            return CompletableFuture.completedFuture(null);
        }
        return trial.of(cell)
                .exceptionally(failure -> {
                    failed.add(cell + ": " + failure);
                    return null;
                })
                .thenCompose(done -> oneAfterTheOther(waiting, trial, failed));
    }

    private static CompletableFuture<Void> pass(WatchedClient client, Tls tls, Framing framing, Cell cell) {
        Device device = Device.tls("127.0.0.1", servers.port(cell), tls).withTimeouts(explainedBy(cell));
        device = device.withProtocol(device.protocol().withHelloHeadStart(Duration.ZERO));
        Device spoken = framing == Framing.CHUNKED
                ? device
                : device.withProtocol(device.protocol().withBase10Only());
        return client.openAsync(spoken).thenCompose(session -> {
            assertThat(session.hello().framing()).isEqualTo(framing);
            long hello = session.traffic().consumed();
            CompletableFuture<Void> asked = cell.message() == Cell.Message.HELLO
                    ? CompletableFuture.completedFuture(null)
                    : session.sendAsync(Rpc.of(MatrixServers.request(cell.replyLength(framing))))
                            .thenAccept(reply -> assertWhole(cell, framing, hello, reply, session));
            return asked.thenCompose(answered -> session.closeAsync())
                    .thenAccept(traffic -> assertThat(traffic.isDrained()).isTrue());
        });
    }

    private static Timeouts explainedBy(Cell cell) {
        long records = cell.bytes() / cell.record();
        return Timeouts.of(
                Duration.ofSeconds(20).plusNanos(20_000L * cell.bytes()).plusMillis(5 * records));
    }

    private static void assertWhole(Cell cell, Framing framing, long hello, Reply reply, Session session) {
        assertThat(reply.envelope().size()).isEqualTo(cell.replyLength(framing));
        assertThat(session.traffic().consumed() - hello).isEqualTo(cell.bytes());
    }

    @Tag("any-jdk")
    @ParameterizedTest
    @MethodSource("versionsAndFramings")
    void aClientThatWaitsForTheSocketFirstStallsWhereBytesAreLeft(TlsVersion version, Framing framing)
            throws InterruptedException, ExecutionException {
        SSLContext tls = JdkTls.context(servers.pki().client(), servers.pki().authority());
        List<Cell> cells = Cell.all();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<Outcome>> trials = cells.stream()
                    .map(cell -> (Callable<Outcome>) () -> tryNaively(tls, version, framing, cell))
                    .toList();
            List<Cell> stalled = new ArrayList<>();
            List<Future<Outcome>> outcomes = threads.invokeAll(trials);
            for (int i = 0; i < cells.size(); i++) {
                if (outcomes.get(i).get() == Outcome.STALLED) {
                    stalled.add(cells.get(i));
                }
            }
            List<Cell> predicted = cells.stream().filter(Cell::stallsTheNaive).toList();
            assertThat(stalled).isNotEmpty().containsExactlyElementsOf(predicted);
        } finally {
            threads.shutdown();
        }
    }

    private static Outcome tryNaively(SSLContext tls, TlsVersion version, Framing framing, Cell cell)
            throws IOException {
        try (NaiveClient client = new NaiveClient(tls, version.protocol(), servers.port(cell))) {
            client.sayHello(framing == Framing.CHUNKED);
            int hello = cell.message() == Cell.Message.HELLO ? cell.bytes() : Cell.SHORT;
            Outcome greeted = client.receive(hello);
            if (greeted == Outcome.STALLED || cell.message() == Cell.Message.HELLO) {
                return greeted;
            }
            client.agreeOn(framing);
            client.request(MatrixServers.request(cell.replyLength(framing)));
            return client.receive(cell.bytes());
        }
    }
}
