package dev.parley.inventory;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * counts before that one, and of two beside each other the one that is later in the alphabet, as in Ansible.
 */
final class Resolution {
    private final Draft draft;
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();

    private Resolution(Draft draft) {
        this.draft = draft;
    }

    /** The inventory, as far as there is one in spite of mistakes. */
    static FleetInventory of(Draft draft, Path file) {
        Resolution resolution = new Resolution(draft);
        resolution.refuseCycles();
        draft.groups()
                .values()
                .forEach(group -> group.children
                        .keySet()
                        .forEach(child -> resolution
                                .parents
                                .computeIfAbsent(child, each -> new LinkedHashSet<>())
                                .add(group.name)));
        List<Member> members = draft.hosts().stream().map(resolution::member).toList();
        return new FleetInventory(
                file, members, draft.defaults(), draft.groups().keySet(), draft.remarks());
    }

    /** Takes each group out of itself, wherever it comes back to itself. */
    private void refuseCycles() {
        Set<String> done = new HashSet<>();
        for (String group : List.copyOf(draft.groups().keySet())) {
            refuseCycles(group, new ArrayDeque<>(), done);
        }
    }

    private void refuseCycles(String name, Deque<String> way, Set<String> done) {
        Draft.Group group = draft.groups().get(name);
        if (group == null || !done.add(name)) {
            return;
        }
        way.addLast(name);
        for (Map.Entry<String, Place> child : List.copyOf(group.children.entrySet())) {
            if (way.contains(child.getKey())) {
                List<String> circle = new ArrayList<>(way);
                List<String> part = circle.subList(circle.indexOf(child.getKey()), circle.size());
                draft.mistake(
                        child.getValue(),
                        "the groups go round in a circle: " + String.join(" → ", part) + " → " + child.getKey(),
                        "take " + child.getKey() + " out of " + name);
                group.children.remove(child.getKey());
            } else {
                refuseCycles(child.getKey(), way, done);
            }
        }
        way.removeLast();
    }

    private int depth(String group) {
        Integer known = depths.get(group);
        if (known == null) {
            known = parents.getOrDefault(group, Set.of()).stream()
                    .mapToInt(parent -> depth(parent) + 1)
                    .max()
                    .orElse(0);
            depths.put(group, known);
        }
        return known;
    }

    private Member member(Draft.Host host) {
        Set<String> groups = new HashSet<>();
        host.groups.keySet().forEach(group -> collect(group, groups));
        List<Draft.Group> closestFirst = groups.stream()
                .filter(draft.groups()::containsKey)
                .sorted(Comparator.<String>comparingInt(this::depth)
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .map(draft.groups()::get)
                .toList();
        List<Map<String, Setting>> layers = new ArrayList<>();
        layers.add(host.settings);
        Map<String, String> variables = new TreeMap<>();
        for (Draft.Group group : closestFirst) {
            layers.add(group.settings);
            group.variables.forEach((name, said) -> variables.putIfAbsent(name, text(said)));
        }
        layers.add(draft.defaults());
        host.variables.forEach((name, said) -> variables.put(name, text(said)));
        return new Member(host.name, layers, groups, host.tags, variables, host.place);
    }

    private static String text(Setting said) {
        return String.join(",", said.texts());
    }

    private void collect(String group, Set<String> into) {
        if (into.add(group)) {
            parents.getOrDefault(group, Set.of()).forEach(parent -> collect(parent, into));
        }
    }
}
