package dev.parley.inventory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A device of an inventory: what it is called, what is said about how it is reached, and by what it is selected.
 *
 * @param name what it is called; no other of its inventory is called so
 * @param layers what is said about it, by name: its own entry, then its groups, the closest first, then the defaults. What is
 *     said above counts before what is said below
 * @param groups the groups that it belongs to, directly or through others
 * @param tags its tags
 * @param variables its variables, those of its groups included
 * @param place where it stands
 */
public record Member(
        String name,
        List<Map<String, Setting>> layers,
        Set<String> groups,
        Set<String> tags,
        Map<String, String> variables,
        Place place) {
    /** Copies the collections. */
    public Member {
        layers = layers.stream().map(Map::copyOf).toList();
        groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }

    /** What its own entry says about it. */
    public Map<String, Setting> own() {
        return layers.isEmpty() ? Map.of() : layers.get(0);
    }

    /** The topmost of what is said under a name. */
    public Optional<Setting> setting(String name) {
        return layers.stream()
                .filter(layer -> layer.containsKey(name))
                .map(layer -> layer.get(name))
                .findFirst();
    }

    /**
     * What conditions compare: under {@code name}, {@code group} and {@code tag} those, else the variable of that name, else
     * what is said about the device under it. Empty if there is nothing.
     */
    List<String> values(String of) {
        return switch (of) {
            case "name" -> List.of(name);
            case "group" -> new ArrayList<>(groups);
            case "tag" -> new ArrayList<>(tags);
            default -> {
                String variable = variables.get(of);
                yield variable != null
                        ? List.of(variable)
                        : setting(of).map(Setting::texts).orElse(List.of());
            }
        };
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
