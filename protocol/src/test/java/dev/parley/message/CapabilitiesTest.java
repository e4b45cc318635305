package dev.parley.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is read from the URIs that a device announces (RFC 6241 section 8, E-03, E-09). */
class CapabilitiesTest {
    private static final String MODULE =
            "urn:ietf:params:xml:ns:yang:ietf-interfaces?module=ietf-interfaces&revision=2018-02-20&features=if-mib,arbitrary-names&deviations=vendor-if&x-new=1";

    @Test
    void aModuleIsTakenApart_E03() {
        Capability capability = new Capability(MODULE);

        assertThat(capability.name()).isEqualTo("urn:ietf:params:xml:ns:yang:ietf-interfaces");
        assertThat(capability.parameters())
                .containsExactly(
                        java.util.Map.entry("module", "ietf-interfaces"),
                        java.util.Map.entry("revision", "2018-02-20"),
                        java.util.Map.entry("features", "if-mib,arbitrary-names"),
                        java.util.Map.entry("deviations", "vendor-if"),
                        java.util.Map.entry("x-new", "1"));
        assertThat(capability).hasToString(MODULE);
    }

    @Test
    void parametersAreDecodedAndTheFirstOfAKindCounts() {
        assertThat(new Capability("urn:x?a=%2Fb+c&a=2;d&=e&f=&g=%zz&h=%C3%BC").parameters())
                .containsExactly(
                        java.util.Map.entry("a", "/b+c"),
                        java.util.Map.entry("d", ""),
                        java.util.Map.entry("f", ""),
                        java.util.Map.entry("g", "%zz"),
                        java.util.Map.entry("h", "ü"));
        assertThat(new Capability("urn:x").parameters()).isEmpty();
        assertThat(new Capability("urn:x?").parameters()).isEmpty();
    }

    @Property
    void noUriBreaksTheParsing_E09(@ForAll String uri) {
        Capability capability = new Capability(uri);

        assertThat(uri).startsWith(capability.name());
        assertThat(capability.parameters().keySet()).doesNotContain("");
    }

    @Test
    void devicesThatAnnounceTheSameShareOneList() {
        String own = "urn:own:" + System.nanoTime();
        Capabilities one = Capabilities.of(new ArrayList<>(List.of(Capability.XPATH, own)));
        Capabilities other = Capabilities.of(new ArrayList<>(List.of(Capability.XPATH, own)));
        Capabilities different = Capabilities.of(List.of(own, Capability.XPATH));

        assertThat(other.uris()).isSameAs(one.uris());
        assertThat(different.uris()).containsExactly(own, Capability.XPATH);
    }

    @Test
    void aNameIsFoundWithAndWithoutParametersAndNotAsTheBeginningOfAnother() {
        Capabilities capabilities = Capabilities.of(List.of(
                Capability.URL + "?scheme=http, ftp ,,file", Capability.XPATH, Capability.CANDIDATE + "-private"));

        assertThat(capabilities.has(Capability.URL)).isTrue();
        assertThat(capabilities.has(Capability.XPATH)).isTrue();
        assertThat(capabilities.has(Capability.CANDIDATE)).isFalse();
        assertThat(capabilities.list(Capability.URL, "scheme")).containsExactly("http", "ftp", "file");
        assertThat(capabilities.list(Capability.URL, "other")).isEmpty();
        assertThat(capabilities.list(Capability.STARTUP, "scheme")).isEmpty();
        assertThat(capabilities.find(Capability.URL)).map(Capability::name).hasValue(Capability.URL);
        assertThat(capabilities)
                .extracting(Capability::uri)
                .isEqualTo(capabilities.uris())
                .hasSize(3);
    }
}
