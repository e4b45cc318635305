package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.OpenException.Reason;
import dev.parley.fixture.NothingLeaks;
import dev.parley.tls.TestCertificates.Authority;
import dev.parley.tls.TestCertificates.Leaf;
import dev.parley.tls.TlsDetails.ClientCertificate;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes over the loopback interface, with each provider and each version on our side. */
class HandshakeTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final Authority CA = TestCertificates.authority("Test CA");
    private static final String NAME = "pe1.example";
    private static final Leaf SERVER = CA.server(NAME);

    static Stream<Arguments> providersAndVersions() {
        return Stream.of(TlsProvider.JDK, TlsProvider.BORINGSSL)
                .flatMap(provider -> Stream.of(TlsVersion.values()).map(version -> Arguments.of(provider, version)));
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aServerOfTheRightNameAndAuthorityIsTaken(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            TlsDetails details = client.open(tls(provider), NAME, server.port()).succeeded();

            assertThat(details.version()).isEqualTo(version);
            assertThat(details.provider()).isEqualTo(provider);
            assertThat(details.resumed()).isFalse();
            assertThat(details.serverName()).isEqualTo(NAME);
            assertThat(details.clientCertificate()).isEqualTo(ClientCertificate.NOT_ASKED);
            assertThat(details.fingerprint()).isEqualTo(Fingerprint.of(SERVER.certificate()));
            assertThat(details.names()).containsExactly(NAME);
            assertThat(details.group()).isEqualTo(provider == TlsProvider.BORINGSSL ? "x25519" : null);
        }
    }

    // T-10: with both versions on both sides it is TLS 1.3.
    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void tls13IsPreferred(TlsProvider provider) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
                TestClient client = new TestClient()) {
            assertThat(client.open(tls(provider), NAME, server.port())
                            .succeeded()
                            .version())
                    .isEqualTo(TlsVersion.TLS_1_3);
        }
    }

    // T-09, T-11: with each suite by itself, and the kind of certificate that it needs.
    @ParameterizedTest
    @MethodSource("providersAndSuites")
    void everySuiteThatIsOfferedCanBeUsed(TlsProvider provider, String suite) {
        Leaf leaf = suite.contains("_RSA_")
                ? CA.issue("rsa").key(TestCertificates.rsa(2048)).dns(NAME).sign()
                : SERVER;
        try (TestServer server = TestServer.of(SslProvider.JDK, leaf, builder -> builder.ciphers(List.of(suite)));
                TestClient client = new TestClient()) {
            assertThat(client.open(tls(provider), NAME, server.port())
                            .succeeded()
                            .suite())
                    .isEqualTo(suite);
        }
    }

    static Stream<Arguments> providersAndSuites() {
        return Stream.of(TlsProvider.JDK, TlsProvider.BORINGSSL)
                .flatMap(
                        provider -> TlsPolicy.COMPATIBLE.suites().stream().map(suite -> Arguments.of(provider, suite)));
    }

    // T-03: nothing is said to a server that is not the one asked for.
    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aServerOfAnotherNameHearsNothing(TlsProvider provider, TlsVersion version) throws InterruptedException {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            TlsFailure failure =
                    client.open(tls(provider), "pe2.example", server.port()).failed();

            assertThat(failure.reason()).isEqualTo(Reason.NAME_MISMATCH);
            assertThat(failure.detail()).contains("not for pe2.example", NAME);
            assertThat(server.failures.poll(20, TimeUnit.SECONDS))
                    .contains(provider == TlsProvider.JDK ? "certificate" : "bad_certificate");
            assertThat(server.heard).isEmpty();
            assertThat(server.clients).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aServerOfAnotherNameIsTakenIfTheUserInsists(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            client.open(tls(provider).insecureSkipServerName(), "pe2.example", server.port())
                    .succeeded();
            client.open(tls(provider).withServerName(NAME), "pe2.example", server.port())
                    .succeeded();
        }
    }

    /** A server that must not be taken, why not, and the alert that fits; which one the JDK sends is its own affair. */
    record Unacceptable(Leaf server, Reason reason, String alert) {}

    static Stream<Arguments> unacceptableServers() {
        Duration day = Duration.ofDays(1);
        Instant now = Instant.now();
        return Stream.of(
                        new Unacceptable(
                                CA.issue("expired")
                                        .dns(NAME)
                                        .valid(now.minus(day.multipliedBy(2)), now.minus(day))
                                        .sign(),
                                Reason.CERTIFICATE_EXPIRED,
                                "certificate_expired"),
                        new Unacceptable(
                                CA.issue("tomorrow")
                                        .dns(NAME)
                                        .valid(now.plus(day), now.plus(day.multipliedBy(2)))
                                        .sign(),
                                Reason.CERTIFICATE_EXPIRED,
                                "certificate_expired"),
                        new Unacceptable(
                                TestCertificates.authority("Other").server(NAME), Reason.UNKNOWN_CA, "unknown_ca"),
                        new Unacceptable(CA.intermediate("A").server(NAME).alone(), Reason.UNKNOWN_CA, "unknown_ca"),
                        new Unacceptable(CA.issue(NAME).sign(), Reason.NAME_MISMATCH, "bad_certificate"),
                        new Unacceptable(
                                CA.issue("x")
                                        .dns(NAME)
                                        .usage(KeyPurposeId.id_kp_clientAuth)
                                        .sign(),
                                Reason.BAD_SERVER_CERTIFICATE,
                                "unsupported_certificate"))
                .flatMap(server -> providersAndVersions()
                        .map(both -> Arguments.of(server.reason(), server, both.get()[0], both.get()[1])));
    }

    @ParameterizedTest(name = "{0} {2} {3}")
    @MethodSource("unacceptableServers")
    void anUnacceptableServerIsRefusedWithTheReason(
            Reason reason, Unacceptable unacceptable, TlsProvider provider, TlsVersion version)
            throws InterruptedException {
        try (TestServer server = TestServer.of(SslProvider.JDK, unacceptable.server(), version);
                TestClient client = new TestClient()) {
            TlsFailure failure = client.open(tls(provider), NAME, server.port()).failed();

            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.alert()).isNull();
            assertThat(server.failures.poll(20, TimeUnit.SECONDS))
                    .contains(provider == TlsProvider.JDK ? "certificate" : unacceptable.alert());
            assertThat(server.heard).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aPinnedServerIsTakenAndNoOther(TlsProvider provider, TlsVersion version) {
        Leaf pinned = TestCertificates.selfSignedServer();
        try (TestServer server = TestServer.of(SslProvider.JDK, pinned, version);
                TestClient client = new TestClient()) {
            Tls right = Tls.trusting(TlsTrust.pins(Fingerprint.of(pinned.certificate())))
                    .withProvider(provider);
            Tls wrong = Tls.trusting(TlsTrust.pins(Fingerprint.of(SERVER.certificate())))
                    .withProvider(provider);

            client.open(right, NAME, server.port()).succeeded();
            assertThat(client.open(wrong, NAME, server.port()).failed().reason())
                    .isEqualTo(Reason.PIN_MISMATCH);
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void anAddressIsMatchedByItsOctets(TlsProvider provider, TlsVersion version) {
        Leaf leaf = CA.issue("x").ip("127.0.0.1", "::1").sign();
        try (TestServer server = TestServer.of(SslProvider.JDK, leaf, version);
                TestClient client = new TestClient()) {
            assertThat(client.open(tls(provider), "127.0.0.1", server.port())
                            .succeeded()
                            .serverName())
                    .isNull();
            client.open(tls(provider), "[0:0:0:0:0:0:0:1]", server.port()).succeeded();
            assertThat(client.open(tls(provider), "127.0.0.2", server.port())
                            .failed()
                            .reason())
                    .isEqualTo(Reason.NAME_MISMATCH);
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void theClientShowsItsCertificate(TlsProvider provider, TlsVersion version) {
        for (Leaf leaf : new Leaf[] {
            CA.client("joe"),
            CA.issue("joe").key(TestCertificates.rsa(2048)).sign(),
            CA.intermediate("A").client("joe")
        }) {
            try (TestServer server = TestServer.mutual(SslProvider.JDK, SERVER, CA, version);
                    TestClient client = new TestClient()) {
                TlsDetails details = client.open(tls(provider).withIdentity(leaf.identity()), NAME, server.port())
                        .succeeded();

                assertThat(details.clientCertificate()).isEqualTo(ClientCertificate.SENT);
                assertThat(server.clients).containsExactly("CN=joe");
            }
        }
    }

    static Stream<Arguments> bothSides() {
        return providersAndVersions()
                .flatMap(ours -> Stream.of(SslProvider.JDK, SslProvider.OPENSSL_REFCNT)
                        .map(theirs -> Arguments.of(ours.get()[0], ours.get()[1], theirs)));
    }

    // X-A, X-B: in TLS 1.3 the handshake succeeds on our side before the server has looked at the certificate.
    @ParameterizedTest
    @MethodSource("bothSides")
    void aServerThatMissesOurCertificateSaysSo(TlsProvider provider, TlsVersion version, SslProvider theirs) {
        try (TestServer server = TestServer.mutual(theirs, SERVER, CA, version);
                TestClient client = new TestClient()) {
            TlsFailure failure = client.open(tls(provider), NAME, server.port()).failed();

            assertThat(failure.reason()).as(failure.detail()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
            assertThat(failure.detail())
                    .startsWith("the server sent the TLS alert ")
                    .contains("it asked for a client certificate, and none is configured");
            assertThat(failure.alert()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aServerThatDoesNotAcceptOurCertificateSaysSo(TlsProvider provider, TlsVersion version) {
        Leaf stranger = TestCertificates.authority("Other").client("joe");
        try (TestServer server = TestServer.mutual(SslProvider.JDK, SERVER, CA, version);
                TestClient client = new TestClient()) {
            TlsFailure failure = client.open(tls(provider).withIdentity(stranger.identity()), NAME, server.port())
                    .failed();

            assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
            assertThat(failure.detail())
                    .isEqualTo("the server sent the TLS alert certificate_unknown (46): it does not accept the client"
                            + " certificate");
            assertThat(failure.advice()).contains("cert-to-name");
            assertThat(server.clients).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aRefusalOfAnExpiredClientCertificateNamesItsEnd(TlsProvider provider, TlsVersion version) {
        Instant end = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        Leaf expired = CA.issue("joe")
                .valid(end.minus(Duration.ofDays(1)), end)
                .usage(KeyPurposeId.id_kp_clientAuth)
                .sign();
        try (TestServer server = TestServer.mutual(SslProvider.JDK, SERVER, CA, version);
                TestClient client = new TestClient()) {
            TlsFailure failure = client.open(tls(provider).withIdentity(expired.identity()), NAME, server.port())
                    .failed();

            assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
            assertThat(failure.detail()).endsWith("which expired at " + end);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aServerWithoutACommonVersionIsNamedSo(TlsProvider provider) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, TlsVersion.TLS_1_2);
                TestClient client = new TestClient()) {
            TlsFailure failure = client.open(tls(provider).withPolicy(TlsPolicy.MODERN), NAME, server.port())
                    .failed();

            assertThat(failure.reason()).as(failure.toString()).isEqualTo(Reason.NO_COMMON_TLS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aServerWithoutACommonSuiteIsNamedSo(TlsProvider provider) {
        try (TestServer server = TestServer.of(
                        SslProvider.JDK,
                        SERVER,
                        builder -> builder.ciphers(List.of("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384")),
                        TlsVersion.TLS_1_2);
                TestClient client = new TestClient()) {
            TlsFailure failure = client.open(tls(provider), NAME, server.port()).failed();

            assertThat(failure.reason()).as(failure.toString()).isEqualTo(Reason.NO_COMMON_TLS);
            assertThat(failure.detail()).contains("handshake_failure (40)");
        }
    }

    private static Tls tls(TlsProvider provider) {
        return Tls.trusting(CA.trust()).withProvider(provider);
    }
}
