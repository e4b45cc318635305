package dev.parley.fleet;

import dev.parley.inventory.Member;
import java.util.Optional;
import java.util.function.Function;

/**
 * A limit for devices that have something in common: no more than so many of them are worked on at once.
 *
 * @param name what it is called
 * @param of by what devices belong together; empty for those that the limit is not for
 * @param most how many
 */
public record Share(String name, Function<Member, Optional<String>> of, int most) {
    /** Checks the number. */
    public Share {
        if (most < 1) {
            throw new IllegalArgumentException("a limit is at least 1, not " + most);
        }
    }

    /** For the devices of a group. */
    public static Share ofGroup(String group, int most) {
        return new Share(
                group, member -> member.groups().contains(group) ? Optional.of(group) : Optional.empty(), most);
    }

    /** For the devices that have the same value of a variable, for each value of it. */
    public static Share ofVariable(String variable, int most) {
        return new Share(
                variable, member -> Optional.ofNullable(member.variables().get(variable)), most);
    }
}
