package dev.parley.simulator;

import dev.parley.message.Namespaces;
import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.NotificationFault;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.ReplyFault.ReplyChange;
import dev.parley.simulator.fault.StopReading;
import dev.parley.simulator.fault.WireFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What one connection suffers, asked for by the places that carry it out. Immutable. */
record ConnectionFaults(List<Fault> all) {
    static final ConnectionFaults NONE = new ConnectionFaults(List.of());

    static ConnectionFaults of(List<Fault> faults) {
        return faults.isEmpty() ? NONE : new ConnectionFaults(List.copyOf(faults));
    }

    boolean isNone() {
        return all.isEmpty();
    }

    /** The last fault of that kind. */
    <F extends Fault> Optional<F> find(Class<F> kind) {
        return every(kind).stream().reduce((first, second) -> second);
    }

    private <F extends Fault> List<F> every(Class<F> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Optional<Banner> banner() {
        return find(Banner.class);
    }

    Optional<Ending> endingAt(Moment moment) {
        return ending(moment::equals).map(Break::ending);
    }

    Optional<Break> ending(Predicate<Moment> at) {
        return every(Break.class).stream()
                .filter(fault -> at.test(fault.moment()))
                .findFirst();
    }

    /** An ending after so many bytes of a message. */
    Optional<Break> endingIn(Outgoing message) {
        return ending(moment -> switch (message.kind()) {
            case HELLO -> moment instanceof Moment.InHello;
            case REPLY, LAST_REPLY -> moment instanceof Moment.InReply in && in.reply() == message.number();
            case OTHER -> false;
        });
    }

    /** An ending behind a message. */
    Optional<Ending> endingAfter(Outgoing message) {
        return switch (message.kind()) {
            case HELLO -> endingAt(Moment.Phase.HELLO_SENT);
            case REPLY -> endingAt(new Moment.AfterReply(message.number()));
            case LAST_REPLY ->
                endingAt(Moment.Phase.CLOSE_SESSION_ANSWERED)
                        .or(() -> endingAt(new Moment.AfterReply(message.number())));
            case OTHER -> Optional.empty();
        };
    }

    boolean stopsReadingAt(Moment moment) {
        return every(StopReading.class).stream()
                .anyMatch(fault -> fault.moment().equals(moment));
    }

    /** Whether the end has to be told in an alert that the TLS session protects. */
    boolean alertsInsideTls() {
        return every(Break.class).stream()
                .anyMatch(fault -> fault.ending() instanceof Ending.Alert
                        && fault.moment() != Moment.Phase.ACCEPTED
                        && fault.moment() != Moment.Phase.CLIENT_HELLO);
    }

    String hello(String hello) {
        String text = hello;
        for (HelloFault fault : every(HelloFault.class)) {
            text = fault.rewrite(text);
        }
        return text;
    }

    List<ReplyChange> changes(int reply) {
        List<ReplyChange> changes = new ArrayList<>();
        for (ReplyFault.OnReply fault : every(ReplyFault.OnReply.class)) {
            if (fault.reply() == 0 || fault.reply() == reply) {
                changes.add(fault.change());
            }
        }
        return changes;
    }

    /** The notifications that come before a reply. */
    List<String> eventsBefore(int reply) {
        return every(NotificationFault.BeforeReply.class).stream()
                .filter(fault -> fault.reply() == reply)
                .map(fault -> new Occurrence(Instant.now(), fault.event()).message())
                .toList();
    }

    /** What is sent as the notification of that number. */
    List<String> notifications(int number, Occurrence event) {
        String message = event.message();
        if (isNone()) {
            return List.of(message);
        }
        List<String> messages = new ArrayList<>();
        for (NotificationFault.OnNotification fault : every(NotificationFault.OnNotification.class)) {
            if (fault.number() != 0 && fault.number() != number) {
                continue;
            }
            if (fault.change() instanceof NotificationFault.ReplyToNobody reply) {
                messages.add("<rpc-reply xmlns=\"" + Namespaces.BASE + "\" message-id=\"" + reply.messageId()
                        + "\"><ok/></rpc-reply>");
            } else {
                message = changed(event, message, fault.change());
            }
        }
        messages.add(message);
        return messages;
    }

    private static String changed(Occurrence event, String message, NotificationFault.NotificationChange change) {
        if (change instanceof NotificationFault.Malformed) {
            return message.substring(0, message.lastIndexOf("</"));
        }
        if (change instanceof NotificationFault.WithoutEventTime) {
            return Occurrence.message(event.event());
        }
        if (change instanceof NotificationFault.EventTime time) {
            return Occurrence.message("<eventTime>" + time.text() + "</eventTime>" + event.event());
        }
        if (change instanceof NotificationFault.Huge huge) {
            String text = "<huge xmlns=\"urn:parley:generated\">" + "x".repeat(huge.bytes()) + "</huge>";
            return new Occurrence(event.time(), text).message();
        }
        return change instanceof NotificationFault.Instead other ? other.message() : message;
    }

    boolean shapesTheWire() {
        return find(WireFault.TcpSegments.class).isPresent()
                || find(WireFault.RecordPerSegment.class).isPresent()
                || find(WireFault.OneSegment.class).isPresent()
                || ending(Moment.InHandshake.class::isInstance).isPresent();
    }
}
