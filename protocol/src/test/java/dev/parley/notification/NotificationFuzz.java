package dev.parley.notification;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.error.ProtocolException;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;

/** Any bytes at all as a notification: an event that can be used, or a protocol error. */
class NotificationFuzz {

    @FuzzTest
    void anyNotification(byte[] message) {
        Notification notification;
        try {
            notification = Notification.parse(message, message.length, XmlLimits.DEFAULT, new Met());
        } catch (ProtocolException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("an error without words", e);
            }
            return;
        }
        if (!notification.content().roots().get(0).equals(notification.event())) {
            throw new AssertionError("cut out wrongly: " + notification);
        }
        ServerEvent.of(notification).ifPresent(event -> {
            if (event.toString().isEmpty()) {
                throw new AssertionError("an event without words");
            }
        });
    }
}
