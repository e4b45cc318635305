package dev.parley.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.ProtocolException;
import dev.parley.monitoring.GetMonitoring.Part;
import dev.parley.monitoring.NetconfState.Counters;
import dev.parley.monitoring.NetconfState.DatastoreState;
import dev.parley.monitoring.NetconfState.Lock;
import dev.parley.monitoring.NetconfState.PartialLock;
import dev.parley.monitoring.NetconfState.SchemaEntry;
import dev.parley.monitoring.NetconfState.SessionState;
import dev.parley.monitoring.NetconfState.Statistics;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** netconf-state as values (RFC 6022 section 2.1). */
class GetMonitoringTest {
    private static final String NS = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";

    private static NetconfState read(String state) {
        return Answered.withData(
                        "<netconf-state xmlns='" + NS + "' xmlns:ncm='" + NS + "'>" + state + "</netconf-state>")
                .to(GetMonitoring.all());
    }

    @Test
    void theFilterNamesThePartsThatAreWanted() {
        assertThat(Answered.asked(GetMonitoring.of(Part.SESSIONS, Part.DATASTORES)))
                .isEqualTo("<get xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><filter type=\"subtree\">"
                        + "<netconf-state xmlns=\"" + NS
                        + "\"><datastores/><sessions/></netconf-state></filter></get>");
        assertThat(Answered.asked(GetMonitoring.all()))
                .contains("<capabilities/><datastores/><schemas/><sessions/><statistics/>");
    }

    @Test
    void everythingHasItsPlace() {
        NetconfState state = read("""
                <capabilities><capability>urn:a</capability><capability> urn:b?c=d </capability></capabilities>
                <datastores>
                  <datastore><name>running</name><locks><global-lock><locked-by-session>7</locked-by-session>
                    <locked-time>2026-11-20T17:00:00+01:00</locked-time></global-lock></locks></datastore>
                  <datastore><name>candidate</name><locks><partial-lock><lock-id>3</lock-id>
                    <locked-by-session>8</locked-by-session><locked-time>2026-11-20T17:00:00Z</locked-time>
                    <select>/a:b</select><locked-node>/a:b[1]</locked-node><locked-node>/a:b[2]</locked-node>
                  </partial-lock></locks></datastore>
                  <datastore><name>startup</name></datastore>
                </datastores>
                <schemas><schema><identifier>m</identifier><version>2020-01-01</version><format>ncm:yang</format>
                  <namespace>urn:m</namespace><location>NETCONF</location><location>http://x/m</location></schema></schemas>
                <sessions><session><session-id>4294967295</session-id><transport>ncm:netconf-ssh</transport>
                  <username>fred</username><source-host>::1</source-host><login-time>2026-11-20T17:00:00Z</login-time>
                  <in-rpcs>1</in-rpcs><in-bad-rpcs>2</in-bad-rpcs><out-rpc-errors>3</out-rpc-errors>
                  <out-notifications>4294967295</out-notifications></session></sessions>
                <statistics><netconf-start-time>2026-11-19T17:00:00Z</netconf-start-time><in-bad-hellos>1</in-bad-hellos>
                  <in-sessions>2</in-sessions><dropped-sessions>3</dropped-sessions><in-rpcs>4</in-rpcs>
                  <in-bad-rpcs>5</in-bad-rpcs><out-rpc-errors>6</out-rpc-errors>
                  <out-notifications>7</out-notifications></statistics>
                """);
        OffsetDateTime noon = OffsetDateTime.parse("2026-11-20T17:00:00Z");
        assertThat(state.capabilities().uris()).containsExactly("urn:a", "urn:b?c=d");
        assertThat(state.datastores())
                .containsExactly(
                        new DatastoreState(
                                "running", new Lock(7, OffsetDateTime.parse("2026-11-20T17:00:00+01:00")), List.of()),
                        new DatastoreState(
                                "candidate",
                                null,
                                List.of(new PartialLock(
                                        3, new Lock(8, noon), List.of("/a:b"), List.of("/a:b[1]", "/a:b[2]")))),
                        new DatastoreState("startup", null, List.of()));
        assertThat(state.schemas())
                .containsExactly(new SchemaEntry("m", "2020-01-01", "yang", "urn:m", List.of("NETCONF", "http://x/m")));
        assertThat(state.session(4_294_967_295L))
                .contains(new SessionState(
                        4_294_967_295L, "netconf-ssh", "fred", "::1", noon, new Counters(1, 2, 3, 4_294_967_295L)));
        assertThat(state.session(1)).isEmpty();
        assertThat(state.statistics()).isEqualTo(new Statistics(noon.minusDays(1), 1, 2, 3, new Counters(4, 5, 6, 7)));
    }

    @Test
    void whatIsMissingOrUnknownDoesNoHarm() {
        NetconfState state = read("<sessions><session><session-id>x</session-id><login-time>yesterday</login-time>"
                + "<vendor xmlns='urn:v'><deep/>text</vendor></session><other/></sessions><new/>");
        assertThat(state.sessions())
                .containsExactly(new SessionState(-1, "", "", "", null, new Counters(-1, -1, -1, -1)));
        assertThat(state.statistics()).isNull();
        assertThat(state.capabilities()).isEmpty();
        assertThat(Answered.with("<data/>").to(GetMonitoring.all()).sessions()).isEmpty();
        assertThat(Answered.withData("<other/><netconf-state><sessions><session><username>u</username></session>"
                                + "</sessions></netconf-state>")
                        .to(GetMonitoring.all())
                        .sessions())
                .extracting(SessionState::user)
                .containsExactly("u");
    }

    @Test
    void aReplyWithoutDataIsNone() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Answered.with("<ok/>").to(GetMonitoring.all()))
                .withMessageContaining("netconf-state has no <data>");
    }
}
