package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.OpenException.Reason;
import dev.parley.tls.TestCertificates.Authority;
import dev.parley.tls.TestCertificates.Leaf;
import dev.parley.tls.TlsDetails.ClientCertificate;
import io.netty.handler.ssl.SslProvider;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes over the loopback interface, with each provider and each version on our side. */
class HandshakeTest {
    private static final Authority CA = TestCertificates.authority("Test CA");
    private static final Leaf SERVER = CA.server("pe1.example");

    static Stream<Arguments> providersAndVersions() {
        return Stream.of(TlsProvider.JDK, TlsProvider.BORINGSSL)
                .flatMap(provider -> Stream.of(TlsVersion.values()).map(version -> Arguments.of(provider, version)));
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aServerOfTheRightNameAndAuthorityIsTaken(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            TlsDetails details =
                    client.open(tls(provider), "pe1.example", server.port()).succeeded();

            assertThat(details.version()).isEqualTo(version);
            assertThat(details.provider()).isEqualTo(provider);
            assertThat(details.resumed()).isFalse();
            assertThat(details.serverName()).isEqualTo("pe1.example");
            assertThat(details.clientCertificate()).isEqualTo(ClientCertificate.NOT_ASKED);
            assertThat(details.fingerprint()).isEqualTo(Fingerprint.of(SERVER.certificate()));
            assertThat(details.names()).containsExactly("pe1.example");
        }
    }

    // T-03: nothing is said to a server that is not the one asked for.
    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aServerOfAnotherNameHearsNothing(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, version);
                TestClient client = new TestClient()) {
            TlsFailure failure =
                    client.open(tls(provider), "pe2.example", server.port()).failed();

            assertThat(failure.reason()).isEqualTo(Reason.NAME_MISMATCH);
            assertThat(failure.detail()).contains("not for pe2.example", "pe1.example");
            assertThat(server.heard).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void theClientShowsItsCertificate(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.mutual(SslProvider.JDK, SERVER, CA, version);
                TestClient client = new TestClient()) {
            Tls joe = tls(provider).withIdentity(CA.client("joe").identity());

            TlsDetails details = client.open(joe, "pe1.example", server.port()).succeeded();

            assertThat(details.clientCertificate()).isEqualTo(ClientCertificate.SENT);
            assertThat(server.clients).containsExactly("CN=joe");
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aServerThatMissesOurCertificateSaysSo(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.mutual(SslProvider.JDK, SERVER, CA, version);
                TestClient client = new TestClient()) {
            TlsFailure failure =
                    client.open(tls(provider), "pe1.example", server.port()).failed();

            assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
            assertThat(failure.detail()).contains("none is configured");
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void aSessionIsResumedByTheSameIdentityOnly(TlsProvider provider, TlsVersion version) {
        try (TestServer server = TestServer.mutual(SslProvider.JDK, SERVER, CA, version);
                TestClient client = new TestClient()) {
            Tls joe = tls(provider).withIdentity(CA.client("joe").identity());
            Tls ann = tls(provider).withIdentity(CA.client("ann").identity());

            assertThat(client.open(joe, "pe1.example", server.port())
                            .succeeded()
                            .resumed())
                    .isFalse();
            assertThat(client.open(joe, "pe1.example", server.port())
                            .succeeded()
                            .resumed())
                    .isTrue();
            assertThat(client.open(ann, "pe1.example", server.port())
                            .succeeded()
                            .resumed())
                    .isFalse();
            assertThat(server.clients).containsExactly("CN=joe", "CN=joe", "CN=ann");
        }
    }

    private static Tls tls(TlsProvider provider) {
        return Tls.trusting(CA.trust()).withProvider(provider);
    }
}
