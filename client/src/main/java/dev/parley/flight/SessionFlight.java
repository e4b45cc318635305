package dev.parley.flight;

import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The end of a session. It may have begun long before the recording, so its length is a field. */
@Name("dev.parley.Session")
@Label("NETCONF Session")
@Description("The end of a NETCONF session")
@Category({"NETCONF", "Parley"})
@StackTrace(false)
final class SessionFlight extends Event {
    @Label("Device")
    @Nullable
    String device;

    @Label("Attempt")
    long attempt;

    @Label("Lasted")
    @Timespan(Timespan.NANOSECONDS)
    long lasted;

    @Label("End")
    @Description("ok after an orderly close, or the code of the failure")
    @Nullable
    String outcome;

    @Label("Received")
    @Description("Bytes at the socket")
    @DataAmount
    long received;

    @Label("Sent")
    @Description("Bytes at the socket")
    @DataAmount
    long sent;

    @Label("Failure")
    @Nullable
    String failure;

    void ended(SessionKey session, SessionEvent.Closed closed) {
        device = session.device();
        attempt = session.number();
        lasted = closed.lasted().toNanos();
        outcome = Outcomes.of(closed.failure());
        failure = closed.failure() == null ? null : closed.failure().getMessage();
        received = closed.traffic().wireIn();
        sent = closed.traffic().wireOut();
        commit();
    }
}
