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

    private static final int SESSIONS = Integer.getInteger("resumption.sessions", 150);
    private static final int AT_ONCE = 64;
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

    @ParameterizedTest
    @MethodSource("bothSides")
    void manyAtOnceToAFewDevices(TlsProvider provider, TlsVersion version, SslProvider theirs) {
        check(provider, version, theirs, AT_ONCE, 4);
    }

    private static void check(TlsProvider provider, TlsVersion version, SslProvider theirs, int atOnce, int devices) {
        CountedClients counted = new CountedClients();
        try (TestServer server = TestServer.counting(theirs, SERVER, counted, version);
                TestClient client = new TestClient()) {
            Tls tls = Tls.trusting(TlsTrust.authorities(List.of(CA.certificate())))
                    .withIdentity(CA.client("joe").identity())
                    .withProvider(provider);
            int first = open(client, tls, server, atOnce, devices);
            assertThat(counted.resumed).hasValue(first);

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
            List<Future<Boolean>> opening = IntStream.range(0, SESSIONS)
                    // the port that sessions are resumed by tells one device from the other
                    .mapToObj(i -> threads.submit(() -> client.open(tls, NAME, 10_000 + i % devices, server.port())
                            .succeeded()
                            .resumed()))
                    .toList();
            int resumed = 0;
            for (Future<Boolean> each : opening) {
                resumed += each.get() ? 1 : 0;
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
