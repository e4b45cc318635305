package dev.parley.notification;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.message.Deviation;
import dev.parley.message.Names;
import dev.parley.message.Namespaces;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlNames;
import dev.parley.xml.XmlReader;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * Something that a device tells unasked: an event, and when it was (RFC 5277 section 4). Immutable. Its text form names the
 * event and shows nothing of what is in it, which may be secret.
 */
public final class Notification {
    /** A time is shorter; what a device puts in its place need not be. */
    private static final int LONGEST_TIME = 200;

    private final byte[] message;
    private final int rootFrom;
    private final int rootTo;
    private final @Nullable OffsetDateTime time;
    private final QName event;
    private final Element content;

    /** An element of the message, by its place. */
    private record Element(int from, int to, Map<String, String> inherited) {}

    private Notification(
            byte[] message, int rootFrom, int rootTo, @Nullable OffsetDateTime time, QName event, Element content) {
        this.message = message;
        this.rootFrom = rootFrom;
        this.rootTo = rootTo;
        this.time = time;
        this.event = event;
        this.content = content;
    }

    /**
     * Reads a notification.
     *
     * @param message the message, without framing, which must not change afterwards
     * @param length its length
     * @param limits the limits of the document
     * @param observer is told of deviations; what it throws ends the reading
     * @throws ProtocolException if it is no well-formed notification within the limits, or has no event in it
     */
    public static Notification parse(byte[] message, int length, XmlLimits limits, Deviation.Observer observer) {
        XmlReader in = XmlReader.of(message, 0, Names.endOf(message, length, observer), limits);
        in.nextTag();
        check(in, observer);
        int rootFrom = Math.toIntExact(in.startOffset());
        Map<String, String> scope = XmlNames.declared(in);
        boolean timed = false;
        OffsetDateTime time = null;
        QName event = null;
        Element content = null;
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (!timed && isOurs(in, "eventTime")) {
                timed = true;
                time = EventTime.read(in.text(LONGEST_TIME), observer).orElse(null);
                continue;
            }
            QName name = in.getName();
            Map<String, String> inherited = XmlNames.without(scope, in);
            int from = Math.toIntExact(in.startOffset());
            in.skipElement();
            if (content == null) {
                event = name;
                content = new Element(from, Math.toIntExact(in.endOffset()), inherited);
            }
        }
        int rootTo = Math.toIntExact(in.endOffset());
        in.finish();
        if (event == null || content == null) {
            throw ProtocolException.of(
                    Reason.UNEXPECTED_MESSAGE, "a notification with no event in it (RFC 5277 section 4)");
        }
        if (!timed) {
            observer.met(Deviation.EVENT_TIME, "there is none with <" + event.getLocalPart() + ">");
        }
        return new Notification(message, rootFrom, rootTo, time, event, content);
    }

    private static void check(XmlReader in, Deviation.Observer observer) {
        if (!isOurs(in, "notification")) {
            throw ProtocolException.of(
                    Reason.UNEXPECTED_MESSAGE,
                    "<" + in.getLocalName() + "> of namespace \"" + in.namespace()
                            + "\" where a <notification> must stand");
        }
        if (in.namespace().isEmpty()) {
            observer.met(Deviation.NAMESPACE_MISSING, "<notification> has no namespace");
        }
    }

    private static boolean isOurs(XmlReader in, String name) {
        return in.getLocalName().equals(name)
                && (in.namespace().equals(Namespaces.NOTIFICATION)
                        || in.namespace().isEmpty());
    }

    /** When it happened, with the device's offset from UTC; empty where the device left it out, or gave no time. */
    public Optional<OffsetDateTime> time() {
        return Optional.ofNullable(time);
    }

    /** The name of the event: that of its element. */
    public QName event() {
        return event;
    }

    /** The event: its element, on its own feet. */
    public Xml content() {
        return Xml.slice(message, content.from(), content.to(), content.inherited());
    }

    /** The whole notification as it came, envelope included. */
    public Xml envelope() {
        return Xml.slice(message, rootFrom, rootTo, Map.of());
    }

    /** Whether it says that what follows is no longer replayed, but happens (RFC 5277 section 3.3.2, N-05). */
    public boolean isReplayComplete() {
        return isSaid("replayComplete");
    }

    /** Whether it says that the subscription has reached its stop time (RFC 5277 section 3.3.2). */
    public boolean isNotificationComplete() {
        return isSaid("notificationComplete");
    }

    private boolean isSaid(String name) {
        return event.getLocalPart().equals(name) && event.getNamespaceURI().equals(Namespaces.EVENT_STREAMS);
    }

    @Override
    public String toString() {
        return event.getLocalPart() + " of " + event.getNamespaceURI()
                + (time == null ? ", at an unknown time" : ", at " + time);
    }
}
