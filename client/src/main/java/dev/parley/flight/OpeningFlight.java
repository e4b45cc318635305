package dev.parley.flight;

import dev.parley.device.Device;
import dev.parley.error.NetconfException;
import dev.parley.event.SessionKey;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** An attempt at a session, from its beginning until it was up or had failed. */
@Name("dev.parley.Opening")
@Label("NETCONF Session Opening")
@Description("An attempt at a NETCONF session, from its beginning until it was up or had failed")
@Category({"NETCONF", "Parley"})
@StackTrace(false)
final class OpeningFlight extends Event {
    @Label("Device")
    @Nullable
    String device;

    @Label("Attempt")
    @Description("Counts the attempts of a client")
    long attempt;

    @Label("Transport")
    @Nullable
    String transport;

    @Label("Security")
    @Description("The version and suite, and whether an earlier TLS session was resumed")
    @Nullable
    String security;

    @Label("Outcome")
    @Description("ok, or the code of the failure")
    @Nullable
    String outcome;

    @Label("Failed Phase")
    @Nullable
    String phase;

    @Label("Failure")
    @Nullable
    String failure;

    void of(Device of) {
        transport = of.access().scheme();
    }

    void ended(SessionKey session, @Nullable NetconfException why) {
        end();
        if (shouldCommit()) {
            device = session.device();
            attempt = session.number();
            outcome = Outcomes.of(why);
            failure = why == null ? null : why.getMessage();
            commit();
        }
    }
}
