package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fixture.NothingLeaks;
import dev.parley.tls.TestCertificates.Authority;
import dev.parley.tls.TestCertificates.Leaf;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S-02, S-07: of many sessions that are opened a second time nearly all resume, and what we say of them is what the server
 * has seen. {@code -Dresumption.sessions=1000} opens more of them.
 */
@Timeout(300)
class ResumedShareTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final int AT_ONCE = 64;
    /** As many as asked for, in whole batches. */
    private static final int SESSIONS =
            Math.max(2, (Integer.getInteger("resumption.sessions", 128) + AT_ONCE - 1) / AT_ONCE) * AT_ONCE;

    private static final Authority CA = TestCertificates.authority("Test CA");
    private static final String NAME = "pe1.example";
    private static final Leaf SERVER = CA.server(NAME);

    static Stream<Arguments> bothSides() {
        return HandshakeTest.bothSides();
    }

    @ParameterizedTest
    @MethodSource("bothSides")
    void oneAfterTheOtherToAsManyDevices(TlsProvider provider, TlsVersion version, SslProvider theirs) {
        check(provider, version, theirs, 1, SESSIONS);
    }

    // a ticket of TLS 1.3 is good for one connection, so there must be one for each of them
    @ParameterizedTest
    @MethodSource("bothSides")
    void manyAtOnceToOneDevice(TlsProvider provider, TlsVersion version, SslProvider theirs) {
        check(provider, version, theirs, AT_ONCE, 1);
    }

    private static void check(TlsProvider provider, TlsVersion version, SslProvider theirs, int atOnce, int devices) {
        CountedClients counted = new CountedClients();
        try (TestServer server = TestServer.counting(theirs, SERVER, counted, atOnce, version);
                TestClient client = new TestClient()) {
            Tls tls = Tls.trusting(TlsTrust.authorities(List.of(CA.certificate())))
                    .withIdentity(CA.client("joe").identity())
                    .withProvider(provider);
            int first = open(client, tls, server, atOnce, devices);
            assertThat(counted.resumed).as("as the server saw it").hasValue(first);

            int second = open(client, tls, server, atOnce, devices);

            assertThat(second).isBetween(SESSIONS * 99 / 100, SESSIONS);
            assertThat(counted.resumed).as("as the server saw it").hasValue(first + second);
            assertThat(counted.full).as("as the server saw it").hasValue(2 * SESSIONS - first - second);
        }
    }

    /** How many of them say that they were resumed. */
    private static int open(TestClient client, Tls tls, TestServer server, int atOnce, int devices) {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            int resumed = 0;
            for (int done = 0; done < SESSIONS; done += atOnce) {
                int from = done;
                List<Future<Boolean>> batch = IntStream.range(from, from + atOnce)
                        // the port that sessions are resumed by tells one device from the other
                        .mapToObj(i -> threads.submit(() -> client.open(tls, NAME, 10_000 + i % devices, server.port())
                                .succeeded()
                                .resumed()))
                        .toList();
                for (Future<Boolean> each : batch) {
                    resumed += each.get() ? 1 : 0;
                }
            }
            return resumed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdown();
        }
    }
}
