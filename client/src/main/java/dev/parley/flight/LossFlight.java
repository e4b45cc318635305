package dev.parley.flight;

import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Notifications for which there was no room. */
@Name("dev.parley.NotificationsLost")
@Label("NETCONF Notifications Lost")
@Description("Notifications for which there was no room, because their subscriber is slower than the device")
@Category({"NETCONF", "Parley"})
@StackTrace(false)
final class LossFlight extends Event {
    @Label("Device")
    @Nullable
    String device;

    @Label("Attempt")
    long attempt;

    @Label("Stream")
    @Nullable
    String stream;

    @Label("Lost")
    long lost;

    void met(SessionKey session, SessionEvent.NotificationsLost loss) {
        device = session.device();
        attempt = session.number();
        stream = loss.stream();
        lost = loss.count();
        commit();
    }
}
