package dev.parley.inventory;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes an inventory of a draft: who is in which groups through others, and what that says about them. A group inside another
 * counts before that one, and of two beside each other the one that is later in the alphabet, as in Ansible. Groups may be in
 * each other as deep as they like: none of this calls itself.
 */
final class Resolution {
    private final Draft draft;
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    /** What groups say together, by those that a device itself is in: many are in the same. */
    private final Map<Set<String>, Said> said = new HashMap<>();

    /**
     * What groups say about the devices in them.
     *
     * @param groups their names, and those of the groups around them
     * @param layers what they say about how devices are reached, the closest first
     * @param variables their variables
     */
    private record Said(Set<String> groups, List<Map<String, Setting>> layers, Map<String, String> variables) {}

    private Resolution(Draft draft) {
        this.draft = draft;
    }

    /** The inventory, as far as there is one in spite of mistakes. */
    static FleetInventory of(Draft draft, Path file) {
        Resolution resolution = new Resolution(draft);
        resolution.place();
        List<Member> members = draft.hosts().stream().map(resolution::member).toList();
        return new FleetInventory(
                file, members, draft.defaults(), draft.groups().keySet(), draft.remarks());
    }

    /** Finds out how deep each group is inside others. */
    private void place() {
        for (Draft.Group group : GroupOrder.outermostFirst(draft)) {
            int below = depth(group.name) + 1;
            for (String child : group.children.keySet()) {
                depths.merge(child, below, Math::max);
                parents.computeIfAbsent(child, each -> new LinkedHashSet<>()).add(group.name);
            }
        }
    }

    private int depth(String group) {
        return depths.getOrDefault(group, 0);
    }

    private Member member(Draft.Host host) {
        Said ofGroups = said.computeIfAbsent(Set.copyOf(host.groups.keySet()), this::said);
        List<Map<String, Setting>> layers = new ArrayList<>();
        layers.add(host.settings);
        layers.addAll(ofGroups.layers());
        layers.add(draft.defaults());
        Map<String, String> variables = new TreeMap<>(ofGroups.variables());
        host.variables.forEach((name, value) -> variables.put(name, text(value)));
        return new Member(host.name, layers, ofGroups.groups(), host.tags, variables, host.place);
    }

    private Said said(Set<String> within) {
        Set<String> groups = around(within);
        List<Draft.Group> closestFirst = groups.stream()
                .filter(draft.groups()::containsKey)
                .sorted(Comparator.<String>comparingInt(this::depth)
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .map(draft.groups()::get)
                .toList();
        Map<String, String> variables = new TreeMap<>();
        closestFirst.forEach(
                group -> group.variables.forEach((name, value) -> variables.putIfAbsent(name, text(value))));
        List<Map<String, Setting>> layers = closestFirst.stream()
                .filter(group -> !group.settings.isEmpty())
                .map(group -> Map.copyOf(group.settings))
                .toList();
        return new Said(groups, layers, variables);
    }

    private static String text(Setting value) {
        return String.join(",", value.texts());
    }

    /** These groups and all around them. */
    private Set<String> around(Collection<String> within) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(within);
        while (!open.isEmpty()) {
            String group = open.removeLast();
            if (found.add(group)) {
                open.addAll(parents.getOrDefault(group, Set.of()));
            }
        }
        return found;
    }
}
