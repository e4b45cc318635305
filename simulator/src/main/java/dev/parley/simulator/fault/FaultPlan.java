package dev.parley.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * Which connections to a device suffer which faults. Connections are counted from 1, in the order in which the device
 * accepts them after it was given the plan. Immutable.
 */
public final class FaultPlan {
    private static final FaultPlan NONE = new FaultPlan(List.of());

    private final List<Stretch> stretches;

    /** Faults of some connections. */
    private record Stretch(IntPredicate connections, List<Fault> faults) {}

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

    /**
     * Each connection suffers these faults with that probability, whatever became of the others.
     *
     * @param share from 0, none, to 1, every one
     * @param seed of the chance: the same one gives the same plan
     */
    public static FaultPlan sometimes(double share, long seed, Fault... faults) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
        }
        return NONE.with(number -> new SplittableRandom(seed + number).nextDouble() < share, faults);
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
        return with(number -> first <= number && number <= last, faults);
    }

    private FaultPlan with(IntPredicate connections, Fault... faults) {
        List<Stretch> more = new ArrayList<>(stretches);
        more.add(new Stretch(connections, List.of(faults)));
        return new FaultPlan(more);
    }

    /** What a connection suffers. */
    public List<Fault> faultsOf(int connection) {
        List<Fault> faults = new ArrayList<>();
        for (Stretch stretch : stretches) {
            if (stretch.connections.test(connection)) {
                faults.addAll(stretch.faults);
            }
        }
        return faults;
    }
}
