package dev.parley.inventory;

import dev.parley.error.InputException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which devices there are, in the order in which the file names them.
 *
 * <pre>{@code
 * FleetInventory inventory = InventoryReader.forFields(Set.of("url", "ca")).read(Path.of("net.yaml")).orThrow();
 * List<Member> edge = inventory.select(Selection.ALL.inGroup("edge").where("site=lab and role!=core"));
 * }</pre>
 *
 * @param file where they are listed
 * @param members the devices
 * @param defaults what is said about every device, also about those that are not in it
 * @param groups all groups, also those without devices
 * @param remarks what is left aside in the file, or may not be meant: devices with the same address
 */
public record FleetInventory(
        Path file, List<Member> members, Map<String, Setting> defaults, Set<String> groups, List<String> remarks) {
    /** Copies the collections. */
    public FleetInventory {
        members = List.copyOf(members);
        defaults = Map.copyOf(defaults);
        groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
        remarks = List.copyOf(remarks);
    }

    /** The same with more remarks. */
    FleetInventory withRemarks(List<String> more) {
        return new FleetInventory(
                file,
                members,
                defaults,
                groups,
                Stream.concat(remarks.stream(), more.stream()).toList());
    }

    /** The device of that name. */
    public Optional<Member> find(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** The devices by their names. */
    public Map<String, Member> byName() {
        return members.stream()
                .collect(Collectors.toMap(Member::name, member -> member, (one, other) -> one, LinkedHashMap::new));
    }

    /**
     * Those devices that are meant, in the order of the file.
     *
     * @throws InputException if a group, tag, name or variable is asked for that is not there, or none is left
     */
    public List<Member> select(Selection selection) {
        return selection.of(this);
    }
}
