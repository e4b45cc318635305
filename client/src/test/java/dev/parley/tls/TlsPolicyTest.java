package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsPolicyTest {
    // RFC 10015 and RFC 9325 section 4.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_NULL_SHA",
                "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
                "TLS_AES_128_CCM_8_SHA256",
                "ECDHE-RSA-AES128-GCM-SHA256",
                ""
            })
    void forbiddenSuitesCannotBePutIn(String suite) {
        assertRefused(() -> TlsPolicy.COMPATIBLE.withSuites("TLS_AES_128_GCM_SHA256", suite), suite);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffdhe2048", "secp192r1", "sect163k1", "P-256", ""})
    void unknownGroupsCannotBePutIn(String group) {
        assertRefused(() -> TlsPolicy.COMPATIBLE.withGroups("x25519", group), "the key exchange group " + group);
    }

    @Test
    void contradictionsAreRefused() {
        assertRefused(() -> TlsPolicy.COMPATIBLE.withVersions(), "no version");
        assertRefused(() -> TlsPolicy.COMPATIBLE.withGroups(), "no group");
        assertRefused(() -> TlsPolicy.COMPATIBLE.withGroups("x25519", "x25519"), "names a group twice");
        assertRefused(
                () -> TlsPolicy.COMPATIBLE.withSuites("TLS_AES_128_GCM_SHA256"),
                "TLSv1.2 is offered, but none of its cipher suites");
        assertRefused(
                () -> TlsPolicy.MODERN.withSuites("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                "cipher suites of TLSv1.2 are offered, but not the version");
        assertRefused(
                () -> TlsPolicy.COMPATIBLE.withVersions(TlsVersion.TLS_1_2).withGroups("X25519MLKEM768"),
                "exists in TLS 1.3 only");
    }

    @Test
    void suitesComeAndGoWithTheirVersions() {
        TlsPolicy tls12 = TlsPolicy.COMPATIBLE.withVersions(TlsVersion.TLS_1_2);

        assertThat(tls12.suites()).hasSize(4).allMatch(suite -> suite.startsWith("TLS_ECDHE_"));
        assertThat(tls12.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3).suites())
                .isEqualTo(TlsPolicy.COMPATIBLE.suites());
        assertThat(TlsPolicy.COMPATIBLE.withVersions(TlsVersion.TLS_1_3)).isEqualTo(TlsPolicy.MODERN);
        assertThat(TlsPolicy.MODERN
                        .withSuites("TLS_AES_256_GCM_SHA384")
                        .withVersions(TlsVersion.TLS_1_3)
                        .suites())
                .containsExactly("TLS_AES_256_GCM_SHA384");
    }

    // RFC 9325 section 4.2: the one to propose first.
    @Test
    void theSuiteToProposeFirstComesFirst() {
        assertThat(TlsPolicy.COMPATIBLE.withVersions(TlsVersion.TLS_1_2).suites())
                .startsWith("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }

    @Test
    void thePostQuantumGroupIsAChoice() {
        assertThat(TlsPolicy.COMPATIBLE.groups()).isEqualTo(List.of("x25519", "secp256r1", "secp384r1"));
        assertThat(TlsPolicy.COMPATIBLE.withPostQuantum().groups())
                .startsWith("X25519MLKEM768", "x25519")
                .hasSize(4);
        assertThat(TlsPolicy.COMPATIBLE.withPostQuantum().withPostQuantum())
                .isEqualTo(TlsPolicy.COMPATIBLE.withPostQuantum());
    }

    private static void assertRefused(ThrowingCallable action, String words) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.reason()).isEqualTo(InputException.Reason.BAD_SETTING))
                .hasMessageContaining(words);
    }
}
