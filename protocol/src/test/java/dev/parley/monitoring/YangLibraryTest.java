package dev.parley.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.framing.Framing;
import dev.parley.message.Capabilities;
import dev.parley.message.ServerHello;
import dev.parley.monitoring.GetYangLibrary.Form;
import dev.parley.monitoring.YangHeader.Kind;
import dev.parley.monitoring.YangLibrary.Conformance;
import dev.parley.monitoring.YangLibrary.DatastoreSchema;
import dev.parley.monitoring.YangLibrary.Module;
import dev.parley.monitoring.YangLibrary.Origin;
import dev.parley.monitoring.YangLibrary.Schema;
import dev.parley.monitoring.YangLibrary.Submodule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device's modules in one form, whichever of three it tells them in (RFC 8525, RFC 7895, RFC 6020 section 5.6.4; E-03). */
class YangLibraryTest {
    private static final String NS = "urn:ietf:params:xml:ns:yang:ietf-yang-library";
    private static final String V10 = "urn:ietf:params:netconf:capability:yang-library:1.0";
    private static final String V11 = "urn:ietf:params:netconf:capability:yang-library:1.1";

    private static final Module CHASSIS = new Module(
            "chassis",
            "2026-02-01",
            "urn:chassis",
            Conformance.IMPLEMENT,
            List.of("fans", "slots"),
            List.of("chassis-dev"),
            List.of("http://x/chassis"),
            List.of(new Submodule("chassis-fans", "", List.of("http://x/fans"))));
    private static final Module TYPES =
            new Module("types", "", "urn:types", Conformance.IMPORT, List.of(), List.of(), List.of(), List.of());

    private static ServerHello hello(String... capabilities) {
        return new ServerHello(1, Capabilities.of(List.of(capabilities)), Framing.CHUNKED);
    }

    @Test
    void theHelloDecidesWhatIsAsked() {
        assertThat(GetYangLibrary.of(hello(V10 + "?revision=2016-06-21&module-set-id=1", V11 + "?content-id=2")))
                .contains(new GetYangLibrary(Form.RFC_8525));
        assertThat(GetYangLibrary.of(hello(V10))).contains(new GetYangLibrary(Form.RFC_7895));
        assertThat(GetYangLibrary.of(hello("urn:m?module=m"))).isEmpty();
        assertThat(new GetYangLibrary(Form.RFC_8525).requires())
                .noneMatch(needed -> needed.isMetBy(hello(V10)))
                .allMatch(needed -> needed.isMetBy(hello(V11)));
        assertThat(Answered.asked(new GetYangLibrary(Form.RFC_7895)))
                .contains("<filter type=\"subtree\"><modules-state xmlns=\"" + NS + "\"/></filter>");
    }

    @Test
    void rfc8525() {
        YangLibrary library = Answered.withData("<yang-library xmlns='" + NS + "' xmlns:ds='urn:ds'>" + """
                <module-set><name>all</name>
                  <module><name>chassis</name><revision>2026-02-01</revision><namespace>urn:chassis</namespace>
                    <location>http://x/chassis</location>
                    <submodule><name>chassis-fans</name><location>http://x/fans</location></submodule>
                    <feature>fans</feature><feature>slots</feature><deviation>chassis-dev</deviation></module>
                  <import-only-module><name>types</name><revision/><namespace>urn:types</namespace></import-only-module>
                </module-set>
                <module-set><name>more</name>
                  <import-only-module><name>types</name><namespace>urn:types</namespace></import-only-module></module-set>
                <schema><name>s</name><module-set>all</module-set><module-set>more</module-set></schema>
                <datastore><name>ds:running</name><schema>s</schema></datastore>
                <content-id>42</content-id><unknown/></yang-library>""")
                .to(new GetYangLibrary(Form.RFC_8525));
        assertThat(library.origin()).isEqualTo(Origin.RFC_8525);
        assertThat(library.contentId()).isEqualTo("42");
        assertThat(library.modules()).containsExactly(CHASSIS, TYPES);
        assertThat(library.moduleSets()).extracting(YangLibrary.ModuleSet::name).containsExactly("all", "more");
        assertThat(library.schemas()).containsExactly(new Schema("s", List.of("all", "more")));
        assertThat(library.datastores()).containsExactly(new DatastoreSchema("running", "s"));
    }

    @Test
    void rfc7895() {
        YangLibrary library = Answered.withData("<modules-state xmlns='" + NS + "' xmlns:l='" + NS + "'>" + """
                <module-set-id>41</module-set-id>
                <module><name>chassis</name><revision>2026-02-01</revision><schema>http://x/chassis</schema>
                  <namespace>urn:chassis</namespace><feature>fans</feature><feature>slots</feature>
                  <deviation><name>chassis-dev</name><revision>2026-01-01</revision></deviation>
                  <conformance-type>implement</conformance-type>
                  <submodule><name>chassis-fans</name><revision/><schema>http://x/fans</schema></submodule></module>
                <module><name>types</name><revision></revision><namespace>urn:types</namespace>
                  <conformance-type>l:import</conformance-type></module></modules-state>""")
                .to(new GetYangLibrary(Form.RFC_7895));
        assertThat(library.origin()).isEqualTo(Origin.RFC_7895);
        assertThat(library.contentId()).isEqualTo("41");
        assertThat(library.modules()).containsExactly(CHASSIS, TYPES);
    }

    @Test
    void nothingIsReadAsNothing() {
        assertThat(Answered.with("<data/>")
                        .to(new GetYangLibrary(Form.RFC_8525))
                        .modules())
                .isEmpty();
        assertThat(Answered.withData("<modules-state/>")
                        .to(new GetYangLibrary(Form.RFC_7895))
                        .contentId())
                .isEmpty();
    }

    @Test
    void aHelloHasModulesToo() {
        YangLibrary library = YangLibrary.of(hello(
                "urn:ietf:params:netconf:base:1.1",
                "urn:m?revision=2020-01-01&module=m&features=a,%20b,&deviations=m-dev,x&future=1",
                "urn:n?module=n",
                "urn:o?module="));
        assertThat(library.origin()).isEqualTo(Origin.HELLO);
        assertThat(library.modules())
                .containsExactly(
                        new Module(
                                "m",
                                "2020-01-01",
                                "urn:m",
                                Conformance.IMPLEMENT,
                                List.of("a", "b"),
                                List.of("m-dev", "x"),
                                List.of(),
                                List.of()),
                        new Module(
                                "n", "", "urn:n", Conformance.IMPLEMENT, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void theCatalogHasEveryModuleOnce() {
        YangLibrary hello =
                YangLibrary.of(hello("urn:m?module=m&revision=2020-01-01&deviations=m-dev", "urn:n?module=n"));
        YangLibrary library = new YangLibrary(
                Origin.RFC_8525,
                "1",
                List.of(new YangLibrary.ModuleSet("all", List.of(CHASSIS, TYPES))),
                List.of(),
                List.of());
        NetconfState state = Answered.withData("""
                <netconf-state><schemas>
                <schema><identifier>m</identifier><version>2020-01-01</version><format>yang</format></schema>
                <schema><identifier>m</identifier><version>2020-01-01</version><format>yin</format></schema>
                <schema><identifier>n</identifier><version>2021-01-01</version><format>yang</format></schema>
                <schema><identifier>n</identifier><version>2022-01-01</version><format>yang</format></schema>
                <schema><identifier>chassis-fans</identifier><version>2025-01-01</version><format>yang</format></schema>
                <schema><identifier>only-xsd</identifier><version/><format>xsd</format></schema>
                <schema><identifier>plain</identifier><version/><format/><namespace>urn:p</namespace></schema>
                <schema/></schemas></netconf-state>""").to(GetMonitoring.all());

        SchemaCatalog catalog = SchemaCatalog.of(List.of(library, hello), state);

        assertThat(catalog.entries())
                .extracting(SchemaCatalog.Entry::label)
                .containsExactly(
                        "chassis@2026-02-01",
                        "chassis-dev",
                        "chassis-fans@2025-01-01",
                        "m@2020-01-01",
                        "m-dev",
                        "n@2021-01-01",
                        "n@2022-01-01",
                        "plain",
                        "types");
        assertThat(catalog.entries().get(2))
                .isEqualTo(new SchemaCatalog.Entry(
                        "chassis-fans", "2025-01-01", Kind.SUBMODULE, "urn:chassis", "chassis", Conformance.IMPLEMENT));
        assertThat(catalog.entries().get(0).get())
                .isEqualTo(GetSchema.of("chassis").version("2026-02-01"));
        assertThat(catalog.entries().get(8).get()).isEqualTo(GetSchema.of("types"));
        assertThat(SchemaCatalog.of(List.of(), null).entries()).isEmpty();
    }
}
