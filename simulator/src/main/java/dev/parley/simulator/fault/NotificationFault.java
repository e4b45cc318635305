package dev.parley.simulator.fault;

/** What is wrong with the device's notifications, or when they come. */
public sealed interface NotificationFault extends Fault {

    /**
     * A notification comes between a request and its reply, subscribed to or not: before the {@code ok} of
     * {@code create-subscription} if that is the reply (RFC 5277 section 2.2.1 lets them come at any time).
     *
     * @param reply which reply of the session, from 1
     * @param event the element that tells what happened
     */
    record BeforeReply(int reply, String event) implements NotificationFault {}

    /**
     * A notification comes after {@code notificationComplete}.
     *
     * @param event the element that tells what happened
     */
    record AfterComplete(String event) implements NotificationFault {}

    /**
     * A fault of one notification, counted with those that end replay and subscription.
     *
     * @param number which of the subscription's, from 1; 0 for every one
     * @param change what is wrong with it
     */
    record OnNotification(int number, NotificationChange change) implements NotificationFault {}

    /** A fault of one notification of a subscription, counted from 1. */
    static NotificationFault on(int number, NotificationChange change) {
        return new OnNotification(number, change);
    }

    /** A fault of every notification. */
    static NotificationFault every(NotificationChange change) {
        return new OnNotification(0, change);
    }

    /** What is wrong with one notification. */
    sealed interface NotificationChange {}

    /** Its last tag is missing: no XML. */
    record Malformed() implements NotificationChange {}

    /** It does not say when the event was. */
    record WithoutEventTime() implements NotificationChange {}

    /**
     * It says something else for when the event was.
     *
     * @param text what
     */
    record EventTime(String text) implements NotificationChange {}

    /**
     * Its event is one of that size.
     *
     * @param bytes how long the event's text is
     */
    record Huge(int bytes) implements NotificationChange {}

    /**
     * It is another message altogether.
     *
     * @param message the message, framed as the session is
     */
    record Instead(String message) implements NotificationChange {}

    /**
     * A reply that nobody asked for goes in front.
     *
     * @param messageId its {@code message-id}
     */
    record ReplyToNobody(String messageId) implements NotificationChange {}
}
