package dev.parley.flight;

import dev.parley.error.NetconfException;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionKey;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A request, from handing it over until its reply was read. */
@Name("dev.parley.Request")
@Label("NETCONF Request")
@Description("A NETCONF request, from handing it over until its reply was read")
@Category({"NETCONF", "Parley"})
@StackTrace(false)
final class RequestFlight extends Event implements RequestListener {
    @Label("Device")
    @Nullable
    String device;

    @Label("Attempt")
    @Description("Which session: the number of the attempt that opened it")
    long attempt;

    @Label("Message ID")
    long messageId;

    @Label("Operation")
    @Nullable
    String operation;

    @Label("Answered After")
    @Description("Until the reply was whole; the rest of the duration it waited to be read, or was read")
    @Timespan(Timespan.NANOSECONDS)
    long answeredAfter;

    @Label("Outcome")
    @Description("ok, or the code of the failure")
    @Nullable
    String outcome;

    @Label("Failure")
    @Nullable
    String failure;

    RequestFlight begun(SessionKey session, long id, String name) {
        begin();
        device = session.device();
        attempt = session.number();
        messageId = id;
        operation = name;
        return this;
    }

    @Override
    public void ended(Duration took, @Nullable NetconfException why) {
        end();
        if (shouldCommit()) {
            answeredAfter = took.toNanos();
            outcome = Outcomes.of(why);
            failure = why == null ? null : why.getMessage();
            commit();
        }
    }
}
