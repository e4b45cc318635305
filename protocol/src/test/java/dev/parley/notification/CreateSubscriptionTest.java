package dev.parley.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.operation.Filter;
import dev.parley.operation.Operation;
import dev.parley.operation.Requirement;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked for notifications: RFC 5277 sections 2.1.1 and 3.2.5. */
class CreateSubscriptionTest {
    private static final Instant SEVEN = Instant.parse("2007-07-28T15:23:36Z");
    private static final String NS = "xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"";

    private static String written(Operation<?> operation) {
        XmlWriter out = new XmlWriter().start(Namespaces.BASE, "rpc");
        operation.writeTo(out);
        return new String(out.end().toBytes(), UTF_8).replaceAll("^<rpc [^>]*>|</rpc>$", "");
    }

    // N-01
    @Test
    void itIsWrittenInItsNamespaceAndInTheOrderOfTheSchema() {
        assertThat(written(CreateSubscription.now())).isEqualTo("<create-subscription " + NS + "/>");
        assertThat(written(CreateSubscription.since(SEVEN).stream("NETCONF")
                        .until(SEVEN.plusMillis(1_500))
                        .filter(Filter.subtree("<event xmlns='urn:e'/>"))))
                .isEqualTo("<create-subscription " + NS + "><stream>NETCONF</stream><filter type=\"subtree\">"
                        + "<event xmlns=\"urn:e\"/></filter><startTime>2007-07-28T15:23:36Z</startTime>"
                        + "<stopTime>2007-07-28T15:23:37.500Z</stopTime></create-subscription>");
        assertThat(written(CreateSubscription.now().filter(Filter.xpath("/e:up", Map.of("e", "urn:e")))))
                .isEqualTo("<create-subscription " + NS
                        + "><filter xmlns:e=\"urn:e\" type=\"xpath\" select=\"/e:up\"/></create-subscription>");
    }

    // N-01, O-01
    @Test
    void itNeedsTheCapabilitiesForItselfAndItsFilter() {
        assertThat(CreateSubscription.now().requires())
                .extracting(Requirement::capability)
                .containsExactly(Capability.NOTIFICATION);
        assertThat(CreateSubscription.now()
                        .filter(Filter.xpath("/up", Map.of()))
                        .requires())
                .extracting(Requirement::capability)
                .containsExactly(Capability.NOTIFICATION, Capability.XPATH);
    }

    // N-02
    @Test
    void whatEveryDeviceHasToRefuseIsRefusedHere() {
        InputException alone = catchThrowableOfType(
                InputException.class, () -> CreateSubscription.now().until(SEVEN));
        assertThat(alone.reason()).isEqualTo(Reason.BAD_VALUE);
        assertThat(alone).hasMessageContaining("needs a start time");

        InputException before = catchThrowableOfType(
                InputException.class, () -> CreateSubscription.since(SEVEN).until(SEVEN.minusSeconds(1)));
        assertThat(before)
                .hasMessageContaining("cannot stop at 2007-07-28T15:23:35Z, before its start at 2007-07-28T15:23:36Z");

        assertThat(CreateSubscription.since(SEVEN).until(SEVEN).stopTime()).isEqualTo(SEVEN);
        assertThat(catchThrowableOfType(InputException.class, () -> CreateSubscription.now().stream(" "))
                        .reason())
                .isEqualTo(Reason.BAD_VALUE);
    }

    // N-06
    @Test
    void theStreamsOfADeviceAreRead() {
        String data =
                "<netconf xmlns='urn:ietf:params:xml:ns:netmod:notification'><streams><stream><name>NETCONF</name>"
                        + "<description>all of it</description><replaySupport>true</replaySupport>"
                        + "<replayLogCreationTime>2007-07-08T00:00:00+01:00</replayLogCreationTime>"
                        + "<replayLogAgedTime>2007-07-09T00:00:00Z</replayLogAgedTime></stream>"
                        + "<stream><future><name>x</name></future><name>SNMP</name><replaySupport>0</replaySupport></stream>"
                        + "<stream><description>without a name</description></stream></streams></netconf>";
        byte[] reply = ("<rpc-reply xmlns='" + Namespaces.BASE + "' message-id='1'><data>" + data
                        + "</data></rpc-reply>")
                .getBytes(UTF_8);

        assertThat(new GetStreams().read(Reply.parse(reply, reply.length, XmlLimits.DEFAULT, new Met())))
                .containsExactly(
                        new EventStream(
                                "NETCONF",
                                "all of it",
                                true,
                                OffsetDateTime.parse("2007-07-08T00:00:00+01:00"),
                                OffsetDateTime.parse("2007-07-09T00:00:00Z")),
                        new EventStream("SNMP", "", false, null, null));
        assertThat(written(new GetStreams()))
                .isEqualTo(
                        "<get><filter type=\"subtree\"><netconf xmlns=\"urn:ietf:params:xml:ns:netmod:notification\">"
                                + "<streams/></netconf></filter></get>");
    }

    @Test
    void aDeviceWithoutStreamsHasNone() {
        byte[] reply = ("<rpc-reply xmlns='" + Namespaces.BASE + "'><data/></rpc-reply>").getBytes(UTF_8);

        assertThat(new GetStreams().read(Reply.parse(reply, reply.length, XmlLimits.DEFAULT, new Met())))
                .isEmpty();
    }
}
