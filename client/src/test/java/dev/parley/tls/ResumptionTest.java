package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.OpenException.Reason;
import dev.parley.fixture.NothingLeaks;
import dev.parley.tls.TestCertificates.Authority;
import dev.parley.tls.TestCertificates.Leaf;
import dev.parley.tls.TlsDetails.ClientCertificate;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S-03 to S-07: a session is resumed by whom it belongs to, under the trust it began with, and by nobody else. */
class ResumptionTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final Authority CA = TestCertificates.authority("Test CA");
    private static final String NAME = "pe1.example";
    private static final Leaf SERVER = CA.server(NAME, "pe2.example");

    @TempDir
    Path folder;

    static Stream<Arguments> providersAndVersions() {
        return HandshakeTest.providersAndVersions();
    }

    static Stream<Arguments> bothSides() {
        return HandshakeTest.bothSides();
    }

    @ParameterizedTest
    @MethodSource("bothSides")
    void aSecondConnectionResumes(TlsProvider provider, TlsVersion version, SslProvider theirs) {
        try (TestServer server = TestServer.mutual(theirs, SERVER, CA, version);
                TestClient client = new TestClient()) {
            Tls joe = tls(provider).withIdentity(CA.client("joe").identity());

            TlsDetails first = client.open(joe, NAME, server.port()).succeeded();
            assertThat(first.resumed()).isFalse();
            for (int i = 0; i < 5; i++) {
                TlsDetails later = client.open(joe, NAME, server.port()).succeeded();

                assertThat(later.resumed()).as("connection %s", i).isTrue();
                assertThat(later.version()).isEqualTo(version);
                assertThat(later.suite()).isEqualTo(first.suite());
                assertThat(later.peerCertificates()).isEqualTo(first.peerCertificates());
                assertThat(later.clientCertificate()).isEqualTo(ClientCertificate.NOT_ASKED);
            }
            assertThat(server.clients).hasSize(6).containsOnly("CN=joe");
        }
    }

    @ParameterizedTest
    @MethodSource("bothSides")
    void anotherIdentityNeverResumes(TlsProvider provider, TlsVersion version, SslProvider theirs) {
        try (TestServer server = TestServer.mutual(theirs, SERVER, CA, version);
                TestClient client = new TestClient()) {
            Tls joe = tls(provider).withIdentity(CA.client("joe").identity());
            Tls ann = tls(provider).withIdentity(CA.client("ann").identity());

            assertThat(resumed(client, joe, server)).isFalse();
            assertThat(resumed(client, ann, server)).isFalse();
            assertThat(resumed(client, joe, server)).isTrue();
            assertThat(resumed(client, ann, server)).isTrue();
            assertThat(server.clients).containsExactly("CN=joe", "CN=ann", "CN=joe", "CN=ann");
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void anIdentityWhoseFilesChangedStartsAnew(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.mutual(SslProvider.JDK, SERVER, CA, version);
                TestClient client = new TestClient()) {
            Path file = folder.resolve("client.pem");
            Leaf joe = CA.client("joe");
            Leaf ann = CA.client("ann");
            TestCertificates.pem(file, joe.certificate(), TestCertificates.pkcs8(joe.key()));
            Tls tls = tls(provider).withIdentity(TlsIdentity.pem(file, file));

            assertThat(resumed(client, tls, server)).isFalse();
            assertThat(resumed(client, tls, server)).isTrue();
            TestCertificates.pem(file, ann.certificate(), TestCertificates.pkcs8(ann.key()));
            assertThat(resumed(client, tls, server)).isFalse();
            assertThat(server.clients).containsExactly("CN=joe", "CN=joe", "CN=ann");
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aTrustWhoseFileChangedIsAskedAnew(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            Authority other = TestCertificates.authority("Other");
            Path file = TestCertificates.pem(folder.resolve("ca.pem"), CA.certificate());
            Tls tls = Tls.trusting(TlsTrust.caFile(file)).withProvider(provider);

            assertThat(resumed(client, tls, server)).isFalse();
            assertThat(resumed(client, tls, server)).isTrue();
            TestCertificates.pem(file, other.certificate(), CA.certificate());
            assertThat(resumed(client, tls, server)).isFalse();
            TestCertificates.pem(file, other.certificate());
            assertThat(client.open(tls, NAME, server.port()).failed().reason()).isEqualTo(Reason.UNKNOWN_CA);
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void anotherTrustPolicyOrNameStartsAnew(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            Tls tls = tls(provider);
            Fingerprint pin = Fingerprint.of(SERVER.certificate());

            assertThat(resumed(client, tls, server)).isFalse();
            for (Tls other : List.of(
                    tls.withTrust(TlsTrust.insecureTrustAnyone()),
                    tls.withTrust(TlsTrust.pins(pin)),
                    tls.withTrust(CA.trust().orPins(pin)),
                    tls.insecureSkipServerName(),
                    tls.withServerName("pe2.example"),
                    tls.withPolicy(TlsPolicy.COMPATIBLE.withGroups("secp256r1", "secp384r1")))) {
                assertThat(resumed(client, other, server)).as(other.toString()).isFalse();
                assertThat(resumed(client, other, server)).as(other.toString()).isTrue();
            }
            assertThat(client.open(tls, "pe2.example", server.port())
                            .succeeded()
                            .resumed())
                    .isFalse();
            assertThat(resumed(client, tls, server)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void equalValuesShareTheirSessions(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            Path file = TestCertificates.pem(folder.resolve("ca.pem"), CA.certificate());

            assertThat(resumed(client, Tls.trusting(TlsTrust.caFile(file)).withProvider(provider), server))
                    .isFalse();
            assertThat(resumed(client, Tls.trusting(TlsTrust.caFile(file)).withProvider(provider), server))
                    .isTrue();
            assertThat(resumed(client, tls(provider), server))
                    .as("the same authority")
                    .isTrue();
        }
    }

    // S-03: providers, and Netty, have their own ideas of when a session that was forgotten meanwhile needs no second
    // look.
    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aSessionThatIsForgottenWhileItIsResumedIsCheckedAllTheSame(TlsProvider provider, TlsVersion version) {
        CountedClients counted = new CountedClients();
        MovableClock clock = new MovableClock();
        try (TestServer server = TestServer.counting(SslProvider.JDK, SERVER, counted, 1, version);
                TestClient client = new TestClient(clock)) {
            Tls joe = tls(provider).withIdentity(CA.client("joe").identity());
            assertThat(resumed(client, joe, server)).isFalse();

            client.atFirstBytes(client::forgetSessions);
            assertThat(resumed(client, joe, server)).isTrue();
            assertThat(counted.resumed).hasValue(1);

            client.atFirstBytes(() -> {});
            resumed(client, joe, server);
            client.atFirstBytes(() -> {
                client.forgetSessions();
                clock.now = SERVER.certificate().getNotAfter().toInstant().plusSeconds(1);
            });
            assertThat(client.open(joe, NAME, server.port()).failed().reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
        }
    }

    private static final class MovableClock implements InstantSource {
        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void withoutResumptionEveryHandshakeIsFull(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            Tls tls = tls(provider).withoutResumption();

            for (int i = 0; i < 3; i++) {
                assertThat(resumed(client, tls, server)).isFalse();
            }
        }
    }

    // The same device at another address, as one that calls home: what counts is the name that it is known by.
    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aServerThatForgotTheSessionIsToldFromOneThatResumes(TlsProvider provider, TlsVersion version) {
        try (TestServer before = TestServer.of(SslProvider.JDK, SERVER, version);
                TestServer after = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            assertThat(client.open(tls(provider), NAME, 4335, before.port())
                            .succeeded()
                            .resumed())
                    .isFalse();
            assertThat(client.open(tls(provider), NAME, 4335, after.port())
                            .succeeded()
                            .resumed())
                    .isFalse();
            for (int i = 0; i < 10; i++) {
                assertThat(client.open(tls(provider), NAME, 4335, after.port())
                                .succeeded()
                                .resumed())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aSessionEndsWithItsCertificate(TlsProvider provider, TlsVersion version) {
        Instant now = Instant.now();
        Instant later = SERVER.certificate().getNotAfter().toInstant().plus(Duration.ofSeconds(1));
        // Asked when the first server is checked, and when the second connection is prepared and its server checked.
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient(clock(now, later, later))) {
            assertThat(resumed(client, tls(provider), server)).isFalse();

            TlsFailure failure = client.open(tls(provider), NAME, server.port()).failed();

            assertThat(failure.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aResumedServerIsCheckedBeforeItHearsAnything(TlsProvider provider, TlsVersion version)
            throws InterruptedException {
        Instant now = Instant.now();
        Instant later = SERVER.certificate().getNotAfter().toInstant().plus(Duration.ofSeconds(1));
        // The certificate expires while the second handshake is under way.
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient(clock(now, now, later))) {
            assertThat(resumed(client, tls(provider), server)).isFalse();
            assertThat(server.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("hello from the client");

            TlsFailure failure = client.open(tls(provider), NAME, server.port()).failed();

            assertThat(failure.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
            assertThat(failure.detail()).contains("our clock says " + later);
            assertThat(server.heard).isEmpty();
        }
    }

    private static boolean resumed(TestClient client, Tls tls, TestServer server) {
        return client.open(tls, NAME, server.port()).succeeded().resumed();
    }

    private static Tls tls(TlsProvider provider) {
        return Tls.trusting(CA.trust()).withProvider(provider);
    }

    private static InstantSource clock(Instant... readings) {
        Deque<Instant> left = new ArrayDeque<>(List.of(readings));
        return left::remove;
    }
}
