package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fixture.NothingLeaks;
import dev.parley.tls.RefusingServer.Cost;
import dev.parley.tls.RefusingServer.Manner;
import dev.parley.tls.TestCertificates.Authority;
import dev.parley.tls.TestCertificates.Leaf;
import io.netty.handler.ssl.SslProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S-07: a device that resumes no session costs a full handshake, and nothing besides. */
@Timeout(120)
class RefusedResumptionTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final int OPENINGS = 12;

    /** By so much two handshakes alike may differ: signatures of elliptic curves are of several lengths. */
    private static final long ALIKE = 16;

    /** By so much the first messages of BoringSSL differ among each other. */
    private static final long PADDED = 64;

    /** The largest ticket is that of the JDK, which has the client's certificates in it. */
    private static final long OFFERED = 1_024;

    private static final Authority CA = TestCertificates.authority("Test CA");
    private static final String NAME = "pe1.example";
    private static final Leaf SERVER = CA.server(NAME);

    static Stream<Arguments> all() {
        return HandshakeTest.providersAndVersions()
                .flatMap(both ->
                        Stream.of(Manner.values()).map(manner -> Arguments.of(both.get()[0], both.get()[1], manner)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void itCostsNothingExtra(TlsProvider provider, TlsVersion version, Manner manner) throws InterruptedException {
        try (RefusingServer server = new RefusingServer(manner, SERVER, version);
                TestClient client = new TestClient()) {
            Tls joe = Tls.trusting(CA.trust())
                    .withProvider(provider)
                    .withIdentity(CA.client("joe").identity());
            List<Cost> costs = new ArrayList<>();
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < OPENINGS; i++) {
                TlsDetails details = client.open(joe, NAME, server.port()).succeeded();
                assertThat(details.resumed()).isFalse();
                assertThat(details.version()).isEqualTo(version);
                costs.add(Objects.requireNonNull(server.costs.poll(30, TimeUnit.SECONDS)));
                kept.add(client.keptSessions());
            }
            Cost full = costs.get(0);
            assertThat(costs).allSatisfy(cost -> {
                assertThat(cost.answers()).as("round trips").isEqualTo(full.answers());
                assertThat(cost.out() - full.out())
                        .as("bytes more to the client")
                        .isBetween(-ALIKE, ALIKE);
                assertThat(cost.in() - full.in()).as("bytes of what it offered").isBetween(-PADDED, OFFERED);
            });
            assertThat(kept).allSatisfy(sessions -> assertThat(sessions).isBetween(0, Lanes.LEAST_SESSIONS));
            assertThat(server.clients.full).hasValue(OPENINGS);
            assertThat(server.clients.resumed).hasValue(0);
            assertThat(server.costs).as("further connections").isEmpty();
        }
    }

    // of two tickets that a server gives each time, one is used
    @ParameterizedTest
    @MethodSource("dev.parley.tls.HandshakeTest#bothSides")
    void ticketsThatAreNeverUsedDoNotPileUp(TlsProvider provider, TlsVersion version, SslProvider theirs) {
        try (TestServer server = TestServer.of(theirs, SERVER, version);
                TestClient client = new TestClient()) {
            Tls tls = Tls.trusting(CA.trust()).withProvider(provider);
            for (int i = 0; i < OPENINGS; i++) {
                TlsDetails details = client.open(tls, NAME, server.port()).succeeded();
                assertThat(details.resumed()).isEqualTo(i > 0);
                assertThat(client.keptSessions()).isBetween(1, Lanes.LEAST_SESSIONS);
            }
        }
    }
}
