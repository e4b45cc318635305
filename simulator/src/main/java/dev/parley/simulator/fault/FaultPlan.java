package dev.parley.simulator.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * Which connections to a device suffer which faults. Connections are counted from 1, in the order in which the device
 * accepts them after it was given the plan. Immutable.
 */
public final class FaultPlan {
    private static final FaultPlan NONE = new FaultPlan(List.of());

    private final List<Stretch> stretches;

    /** Faults of a run of connections. */
    private record Stretch(int first, int last, List<Fault> faults) {}

    private FaultPlan(List<Stretch> stretches) {
        this.stretches = List.copyOf(stretches);
    }

    /** Nothing is wrong. */
    public static FaultPlan none() {
        return NONE;
    }

    /** Every connection suffers these faults. */
    public static FaultPlan always(Fault... faults) {
        return NONE.with(1, Integer.MAX_VALUE, faults);
    }

    /** One connection suffers these faults. */
    public static FaultPlan onConnection(int number, Fault... faults) {
        return NONE.with(number, number, faults);
    }

    /** And one connection suffers these, beside what it suffers already. */
    public FaultPlan andOnConnection(int number, Fault... faults) {
        return with(number, number, faults);
    }

    /** And all connections from that one on suffer these. */
    public FaultPlan andFrom(int number, Fault... faults) {
        return with(number, Integer.MAX_VALUE, faults);
    }

    private FaultPlan with(int first, int last, Fault... faults) {
        List<Stretch> more = new ArrayList<>(stretches);
        more.add(new Stretch(first, last, List.of(faults)));
        return new FaultPlan(more);
    }

    /** What a connection suffers. */
    public List<Fault> faultsOf(int connection) {
        List<Fault> faults = new ArrayList<>();
        for (Stretch stretch : stretches) {
            if (stretch.first <= connection && connection <= stretch.last) {
                faults.addAll(stretch.faults);
            }
        }
        return faults;
    }
}
