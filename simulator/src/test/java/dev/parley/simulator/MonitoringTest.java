package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.yang.LibraryVersion;
import dev.parley.simulator.yang.YangModules;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the device tells about itself (RFC 6022), and of its modules (RFC 7895, RFC 8525), seen from a raw socket. */
@Timeout(60)
class MonitoringTest {
    private static final String MONITORING = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
    private static final String STATE = "<get><filter><netconf-state xmlns=\"" + MONITORING + "\"/></filter></get>";

    private final BlockingQueue<DeviceEvent.Ended> ended = new LinkedBlockingQueue<>();

    private DeviceSimulator.Builder described() {
        return DeviceSimulator.builder()
                .clearText()
                .modules(YangModules.sample())
                .listener(event -> {
                    if (event instanceof DeviceEvent.Ended end) {
                        ended.add(end);
                    }
                });
    }

    private static String getSchema(String parameters) {
        return "<get-schema xmlns=\"" + MONITORING + "\">" + parameters + "</get-schema>";
    }

    private static String module(String name) {
        return getSchema("<identifier>" + name + "</identifier>");
    }

    @Test
    void getSchemaGivesModulesAndSubmodules() throws IOException {
        try (DeviceSimulator device = described().start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, module("example-chassis")))
                    .contains("<data xmlns=\"" + MONITORING + "\">module example-chassis {\n")
                    .contains("\\&quot;slots\\&quot; &amp; fans &lt; 16.")
                    .endsWith("}\n</data></rpc-reply>");
            assertThat(client.call(2, module("example-chassis-slots"))).contains(">submodule example-chassis-slots {");
            assertThat(client.call(3, module("example-weather"))).contains("größer");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<identifier>nothing</identifier> | invalid-value",
                "<identifier>example-types</identifier><version>2001-01-01</version> | invalid-value",
                "<identifier>example-types</identifier><format>yin</format> | invalid-value",
                "<version>2026-01-15</version> | missing-element",
                "<identifier>example-types</identifier><depth>1</depth> | unknown-element",
                "<identifier>twice</identifier> | operation-failed</error-tag><error-severity>error</error-severity>"
                        + "<error-app-tag>data-not-unique</error-app-tag>"
            })
    void getSchemaRefusesWhatItCannotGive(String parameters, String expected) throws IOException {
        YangModules modules = YangModules.sample()
                .with("module twice { namespace urn:t; prefix t; revision 2020-01-01; }")
                .with("module twice { namespace urn:t; prefix t; revision 2021-01-01; }");
        try (DeviceSimulator device = described().modules(modules).start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, getSchema(parameters))).contains("<error-tag>" + expected);
            assertThat(client.call(
                            2,
                            getSchema("<identifier>twice</identifier><version>2020-01-01</version>"
                                    + "<format xmlns:m=\"" + MONITORING + "\">m:yang</format>")))
                    .contains("revision 2020-01-01");
        }
    }

    @Test
    void whatIsAnnouncedNeedNotBeGiven() throws IOException {
        YangModules modules = YangModules.none().withAnnounced("ghost", "2020-01-01", "urn:ghost");
        try (DeviceSimulator device = described().modules(modules).start();
                RawClient client = RawClient.tcp(device)) {
            assertThat(client.readHello()).contains("urn:ghost?module=ghost&amp;revision=2020-01-01<");
            client.sendBytes(RawClient.HELLO_10 + "]]>]]>");
            assertThat(client.call(1, module("ghost"))).contains("invalid-value");
            assertThat(client.call(2, STATE)).doesNotContain("<identifier>ghost<");
        }
    }

    @Test
    void generatedModulesHaveTheNumberAndSizeAskedFor() throws IOException {
        YangModules modules = YangModules.none().withGenerated(3, 1_000_000);
        try (DeviceSimulator device = described().modules(modules).start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(modules.all()).hasSize(3);
            String reply = client.call(1, module("generated-0003"));
            assertThat(reply).hasSizeGreaterThan(1_000_000).contains("&quot;quoted&quot;");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',<data xmlns=\"\">module",
        "urn:ietf:params:xml:ns:netconf:base:1.0," + "<data xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">module"
    })
    void theDataCanBeInAnotherNamespace(String namespace, String expected) throws IOException {
        try (DeviceSimulator device = described()
                        .faults(FaultPlan.always(ReplyFault.on(1, new ReplyFault.DataNamespace(namespace))))
                        .start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, module("example-types"))).contains(expected);
            assertThat(client.call(2, module("example-types"))).contains("<data xmlns=\"" + MONITORING + "\">");
        }
    }

    @Test
    void theHelloAnnouncesLibrariesAndTheModulesInYang1() throws IOException {
        String id = YangModules.sample().contentId();
        try (DeviceSimulator device = described().start()) {
            assertThat(device.capabilities())
                    .contains(
                            MONITORING,
                            "urn:ietf:params:netconf:capability:yang-library:1.0?revision=2016-06-21&module-set-id="
                                    + id,
                            "urn:ietf:params:netconf:capability:yang-library:1.1?revision=2019-01-04&content-id=" + id,
                            "urn:example:chassis?module=example-chassis&revision=2026-02-01&features=fans")
                    .noneMatch(uri -> uri.contains("weather") || uri.contains("urn:example:types"));
        }
        assertThat(YangModules.sample()
                        .withDeviations("example-chassis", "example-weather")
                        .contentId())
                .isNotEqualTo(id);
    }

    @Test
    void theLibraryIsTheSameInBothForms() throws IOException {
        YangModules modules = YangModules.sample().withDeviations("example-chassis", "example-types");
        try (DeviceSimulator device = described().modules(modules).start();
                RawClient client = RawClient.tcp(device).open()) {
            String reply = client.call(1, "<get/>");
            String id = modules.contentId();
            assertThat(reply)
                    .contains("<modules-state xmlns=\"urn:ietf:params:xml:ns:yang:ietf-yang-library\">"
                            + "<module-set-id>" + id + "</module-set-id><module><name>example-chassis</name>"
                            + "<revision>2026-02-01</revision><namespace>urn:example:chassis</namespace>"
                            + "<feature>fans</feature><deviation><name>example-types</name>"
                            + "<revision>2026-01-15</revision></deviation>"
                            + "<conformance-type>implement</conformance-type>"
                            + "<submodule><name>example-chassis-fans</name><revision>2025-06-30</revision></submodule>")
                    .contains("<module><name>example-weather</name><revision/>")
                    .contains("<module-set><name>all</name><module><name>example-chassis</name>"
                            + "<revision>2026-02-01</revision><namespace>urn:example:chassis</namespace>"
                            + "<submodule><name>example-chassis-fans</name><revision>2025-06-30</revision></submodule>"
                            + "<submodule><name>example-chassis-slots</name><revision>2026-02-01</revision></submodule>"
                            + "<feature>fans</feature><deviation>example-types</deviation></module>")
                    .contains("<import-only-module><name>example-types</name>")
                    .contains("<datastore><name>startup</name><schema>all</schema></datastore>")
                    .contains("<content-id>" + id + "</content-id></yang-library>");
        }
    }

    @Test
    void aDeviceListsItsModulesInTheFormsAskedFor() throws IOException {
        try (DeviceSimulator device =
                        described().libraries(LibraryVersion.RFC_7895).start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, "<get/>")).contains("<modules-state").doesNotContain("<yang-library");
            assertThat(device.capabilities()).noneMatch(uri -> uri.contains("yang-library:1.1"));
        }
    }

    @Test
    void locksAreToldWithTheirHolder() throws IOException {
        try (DeviceSimulator device = described().start();
                RawClient holder = RawClient.tcp(device).open();
                RawClient client = RawClient.tcp(device).open()) {
            holder.call(1, "<lock><target><candidate/></target></lock>");
            assertThat(client.call(1, STATE))
                    .contains("<datastore><name>running</name></datastore>")
                    .containsPattern("<datastore><name>candidate</name><locks><global-lock><locked-by-session>1</"
                            + "locked-by-session><locked-time>[0-9T:-]+Z</locked-time></global-lock></locks>");
            holder.call(2, "<unlock><target><candidate/></target></unlock>");
            assertThat(client.call(2, STATE)).doesNotContain("global-lock");
        }
    }

    @Test
    void sessionsAndTheDeviceCountWhatHappens() throws Exception {
        try (DeviceSimulator device = described().start();
                RawClient client = RawClient.tcp(device).open()) {
            try (RawClient noHello = RawClient.tcp(device)) {
                noHello.readHello();
                noHello.sendBytes("<hello/>]]>]]>");
                assertThat(noHello.in().read()).isEqualTo(-1);
            }
            try (RawClient dropped = RawClient.tcp(device).open()) {
                dropped.call(1, "<discard-changes/>");
            }
            try (RawClient closed = RawClient.tcp(device).open()) {
                closed.call(1, "<close-session/>");
            }
            for (int i = 0; i < 3; i++) {
                assertThat(ended.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
            client.call(1, "<create-subscription xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"/>");
            device.publish("<link-down xmlns=\"urn:example:event\"/>");
            assertThat(client.read()).contains("link-down");
            assertThat(client.call(2, "<explode/>")).contains("rpc-error");
            client.send("<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><get/></rpc>");
            assertThat(client.read()).contains("missing-attribute");

            assertThat(client.call(3, STATE))
                    .containsPattern("<session><session-id>1</session-id><transport>netconf-tcp</transport>"
                            + "<username/><source-host>127.0.0.1</source-host>"
                            + "<login-time>[0-9T:-]+Z</login-time><in-rpcs>3</in-rpcs><in-bad-rpcs>1</in-bad-rpcs>"
                            + "<out-rpc-errors>2</out-rpc-errors><out-notifications>1</out-notifications></session>"
                            + "</sessions>")
                    .contains("</netconf-start-time><in-bad-hellos>1</in-bad-hellos><in-sessions>4</in-sessions>"
                            + "<dropped-sessions>1</dropped-sessions><in-rpcs>5</in-rpcs><in-bad-rpcs>1</in-bad-rpcs>"
                            + "<out-rpc-errors>2</out-rpc-errors><out-notifications>1</out-notifications>"
                            + "</statistics>");
        }
    }
}
