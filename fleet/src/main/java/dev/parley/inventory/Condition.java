package dev.parley.inventory;

import dev.parley.error.InputException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must hold of a device for it to be meant, as {@code --where} takes it:
 *
 * <pre>
 * site=lab and role!=core
 * name~"pe*" and not (tag=broken or os in (ios-xr, junos))
 * site
 * </pre>
 *
 * A name stands for {@code name}, {@code group} and {@code tag} of the device, else for its variable of that name, else for its
 * field. {@code =} asks whether one of its values is that, {@code !=} whether none is, {@code ~} and {@code !~} the same with
 * {@code *} and {@code ?}, {@code in (…)} for one of several, and a name alone whether there is a value at all. {@code and}
 * binds closer than {@code or}, {@code not} closest. Values with spaces or signs in them stand in quotes.
 */
public sealed interface Condition {
    /** Whether it holds of a device. */
    boolean holds(Member member);

    /** The names in it. */
    Set<String> names();

    /**
     * Reads one.
     *
     * @throws InputException if it cannot be understood; the message shows where
     */
    static Condition parse(String text) {
        return new ConditionParser(text).whole();
    }

    /** All of them. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Member member) {
            return parts.stream().allMatch(part -> part.holds(member));
        }

        @Override
        public Set<String> names() {
            return namesOf(parts);
        }
    }

    /** At least one of them. */
    record Any(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Member member) {
            return parts.stream().anyMatch(part -> part.holds(member));
        }

        @Override
        public Set<String> names() {
            return namesOf(parts);
        }
    }

    /** The opposite. */
    record Not(Condition part) implements Condition {
        @Override
        public boolean holds(Member member) {
            return !part.holds(member);
        }

        @Override
        public Set<String> names() {
            return part.names();
        }
    }

    /** There is a value. */
    record Present(String name) implements Condition {
        @Override
        public boolean holds(Member member) {
            return !member.values(name).isEmpty();
        }

        @Override
        public Set<String> names() {
            return Set.of(name);
        }
    }

    /** One of the values of that name is one of these. */
    record In(String name, List<String> values) implements Condition {
        @Override
        public boolean holds(Member member) {
            return member.values(name).stream().anyMatch(values::contains);
        }

        @Override
        public Set<String> names() {
            return Set.of(name);
        }
    }

    /** One of the values of that name has this form. */
    record Like(String name, String form) implements Condition {
        @Override
        public boolean holds(Member member) {
            return member.values(name).stream().anyMatch(Glob.of(form)::matches);
        }

        @Override
        public Set<String> names() {
            return Set.of(name);
        }
    }

    private static Set<String> namesOf(List<Condition> parts) {
        Set<String> names = new TreeSet<>();
        parts.forEach(part -> names.addAll(part.names()));
        return names;
    }
}
