package dev.parley.sample;

import dev.parley.message.Deviation;
import java.util.ArrayList;
import java.util.List;

/** The deviations that were met, in order. */
public final class Met implements Deviation.Observer {
    /** Which they were. */
    public final List<Deviation> deviations = new ArrayList<>();

    /** What was said about them. */
    public final List<String> details = new ArrayList<>();

    /** None yet. */
    public Met() {}

    @Override
    public void met(Deviation deviation, String detail) {
        deviations.add(deviation);
        details.add(detail);
    }
}
