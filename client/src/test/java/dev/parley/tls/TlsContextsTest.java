package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.error.InputException;
import dev.parley.error.OpenException.Reason;
import dev.parley.tls.TestCertificates.Authority;
import dev.parley.tls.TestCertificates.Leaf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsContextsTest {
    private static final Authority CA = TestCertificates.authority("CA");
    private static final String NAME = "pe1.example";
    private static final Leaf SERVER = CA.server(NAME);

    @Test
    void autoIsBoringSslWhereItIsThere() {
        assertThat(TlsContexts.isBoringSslAvailable()).isTrue();
        assertThat(providerOf(tls(TlsProvider.AUTO))).isEqualTo(TlsProvider.BORINGSSL);
        assertThat(providerOf(tls(TlsProvider.JDK))).isEqualTo(TlsProvider.JDK);
    }

    @Test
    void autoIsTheJdkForKeysThatBoringSslCannotUse() throws GeneralSecurityException {
        Leaf edwards = CA.issue("joe")
                .key(KeyPairGenerator.getInstance("Ed25519").generateKeyPair())
                .sign();
        Leaf plain = CA.client("joe");
        TlsIdentity inToken = TlsIdentity.of(new KeyInToken((ECPrivateKey) plain.key()), plain.chain());

        assertThat(providerOf(tls(TlsProvider.AUTO).withIdentity(edwards.identity())))
                .isEqualTo(TlsProvider.JDK);
        assertThatThrownBy(() -> providerOf(tls(TlsProvider.BORINGSSL).withIdentity(edwards.identity())))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.reason()).isEqualTo(InputException.Reason.BAD_SETTING))
                .hasMessageContaining("BoringSSL is not able to use a key of EdDSA");
        assertThatThrownBy(() -> providerOf(tls(TlsProvider.BORINGSSL).withIdentity(inToken)))
                .hasMessageContaining("BoringSSL is not able to use a key that does not leave its token");
    }

    /** A key that can be used but not encoded, as those of a PKCS#11 token. */
    private record KeyInToken(ECPrivateKey inside) implements ECPrivateKey {
        private static final long serialVersionUID = 1;

        @Override
        public BigInteger getS() {
            return inside.getS();
        }

        @Override
        public ECParameterSpec getParams() {
            return inside.getParams();
        }

        @Override
        public String getAlgorithm() {
            return inside.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    @Test
    void unusableFilesAreToldWhenAConnectionIsPrepared() {
        Tls tls = Tls.trusting(TlsTrust.caFile(Path.of("no", "such", "file.pem")));

        try (TlsContexts contexts = new TlsContexts()) {
            InputException refused = catchThrowableOfType(InputException.class, () -> contexts.open(tls, NAME, 6513));
            assertThat(refused.reason()).isEqualTo(InputException.Reason.FILE_UNREADABLE);
            assertThatThrownBy(() -> contexts.open(tls(TlsProvider.AUTO), "no host", 6513))
                    .isInstanceOf(InputException.class);
        }
    }

    /** Each device has a trust of its own. */
    private static List<Tls> trusts(int count, TlsProvider provider) {
        return IntStream.range(0, count)
                .mapToObj(i -> Tls.trusting(CA.trust().orPins(new Fingerprint("%064x".formatted(i))))
                        .withProvider(provider))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void onlySoManyContextsAreKeptAndTheOnesInUseStay(TlsProvider provider) {
        List<Tls> many = trusts(8, provider);
        try (TestServer server = TestServer.of(SslProvider.JDK, SERVER, TlsVersion.TLS_1_3);
                TestClient client = new TestClient(new TlsContexts(InstantSource.system(), 8))) {
            assertThat(resumed(client, tls(provider), server)).isFalse();
            assertThat(resumed(client, tls(provider), server)).isTrue();
            many.forEach(tls -> client.prepare(tls, NAME));
            assertThat(resumed(client, tls(provider), server))
                    .as("the eldest went")
                    .isFalse();
            assertThat(resumed(client, many.get(7), server)).isFalse();
            assertThat(resumed(client, many.get(7), server))
                    .as("the latest stays")
                    .isTrue();
        }
    }

    // a fleet with a pin for each device; -Dtls.trusts=10000 has as many as a large one
    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void devicesWithATrustOfTheirOwnAreResumedTheSecondTime(TlsProvider provider) {
        List<Tls> many = trusts(Integer.getInteger("tls.trusts", 100), provider);
        try (TestServer server = TestServer.of(SslProvider.OPENSSL, SERVER, TlsVersion.TLS_1_3);
                TestClient client = new TestClient()) {
            assertThat(many)
                    .allSatisfy(tls -> assertThat(resumed(client, tls, server)).isFalse());
            assertThat(many)
                    .allSatisfy(tls -> assertThat(resumed(client, tls, server)).isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aConnectionOutlivesTheContexts(TlsProvider provider) {
        TlsContexts contexts = new TlsContexts();
        TlsConnection connection = contexts.open(tls(provider), NAME, 6513);
        contexts.close();
        EmbeddedChannel channel = new EmbeddedChannel();

        connection.addTo(channel.pipeline());
        SslHandler handler = channel.pipeline().get(SslHandler.class);

        assertThat(handler.engine().getUseClientMode()).isTrue();
        assertThat(channel.outboundMessages()).isNotEmpty();
        channel.finishAndReleaseAll();
    }

    // S-02: a lane that is never given back is a ticket that is never used
    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void whoCannotBeginGivesItsLaneBack(TlsProvider provider) {
        EmbeddedChannel broken = new EmbeddedChannel() {
            @Override
            public ByteBufAllocator alloc() {
                throw new IllegalStateException("no memory, on purpose");
            }
        };
        EmbeddedChannel channel = new EmbeddedChannel();
        try (TlsContexts contexts = new TlsContexts();
                TlsConnection first = contexts.open(tls(provider), NAME, 6513);
                TlsConnection second = contexts.open(tls(provider), NAME, 6513)) {
            assertThatThrownBy(() -> first.addTo(broken.pipeline())).hasMessage("no memory, on purpose");

            second.addTo(channel.pipeline());

            SslHandler handler = channel.pipeline().get(SslHandler.class);
            assertThat(handler.engine().getPeerHost()).as("the first lane").isEqualTo(NAME + "/" + NAME);
        } finally {
            broken.finishAndReleaseAll();
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void closingTwiceDoesNothing(TlsProvider provider) {
        TlsContexts contexts = new TlsContexts();
        TlsConnection unused = contexts.open(tls(provider), NAME, 6513);

        assertThatCode(() -> {
                    unused.close();
                    unused.close();
                    contexts.close();
                    contexts.close();
                })
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> contexts.open(tls(provider), NAME, 6513)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void thereAreNoDetailsBeforeTheHandshake() {
        try (TlsContexts contexts = new TlsContexts();
                TlsConnection connection = contexts.open(tls(TlsProvider.AUTO), NAME, 6513)) {
            assertThatThrownBy(connection::details).isInstanceOf(IllegalStateException.class);
            assertThat(connection.serverIdentity()).hasToString(NAME);
        }
    }

    @Test
    void theHandlerHasNoTimeLimitOfItsOwnButABoundedGoodbye() {
        try (TlsContexts contexts = new TlsContexts();
                TlsConnection connection = contexts.open(tls(TlsProvider.JDK), NAME, 6513)) {
            EmbeddedChannel channel = new EmbeddedChannel();
            connection.addTo(channel.pipeline());
            SslHandler handler = channel.pipeline().get(SslHandler.class);

            assertThat(handler.getHandshakeTimeoutMillis()).isZero();
            assertThat(handler.getCloseNotifyFlushTimeoutMillis()).isEqualTo(1_000);
            assertThat(handler.getCloseNotifyReadTimeoutMillis()).isZero();
            // Ours takes its place, so that JSSE's laxer check must not be what accepts or refuses.
            assertThat(handler.engine().getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isIn(null, "");
            channel.finishAndReleaseAll();
        }
    }

    // RFC 9325 section 3.5.
    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aServerMayNotRenegotiate(TlsProvider provider) {
        try (TestServer server = TestServer.renegotiating(SERVER);
                TestClient client = new TestClient()) {
            TlsFailure failure = client.open(tls(provider), NAME, server.port()).failed();

            assertThat(failure.reason()).as(failure.toString()).isEqualTo(Reason.FAILED);
            assertThat(failure.detail()).startsWith("the server wants to renegotiate TLS, which is refused");
            assertThat(server.clients).hasSize(1);
        }
    }

    private static boolean resumed(TestClient client, Tls tls, TestServer server) {
        return client.open(tls, NAME, server.port()).succeeded().resumed();
    }

    private static TlsProvider providerOf(Tls tls) {
        try (TlsContexts contexts = new TlsContexts();
                TlsConnection connection = contexts.open(tls, NAME, 6513)) {
            return connection.provider();
        }
    }

    private static Tls tls(TlsProvider provider) {
        return Tls.trusting(CA.trust()).withProvider(provider);
    }
}
