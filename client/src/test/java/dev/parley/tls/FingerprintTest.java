package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class FingerprintTest {
    @Property
    void everyWayOfWritingItIsTheSame(@ForAll @Size(32) byte[] digest) {
        String hex = HexFormat.of().formatHex(digest);
        String colons = HexFormat.ofDelimiter(":").formatHex(digest);
        Fingerprint expected = new Fingerprint(hex);

        for (String body : new String[] {hex, colons}) {
            for (String prefix : new String[] {"", "sha256:", "SHA256:"}) {
                assertThat(Fingerprint.parse(prefix + body)).isEqualTo(expected);
                assertThat(Fingerprint.parse(" " + prefix + body.toUpperCase(Locale.ROOT) + "\n"))
                        .isEqualTo(expected);
            }
        }
    }

    @Property
    void whatItPrintsCanBeRead(@ForAll @Size(32) byte[] digest) {
        Fingerprint fingerprint = new Fingerprint(HexFormat.of().formatHex(digest));

        assertThat(Fingerprint.parse(fingerprint.toString())).isEqualTo(fingerprint);
    }

    @Property
    void anythingElseIsRefusedWithoutFailingOtherwise(@ForAll("nearlyFingerprints") String text) {
        assertThatThrownBy(() -> Fingerprint.parse(text))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.reason()).isEqualTo(InputException.Reason.BAD_FINGERPRINT));
    }

    @Provide
    Arbitrary<String> nearlyFingerprints() {
        Arbitrary<String> hex = Arbitraries.strings()
                .withChars("0123456789abcdefABCDEF:")
                .ofMaxLength(100)
                .filter(text -> text.replace(":", "").length() != 64);
        Arbitrary<String> otherDigits = Arbitraries.strings()
                .withChars("0123456789abcdefg")
                .ofLength(64)
                .filter(text -> text.contains("g"));
        return Arbitraries.oneOf(hex, otherDigits, Arbitraries.strings().ofMaxLength(80));
    }

    @Example
    void colonsStandBetweenAllOctetsOrNone() {
        String half = "ab".repeat(16) + ":" + "cd".repeat(16);

        assertThatThrownBy(() -> Fingerprint.parse(half)).isInstanceOf(InputException.class);
    }

    @Example
    void aDigestOfAnotherAlgorithmIsNamed() {
        assertThatThrownBy(() -> Fingerprint.parse("ab".repeat(20))).hasMessageContaining("SHA-1");
        assertThatThrownBy(() -> Fingerprint.parse("ab".repeat(64))).hasMessageContaining("SHA-512");
    }

    @Example
    void itIsTheDigestOfTheWholeCertificate() throws Exception {
        var certificate = TestCertificates.authority("A").certificate();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());

        assertThat(Fingerprint.of(certificate).hex()).isEqualTo(HexFormat.of().formatHex(digest));
    }
}
