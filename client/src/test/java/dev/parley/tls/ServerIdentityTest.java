package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import dev.parley.tls.ServerIdentity.DnsName;
import dev.parley.tls.TestCertificates.Authority;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** RFC 9525 section 6 (T-07). */
class ServerIdentityTest {
    private static final Authority CA = TestCertificates.authority("CA");

    @Property
    void aNameMatchesItselfInAnyCaseAndWithADotAtTheEnd(@ForAll("names") String name) {
        DnsName reference = DnsName.of(name.toUpperCase(Locale.ROOT) + ".");

        assertThat(reference.matches(name)).isTrue();
        assertThat(DnsName.of(name).matches(name.toUpperCase(Locale.ROOT))).isTrue();
    }

    @Property
    void aWildcardStandsForExactlyOneLabel(@ForAll("labels") String label, @ForAll("names") String parent) {
        assertThat(DnsName.of(label + "." + parent).matches("*." + parent)).isTrue();
        assertThat(DnsName.of(parent).matches("*." + parent)).isFalse();
        assertThat(DnsName.of(label + "." + label + "." + parent).matches("*." + parent))
                .isFalse();
    }

    @Property
    void aWildcardThatIsNotTheWholeLeftMostLabelMatchesNothing(
            @ForAll("names") String name, @ForAll @IntRange(min = 0, max = 62) int position) {
        int at = position % name.length();
        String inserted = name.substring(0, at) + "*" + name.substring(at);
        String replaced = name.substring(0, at) + "*" + name.substring(at + 1);
        boolean wholeLabel = replaced.startsWith("*.");

        assertThat(DnsName.of(name).matches(inserted)).isFalse();
        assertThat(DnsName.of(name).matches(replaced)).isEqualTo(wholeLabel);
    }

    @Property
    void namesThatDifferDoNotMatch(@ForAll("names") String one, @ForAll("names") String other) {
        assertThat(DnsName.of(one).matches(other)).isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> names() {
        return labels().list().ofMinSize(1).ofMaxSize(4).map(labels -> String.join(".", labels) + ".example");
    }

    @Example
    void wildcardsOfEveryForbiddenForm() {
        DnsName reference = DnsName.of("foo.bar.example");

        for (String presented : List.of(
                "*",
                "*.*.example",
                "f*.bar.example",
                "*oo.bar.example",
                "foo.*.example",
                "foo.bar.*",
                "*.example",
                "**" + ".bar.example",
                "*.",
                ".bar.example",
                "")) {
            assertThat(reference.matches(presented)).as(presented).isFalse();
        }
        assertThat(reference.matches("*.bar.example")).isTrue();
    }

    @Example
    void internationalisedNamesAreComparedInTheirAsciiForm() {
        DnsName reference = DnsName.of("bücher.example");

        assertThat(reference.ascii()).isEqualTo("xn--bcher-kva.example");
        assertThat(reference.matches("XN--BCHER-KVA.example")).isTrue();
        assertThat(reference.matches("*.example")).isTrue();
        assertThat(reference.matches("xn--*.example")).isFalse();
    }

    @Example
    void aCommonNameDoesNotCount() {
        var commonNameOnly = CA.issue("pe1.example").sign().certificate();

        assertThat(ServerIdentity.of("pe1.example").matches(commonNameOnly)).isFalse();
        assertThat(ServerIdentity.namesIn(commonNameOnly)).isEmpty();
    }

    @Example
    void addressesAreComparedAsOctets() {
        var certificate = CA.issue("x").ip("192.0.2.1", "2001:db8::1").sign().certificate();

        for (String same :
                List.of("192.0.2.1", "2001:db8::1", "2001:DB8:0:0::0:1", "[2001:db8::1]", "2001:db8::1%eth0")) {
            assertThat(ServerIdentity.of(same).matches(certificate)).as(same).isTrue();
        }
        for (String other : List.of("192.0.2.2", "2001:db8::2", "::ffff:192.0.2.1")) {
            assertThat(ServerIdentity.of(other).matches(certificate)).as(other).isFalse();
        }
        assertThat(ServerIdentity.namesIn(certificate)).containsExactly("192.0.2.1", "2001:db8::1");
    }

    @Example
    void anAddressIsNoNameAndANameNoAddress() {
        var asName = CA.issue("x").dns("192.0.2.1", "*.0.2.1").sign().certificate();

        assertThat(ServerIdentity.of("192.0.2.1").matches(asName)).isFalse();
        assertThat(ServerIdentity.of("pe1.example")
                        .matches(CA.issue("x").ip("192.0.2.1").sign().certificate()))
                .isFalse();
    }

    @Example
    void whatIsNeitherNameNorAddressIsRefused() {
        for (String bad : List.of("", ".", "a..b", "-a.example", "a b", "a/b", "pe1.example:6513", "x".repeat(64))) {
            assertThatThrownBy(() -> ServerIdentity.of(bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            InputException.class,
                            e -> assertThat(e.reason()).isEqualTo(InputException.Reason.BAD_ADDRESS));
        }
        assertThat(ServerIdentity.of("rack_1.example")).hasToString("rack_1.example");
    }
}
