package dev.parley.inventory;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which devices of an inventory are meant. Of several groups, tags or names one is enough; groups, tags, names and the condition
 * must all fit.
 *
 * @param groups groups; none for whatever group
 * @param tags tags; none for whatever tag
 * @param names names, also with {@code *} and {@code ?}; none for whatever name
 * @param excluded names that are not meant, also with {@code *} and {@code ?}
 * @param condition what must hold besides, or null
 * @param limit how many of those that are left, from the first
 */
public record Selection(
        List<String> groups,
        List<String> tags,
        List<String> names,
        List<String> excluded,
        @Nullable Condition condition,
        int limit) {
    /** Every device. */
    public static final Selection ALL =
            new Selection(List.of(), List.of(), List.of(), List.of(), null, Integer.MAX_VALUE);

    /** Copies the lists. */
    public Selection {
        groups = List.copyOf(groups);
        tags = List.copyOf(tags);
        names = List.copyOf(names);
        excluded = List.copyOf(excluded);
        if (limit < 1) {
            throw InputException.of(Reason.BAD_VALUE, "a limit is at least 1, not " + limit);
        }
    }

    /** The same with one more group that devices may be in. */
    public Selection inGroup(String group) {
        return new Selection(more(groups, group), tags, names, excluded, condition, limit);
    }

    /** The same with one more tag that devices may have. */
    public Selection withTag(String tag) {
        return new Selection(groups, more(tags, tag), names, excluded, condition, limit);
    }

    /** The same with one more name that devices may have. */
    public Selection named(String name) {
        return new Selection(groups, tags, more(names, name), excluded, condition, limit);
    }

    /** The same with one more name that devices must not have. */
    public Selection without(String name) {
        return new Selection(groups, tags, names, more(excluded, name), condition, limit);
    }

    /**
     * The same with a condition.
     *
     * @throws InputException if it cannot be understood
     */
    public Selection where(String text) {
        return new Selection(groups, tags, names, excluded, Condition.parse(text), limit);
    }

    /** The same, and so many at most. */
    public Selection limitedTo(int number) {
        return new Selection(groups, tags, names, excluded, condition, number);
    }

    private static List<String> more(List<String> some, String another) {
        List<String> more = new ArrayList<>(some);
        more.add(another);
        return more;
    }

    List<Member> of(FleetInventory inventory) {
        List<Member> all = inventory.members();
        check("group", groups, inventory.groups(), inventory);
        check("tag", tags, tagsOf(all), inventory);
        Set<String> known = new TreeSet<>(inventory.byName().keySet());
        check("device", names, known, inventory);
        check("device", excluded, known, inventory);
        if (condition != null) {
            checkNames(condition, inventory);
        }
        List<Glob> wanted = names.stream().map(Glob::of).toList();
        List<Glob> unwanted = excluded.stream().map(Glob::of).toList();
        List<Member> meant = all.stream()
                .filter(member -> groups.isEmpty() || groups.stream().anyMatch(member.groups()::contains))
                .filter(member -> tags.isEmpty() || tags.stream().anyMatch(member.tags()::contains))
                .filter(member -> wanted.isEmpty() || wanted.stream().anyMatch(glob -> glob.matches(member.name())))
                .filter(member -> unwanted.stream().noneMatch(glob -> glob.matches(member.name())))
                .filter(member -> condition == null || condition.holds(member))
                .limit(limit)
                .toList();
        if (meant.isEmpty()) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    all.isEmpty()
                            ? "there is no device in " + inventory.file()
                            : "none of the " + all.size() + " devices in " + inventory.file() + " is meant",
                    all.isEmpty() ? "list some" : "each of the groups, tags, names and the condition must fit",
                    null);
        }
        return meant;
    }

    private static Set<String> tagsOf(List<Member> members) {
        Set<String> tags = new TreeSet<>();
        members.forEach(member -> tags.addAll(member.tags()));
        return tags;
    }

    /** A word that nothing is called by is a slip; leaving it aside would reach other devices than were meant. */
    private static void check(String what, List<String> asked, Collection<String> known, FleetInventory inventory) {
        for (String word : asked) {
            if (!known.contains(word)
                    && !(what.equals("device") && Glob.of(word).isOpen())) {
                throw unknown("there is no " + what + " \"" + word + "\" in " + inventory.file(), word, known);
            }
        }
    }

    private static void checkNames(Condition condition, FleetInventory inventory) {
        Set<String> known = new TreeSet<>(Set.of("name", "group", "tag"));
        inventory.members().forEach(member -> {
            known.addAll(member.variables().keySet());
            member.layers().forEach(layer -> known.addAll(layer.keySet()));
        });
        for (String name : condition.names()) {
            if (!known.contains(name)) {
                throw unknown("no device in " + inventory.file() + " has a variable \"" + name + "\"", name, known);
            }
        }
    }

    private static InputException unknown(String message, String word, Collection<String> known) {
        return new InputException(
                Reason.BAD_VALUE,
                message,
                Suggestion.closest(word, known)
                        .map(close -> "did you mean " + close + "?")
                        .orElse(known.isEmpty() ? "there are none" : "there are " + some(known)),
                null);
    }

    private static String some(Collection<String> known) {
        List<String> first = known.stream().limit(12).toList();
        return String.join(", ", first) + (known.size() > first.size() ? ", …" : "");
    }
}
