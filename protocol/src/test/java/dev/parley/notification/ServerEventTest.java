package dev.parley.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.message.Capabilities;
import dev.parley.notification.ServerEvent.CapabilityChange;
import dev.parley.notification.ServerEvent.ConfigChange;
import dev.parley.notification.ServerEvent.ConfirmedCommit;
import dev.parley.notification.ServerEvent.Edit;
import dev.parley.notification.ServerEvent.Party;
import dev.parley.notification.ServerEvent.SessionEnd;
import dev.parley.notification.ServerEvent.SessionStart;
import dev.parley.sample.Met;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 6470 section 2.2 (E-06). */
class ServerEventTest {
    private static final Party FRED = new Party("fred", 4L, "10.0.0.9");
    private static final String FREDS =
            "<username>fred</username><session-id>4</session-id><source-host>10.0.0.9</source-host>";

    private static ServerEvent read(String name, String content) {
        return ServerEvent.of(notification("urn:ietf:params:xml:ns:yang:ietf-netconf-notifications", name, content))
                .orElseThrow();
    }

    private static Notification notification(String namespace, String name, String content) {
        return NotificationTest.parse(
                "<notification xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'>"
                        + "<eventTime>2007-07-08T00:01:00Z</eventTime><b:" + name + " xmlns:b='" + namespace
                        + "' xmlns='"
                        + namespace + "'>" + content + "</b:" + name + "></notification>",
                new Met());
    }

    @Test
    void aChangeOfTheConfiguration() {
        assertThat(read(
                        "netconf-config-change",
                        "<changed-by>" + FREDS + "</changed-by><datastore>startup</datastore><edit><target"
                                + " xmlns:i='urn:i'>/i:interfaces</target><operation>merge</operation></edit><edit/>"))
                .isEqualTo(new ConfigChange(
                        FRED,
                        "startup",
                        List.of(
                                new Edit(new InstanceIdentifier("/i:interfaces", Map.of("i", "urn:i")), "merge"),
                                new Edit(InstanceIdentifier.of(""), ""))));
        assertThat(read("netconf-config-change", "<changed-by><server/></changed-by>"))
                .isEqualTo(new ConfigChange(null, "running", List.of()));
    }

    /** The prefixes of an instance identifier are declared anywhere around it (RFC 7950 section 9.13.2). */
    @Test
    void whatWasChangedKeepsTheMeaningOfItsPrefixesWhereverTheyWereDeclared() {
        String target = "/a:top/b:list[b:name='fe80::1'][b:type=\"c:kind\"]/d:leaf";
        Notification notification = NotificationTest.parse(
                "<n:notification xmlns:n='urn:ietf:params:xml:ns:netconf:notification:1.0' xmlns:a='urn:a'"
                        + " xmlns:unused='urn:u'><n:eventTime>2007-07-08T00:01:00Z</n:eventTime><netconf-config-change"
                        + " xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-notifications' xmlns:b='urn:old'>"
                        + "<edit xmlns:b='urn:b'><target xmlns:c='urn:c'>" + target + "</target></edit>"
                        + "<edit><target>/b:other</target></edit></netconf-config-change></n:notification>",
                new Met());

        ConfigChange change = (ConfigChange) ServerEvent.of(notification).orElseThrow();

        assertThat(change.edits())
                .containsExactly(
                        // d was never declared
                        new Edit(new InstanceIdentifier(target, Map.of("a", "urn:a", "b", "urn:b", "c", "urn:c")), ""),
                        new Edit(new InstanceIdentifier("/b:other", Map.of("b", "urn:old")), ""));
        assertThat(change.edits().get(0).target()).hasToString(target);
    }

    @Test
    void aChangeOfCapabilitiesAndWhatItComesTo() {
        CapabilityChange change = (CapabilityChange) read(
                "netconf-capability-change",
                "<changed-by><server/></changed-by><added-capability>urn:new</added-capability><added-capability> urn:too"
                        + "\n</added-capability><deleted-capability>urn:old</deleted-capability>"
                        + "<modified-capability>urn:kept?a=2</modified-capability>");

        assertThat(change)
                .isEqualTo(new CapabilityChange(
                        null, List.of("urn:new", "urn:too"), List.of("urn:old"), List.of("urn:kept?a=2")));
        assertThat(change.appliedTo(Capabilities.of(List.of("urn:old", "urn:kept?a=1", "urn:new", "urn:last")))
                        .uris())
                .containsExactly("urn:kept?a=2", "urn:new", "urn:last", "urn:too");
    }

    @Test
    void beginningAndEndOfSessions() {
        assertThat(read("netconf-session-start", FREDS)).isEqualTo(new SessionStart(FRED));
        assertThat(read(
                        "netconf-session-end",
                        FREDS + "<killed-by>9</killed-by><termination-reason>killed</termination-reason>"))
                .isEqualTo(new SessionEnd(FRED, 9L, "killed"));
        assertThat(read("netconf-session-end", "<session-id>none</session-id>"))
                .isEqualTo(new SessionEnd(new Party("", null, null), null, ""));
    }

    @Test
    void theLifeOfAConfirmedCommit() {
        assertThat(read(
                        "netconf-confirmed-commit",
                        FREDS + "<confirm-event>start</confirm-event><timeout>600</timeout>"))
                .isEqualTo(new ConfirmedCommit(FRED, "start", Duration.ofMinutes(10)));
        assertThat(read("netconf-confirmed-commit", FREDS + "<confirm-event>complete</confirm-event>"))
                .isEqualTo(new ConfirmedCommit(FRED, "complete", null));
    }

    @Test
    void whatIsNotOfTheModuleIsNoneOfThem() {
        assertThat(ServerEvent.of(notification("urn:mine", "netconf-session-start", FREDS)))
                .isEmpty();
        assertThat(ServerEvent.of(
                        notification("urn:ietf:params:xml:ns:yang:ietf-netconf-notifications", "of-the-future", "")))
                .isEmpty();
    }
}
