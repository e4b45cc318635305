package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.error.InputException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we offer, read from the bytes that leave, T-09 to T-12. */
class ClientHelloTest {
    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;
    private static final List<Integer> SUITES_1_3 = List.of(0x1301, 0x1302, 0x1303);
    private static final List<Integer> SUITES_1_2 = List.of(0xC02F, 0xC02B, 0xC030, 0xC02C);
    private static final int X25519 = 0x001D;
    private static final int SECP256R1 = 0x0017;
    private static final int SECP384R1 = 0x0018;
    private static final int X25519_MLKEM768 = 0x11EC;
    private static final int RSA_PKCS1_SHA1 = 0x0201;

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void compatibleOffersTls13BeforeTls12(TlsProvider provider) {
        ClientHello hello = sent(provider, TlsPolicy.COMPATIBLE, "pe1.example");

        assertThat(hello.supportedVersions()).containsExactly(TLS_1_3, TLS_1_2);
        assertThat(withoutSignal(hello.suites())).containsExactlyElementsOf(concat(SUITES_1_3, SUITES_1_2));
        assertThat(hello.groups()).containsExactly(X25519, SECP256R1, SECP384R1);
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void modernOffersTls13Alone(TlsProvider provider) {
        ClientHello hello = sent(provider, TlsPolicy.MODERN, "pe1.example");

        assertThat(hello.supportedVersions()).containsExactly(TLS_1_3);
        assertThat(hello.suites()).containsExactlyElementsOf(SUITES_1_3);
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void tls12Alone(TlsProvider provider) {
        ClientHello hello = sent(provider, TlsPolicy.COMPATIBLE.withVersions(TlsVersion.TLS_1_2), "pe1.example");

        assertThat(hello.legacyVersion()).isEqualTo(TLS_1_2);
        assertThat(hello.supportedVersions()).doesNotContain(TLS_1_3);
        assertThat(withoutSignal(hello.suites())).containsExactlyElementsOf(SUITES_1_2);
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void neitherCompressionNorEarlyDataNorAlpn(TlsProvider provider) {
        ClientHello hello = sent(provider, TlsPolicy.COMPATIBLE, "pe1.example");

        assertThat(hello.compressions()).containsExactly(0);
        assertThat(hello.extensions()).doesNotContainKeys(ClientHello.EARLY_DATA, ClientHello.ALPN);
    }

    // RFC 9325 section 3.5.
    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void tls12IsBoundToItsHandshake(TlsProvider provider) {
        ClientHello hello = sent(provider, TlsPolicy.COMPATIBLE, "pe1.example");

        assertThat(hello.extensions()).containsKey(ClientHello.EXTENDED_MASTER_SECRET);
        assertThat(hello.extensions().containsKey(ClientHello.RENEGOTIATION_INFO)
                        || hello.suites().contains(ClientHello.RENEGOTIATION_SUITE))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void theNameOfTheServerIsSentAndNoAddress(TlsProvider provider) {
        assertThat(sent(provider, TlsPolicy.COMPATIBLE, "PE1.example.").serverName())
                .contains("pe1.example");
        assertThat(sent(provider, TlsPolicy.COMPATIBLE, "pe1").serverName()).contains("pe1");
        assertThat(sent(provider, TlsPolicy.COMPATIBLE, "bücher.example").serverName())
                .contains("xn--bcher-kva.example");
        assertThat(sent(provider, TlsPolicy.COMPATIBLE, "192.0.2.1").serverName())
                .isEmpty();
        assertThat(sent(provider, TlsPolicy.COMPATIBLE, "2001:db8::1").serverName())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void theServerNameOfTheUserIsSentInPlaceOfTheHost(TlsProvider provider) {
        Tls byName = tls(provider, TlsPolicy.COMPATIBLE).withServerName("pe1.example");
        Tls byAddress = tls(provider, TlsPolicy.COMPATIBLE).withServerName("192.0.2.1");

        assertThat(sent(byName, "192.0.2.1").serverName()).contains("pe1.example");
        assertThat(sent(byName.withoutResumption(), "192.0.2.1").serverName()).contains("pe1.example");
        assertThat(sent(byAddress, "pe1.example").serverName()).isEmpty();
        assertThat(sent(byAddress.withoutResumption(), "pe1.example").serverName())
                .isEmpty();
    }

    // RFC 9155. BoringSSL offers rsa_pkcs1_sha1 last, and Netty has no switch for it.
    @Test
    void theJdkOffersNoSignatureWithSha1NorDsa() {
        List<Integer> offered =
                sent(TlsProvider.JDK, TlsPolicy.COMPATIBLE, "pe1.example").signatureAlgorithms();

        assertThat(offered).isNotEmpty().noneMatch(scheme -> (scheme >> 8) == 2 || (scheme >> 8) == 3);
        assertThat(offered).doesNotContain(RSA_PKCS1_SHA1, 0x0402);
        assertThat(offered).contains(0x0401, 0x0403, 0x0804);
    }

    @Test
    void boringSslKeepsTheOrderOfGroupsThatIsAskedFor() {
        ClientHello hello =
                sent(TlsProvider.BORINGSSL, TlsPolicy.COMPATIBLE.withGroups("secp384r1", "x25519"), "pe1.example");

        assertThat(hello.groups()).containsExactly(SECP384R1, X25519);
    }

    @Test
    void theJdkOffersTheGroupsThatAreAskedFor() {
        ClientHello hello =
                sent(TlsProvider.JDK, TlsPolicy.COMPATIBLE.withGroups("secp384r1", "x25519"), "pe1.example");

        assertThat(hello.groups()).containsExactlyInAnyOrder(SECP384R1, X25519);
    }

    @Test
    void thePostQuantumHybridComesFirstWhenAskedFor() {
        ClientHello hello = sent(TlsProvider.BORINGSSL, TlsPolicy.COMPATIBLE.withPostQuantum(), "pe1.example");

        assertThat(hello.groups()).containsExactly(X25519_MLKEM768, X25519, SECP256R1, SECP384R1);
        assertThat(sent(TlsProvider.AUTO, TlsPolicy.MODERN.withPostQuantum(), "pe1.example")
                        .groups())
                .startsWith(X25519_MLKEM768);
    }

    @Test
    void aJdkWithoutThePostQuantumHybridSaysSo() {
        assumeTrue(Runtime.version().feature() < 27, "this JDK has it");
        assertThatThrownBy(() -> sent(TlsProvider.JDK, TlsPolicy.COMPATIBLE.withPostQuantum(), "pe1.example"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("X25519MLKEM768 is not known to the JDK");
    }

    @Test
    void aPartOfTheTls13SuitesIsOfferedByTheJdk() {
        TlsPolicy narrow = TlsPolicy.MODERN.withSuites("TLS_AES_256_GCM_SHA384");

        assertThat(sent(TlsProvider.AUTO, narrow, "pe1.example").suites()).containsExactly(0x1302);
        assertThatThrownBy(() -> sent(TlsProvider.BORINGSSL, narrow, "pe1.example"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("BoringSSL is not able to offer only some cipher suites of TLS 1.3");
    }

    private static ClientHello sent(TlsProvider provider, TlsPolicy policy, String host) {
        return sent(tls(provider, policy), host);
    }

    private static Tls tls(TlsProvider provider, TlsPolicy policy) {
        return Tls.trusting(TlsTrust.insecureTrustAnyone())
                .withProvider(provider)
                .withPolicy(policy);
    }

    private static ClientHello sent(Tls tls, String host) {
        try (TlsContexts contexts = new TlsContexts();
                TlsConnection connection = contexts.open(tls, host, 6513)) {
            EmbeddedChannel channel = new EmbeddedChannel();
            connection.addTo(channel.pipeline());
            ByteBuf out = channel.readOutbound();
            byte[] bytes = ByteBufUtil.getBytes(out);
            out.release();
            channel.finishAndReleaseAll();
            return ClientHello.parse(bytes);
        }
    }

    private static List<Integer> withoutSignal(List<Integer> suites) {
        return suites.stream()
                .filter(suite -> suite != ClientHello.RENEGOTIATION_SUITE)
                .toList();
    }

    private static List<Integer> concat(List<Integer> first, List<Integer> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
