package dev.parley.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a configuration is left out or put in order because it changes although nothing was changed.
 *
 * @param dropped elements and attributes that are left out
 * @param sorted elements whose order among others of their name and parent means nothing: lists that a device returns in
 *     whatever order
 * @param siblings whether differently named elements are put in the order of the alphabet, which means the same (RFC 7950
 *     sections 7.5.7 and 7.8.5) but that the keys of a list then need not come first
 * @param keepVolatile whether attributes that are known to change by themselves are kept
 */
public record BackupRules(List<PathRule> dropped, List<PathRule> sorted, boolean siblings, boolean keepVolatile) {
    /** Nothing is put in another order, and only what is known to change by itself is left out. */
    public static final BackupRules DEFAULT = new BackupRules(List.of(), List.of(), false, false);

    /** When and by whom Junos was last committed, in attributes of its own. */
    private static final String JUNOS = "http://xml.juniper.net/";

    private static final Set<String> JUNOS_VOLATILE =
            Set.of("commit-seconds", "commit-localtime", "commit-user", "changed-seconds", "changed-localtime");

    /** Copies the lists. */
    public BackupRules {
        dropped = List.copyOf(dropped);
        sorted = List.copyOf(sorted);
    }

    /** The same, and what is at that path is left out. */
    public BackupRules dropping(String path) {
        return new BackupRules(more(dropped, path), sorted, siblings, keepVolatile);
    }

    /** The same, and what is at that path is put in an order of its own. */
    public BackupRules sorting(String path) {
        return new BackupRules(dropped, more(sorted, path), siblings, keepVolatile);
    }

    /** The same with differently named elements in the order of the alphabet. */
    public BackupRules sortingSiblings() {
        return new BackupRules(dropped, sorted, true, keepVolatile);
    }

    private static List<PathRule> more(List<PathRule> some, String path) {
        List<PathRule> more = new ArrayList<>(some);
        more.add(PathRule.parse(path));
        return more;
    }

    /** Why an element is left out; empty if it is not. */
    Optional<String> drops(String path) {
        return dropped.stream()
                .filter(rule -> !rule.attribute() && rule.matches(path))
                .map(PathRule::text)
                .findFirst();
    }

    /** Why an attribute is left out; empty if it is not. */
    Optional<String> dropsAttribute(String element, String namespace, String name) {
        if (!keepVolatile && namespace.startsWith(JUNOS) && JUNOS_VOLATILE.contains(name)) {
            return Optional.of("//@" + name);
        }
        return dropped.stream()
                .filter(rule -> rule.attribute() && rule.matches(element + "/@" + name))
                .map(PathRule::text)
                .findFirst();
    }

    boolean sorts(String path) {
        return sorted.stream().anyMatch(rule -> rule.matches(path));
    }
}
