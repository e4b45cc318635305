package dev.parley.simulator.pki;

import static dev.parley.simulator.pki.CertToName.MapType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7589 section 7 (T-08). */
class CertToNameTest {
    private static final DevicePki PKI = DevicePki.create();
    private static final X509Certificate FULL = PKI.issue(Holder.client("Carol Common")
                    .ip("2001:db8::7")
                    .email("Carol@Mail.Example")
                    .dns("Carol.Example")
                    .ip("192.0.2.7"))
            .certificate();
    private static final X509Certificate BARE = PKI.issue(Holder.client("bare")).certificate();
    private static final X509Certificate IPV4 =
            PKI.issue(Holder.client("bare").ip("192.0.2.7")).certificate();

    private static List<X509Certificate> path(X509Certificate certificate) {
        return List.of(certificate, PKI.authority());
    }

    @ParameterizedTest
    @CsvSource({
        "SAN_RFC822_NAME, Carol@mail.example",
        "SAN_DNS_NAME, carol.example",
        "SAN_IP_ADDRESS, 20010db8000000000000000000000007",
        "SAN_ANY, 20010db8000000000000000000000007",
        "COMMON_NAME, Carol Common"
    })
    void eachMapTypeFindsItsName(MapType type, String name) {
        assertThat(CertToName.of(PKI.authority(), type).userName(path(FULL))).contains(name);
    }

    @Test
    void anIpv4AddressKeepsItsDots() {
        assertThat(CertToName.of(IPV4, MapType.SAN_IP_ADDRESS).userName(path(IPV4)))
                .contains("192.0.2.7");
    }

    @Test
    void anEntryMayNameTheUser() {
        assertThat(CertToName.named(BARE, "root").userName(path(BARE))).contains("root");
        assertThat(CertToName.named(FULL, "root").userName(path(BARE))).isEmpty();
    }

    @Test
    void anEntryThatFindsNoNameLeavesItToTheNext() {
        CertToName list = CertToName.of(PKI.authority(), MapType.SAN_ANY)
                .then(CertToName.named(FULL, "not this one"))
                .then(CertToName.of(PKI.authority(), MapType.COMMON_NAME));
        assertThat(list.userName(path(BARE))).contains("bare");
    }

    @Test
    void nobodyIsNamedByAnotherAuthority() {
        CertToName list = CertToName.of(DevicePki.create().authority(), MapType.COMMON_NAME);
        assertThat(list.userName(path(BARE))).isEmpty();
        assertThat(new CertToName(List.of()).userName(path(BARE))).isEmpty();
    }

    @Test
    void fingerprintsMayUseAnyHashAndEitherCase() throws Exception {
        byte[] sha1 = java.security.MessageDigest.getInstance("SHA-1").digest(BARE.getEncoded());
        String fingerprint =
                "02:" + java.util.HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha1);
        CertToName list = new CertToName(List.of(new CertToName.Entry(fingerprint, MapType.COMMON_NAME, null)));
        assertThat(list.userName(path(BARE))).contains("bare");
    }

    @Test
    void aNameBelongsToSpecifiedOnly() {
        assertThatThrownBy(() -> new CertToName.Entry("04:00", MapType.COMMON_NAME, "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CertToName.Entry("04:00", MapType.SPECIFIED, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
