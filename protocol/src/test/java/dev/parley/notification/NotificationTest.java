package dev.parley.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.message.Deviation;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import java.time.OffsetDateTime;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationTest {
    private static final String NS = "xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"";
    private static final String TIME = "<eventTime>2007-07-08T00:01:00Z</eventTime>";
    private static final String STREAMS = "urn:ietf:params:xml:ns:netmod:notification";

    private final Met met = new Met();

    static Notification parse(String text, Deviation.Observer observer) {
        byte[] message = text.getBytes(UTF_8);
        return Notification.parse(message, message.length, XmlLimits.DEFAULT, observer);
    }

    private Notification read(String content) {
        return parse("<notification " + NS + ">" + content + "</notification>", met);
    }

    /** The example of RFC 5277 section 5.1, shortened. */
    @Test
    void timeAndEventAreRead_N03() {
        Notification notification =
                read(TIME + "\n<event xmlns=\"http://example.com/event/1.0\"><eventClass>fault</eventClass></event>");

        assertThat(notification.time()).hasValue(OffsetDateTime.parse("2007-07-08T00:01:00Z"));
        assertThat(notification.event()).isEqualTo(new QName("http://example.com/event/1.0", "event"));
        assertThat(notification.content())
                .hasToString("<event xmlns=\"http://example.com/event/1.0\"><eventClass>fault</eventClass></event>");
        assertThat(notification.envelope().toString())
                .startsWith("<notification")
                .endsWith("</notification>");
        assertThat(notification.isReplayComplete()).isFalse();
        assertThat(notification.isNotificationComplete()).isFalse();
        assertThat(met.deviations).isEmpty();
    }

    @Test
    void theEventStandsOnItsOwnFeetWithThePrefixesOfTheEnvelope() {
        Notification notification = parse(
                "<?xml version='1.0'?>\n<n:notification xmlns:n='urn:ietf:params:xml:ns:netconf:notification:1.0'"
                        + " xmlns:e='urn:e' xmlns:x='urn:x'><n:eventTime>2007-07-08T00:01:00Z</n:eventTime>"
                        + "<e:up><e:who>x:me</e:who></e:up></n:notification>\0",
                met);

        assertThat(notification.event()).isEqualTo(new QName("urn:e", "up"));
        assertThat(notification.content().toString()).contains("xmlns:x=\"urn:x\"", "xmlns:e=\"urn:e\"");
        assertThat(notification.content().roots()).containsExactly(new QName("urn:e", "up"));
        assertThat(met.deviations).containsExactly(Deviation.NUL_BYTES);
    }

    @Test
    void theEndOfAReplayAndOfASubscriptionAreKnownByTheirNamespace_N05() {
        assertThat(read(TIME + "<replayComplete xmlns=\"" + STREAMS + "\"/>").isReplayComplete())
                .isTrue();
        assertThat(read(TIME + "<c:notificationComplete xmlns:c=\"" + STREAMS + "\"/>")
                        .isNotificationComplete())
                .isTrue();
        assertThat(read(TIME + "<replayComplete xmlns=\"urn:mine\"/>").isReplayComplete())
                .isFalse();
        assertThat(read(TIME + "<notificationComplete xmlns=\"urn:mine\"/>").isNotificationComplete())
                .isFalse();
        assertThat(read(TIME + "<notificationComplete/>").isNotificationComplete())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<eventTime/>", "<eventTime>garbage</eventTime>", "<eventTime><a/></eventTime>"})
    void withoutAUsableTimeItIsAnEventAllTheSame(String time) {
        Notification notification = read(time + "<up xmlns=\"urn:e\"/>");

        assertThat(notification.time()).isEmpty();
        assertThat(notification.event().getLocalPart()).isEqualTo("up");
        assertThat(met.deviations).containsExactly(Deviation.EVENT_TIME);
        assertThat(notification).hasToString("up of urn:e, at an unknown time");
    }

    @Test
    void anObserverThatToleratesNothingEndsTheReading() {
        assertThatThrownBy(() ->
                        parse("<notification " + NS + "><up xmlns='urn:e'/></notification>", (deviation, detail) -> {
                            throw deviation.refused(detail);
                        }))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEVIATION))
                .hasMessageContaining("eventTime");
    }

    @Test
    void aNotificationWithoutNamespaceIsReadAndTold() {
        Notification notification = parse("<notification>" + TIME + "<up xmlns='urn:e'/></notification>", met);

        assertThat(notification.time()).isPresent();
        assertThat(met.deviations).containsExactly(Deviation.NAMESPACE_MISSING);
    }

    @Test
    void anEventTimeOfSomebodyElseIsAnEvent() {
        assertThat(read("<eventTime xmlns='urn:mine'>x</eventTime>").event())
                .isEqualTo(new QName("urn:mine", "eventTime"));
    }

    @Test
    void whatIsNoNotificationIsRefused() {
        assertThat(reason("<notification " + NS + ">" + TIME + "</notification>"))
                .isEqualTo(Reason.UNEXPECTED_MESSAGE);
        assertThat(reason("<notification " + NS + "/>")).isEqualTo(Reason.UNEXPECTED_MESSAGE);
        assertThat(reason("<notification xmlns='urn:mine'/>")).isEqualTo(Reason.UNEXPECTED_MESSAGE);
        assertThat(reason("<notification " + NS + ">" + TIME + "<up></notification>"))
                .isEqualTo(Reason.MALFORMED_XML);
        assertThat(reason("<notification " + NS + ">" + TIME + "text<up/></notification>"))
                .isEqualTo(Reason.MALFORMED_XML);
        assertThat(reason("<!DOCTYPE a><notification " + NS + ">" + TIME + "<up/></notification>"))
                .isEqualTo(Reason.DOCTYPE);
    }

    private static Reason reason(String text) {
        ProtocolException refused = catchThrowableOfType(ProtocolException.class, () -> parse(text, new Met()));
        return refused.reason();
    }

    /** RFC 6241 section 9: what is configured may be secret, and text forms end up in logs. */
    @Test
    void itsTextFormShowsNothingOfWhatIsInIt() {
        assertThat(read(TIME + "<changed xmlns='urn:e'><value>s3cret</value></changed>"))
                .hasToString("changed of urn:e, at 2007-07-08T00:01Z");
    }
}
