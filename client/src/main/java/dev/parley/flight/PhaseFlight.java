package dev.parley.flight;

import dev.parley.error.NetconfException;
import dev.parley.event.SessionKey;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A phase of an attempt at a session. */
@Name("dev.parley.OpeningPhase")
@Label("NETCONF Session Opening Phase")
@Description("One phase of an attempt at a NETCONF session")
@Category({"NETCONF", "Parley"})
@StackTrace(false)
final class PhaseFlight extends Event {
    @Label("Device")
    @Nullable
    String device;

    @Label("Attempt")
    long attempt;

    @Label("Phase")
    @Nullable
    String phase;

    @Label("Outcome")
    @Description("ok, or the code of the failure")
    @Nullable
    String outcome;

    @Label("Detail")
    @Description("What came of it: the addresses, the address connected to, the version and suite")
    @Nullable
    String detail;

    void ended(SessionKey session, String name, @Nullable String what, @Nullable NetconfException why) {
        end();
        if (shouldCommit()) {
            device = session.device();
            attempt = session.number();
            phase = name;
            outcome = Outcomes.of(why);
            detail = what;
            commit();
        }
    }
}
