package dev.parley.fleet;

import dev.parley.inventory.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many devices are worked on of those that have something in common. Whoever uses it sees to it that one thread at a time does. */
final class Occupancy {
    private final Map<Key, Integer> inUse = new HashMap<>();
    private final Map<String, List<Key>> keys = new HashMap<>();

    /** What devices have in common. */
    private record Key(Share share, String value) {}

    Occupancy(List<Share> shares, List<Member> members) {
        for (Member member : members) {
            keys.put(
                    member.name(),
                    shares.stream()
                            .flatMap(share -> share.of().apply(member).map(value -> new Key(share, value)).stream())
                            .toList());
        }
    }

    private List<Key> keys(Member member) {
        return keys.getOrDefault(member.name(), List.of());
    }

    /** Whether a further one may be worked on. */
    boolean hasRoom(Member member) {
        return keys(member).stream()
                .allMatch(key -> inUse.getOrDefault(key, 0) < key.share().most());
    }

    /** It is worked on. */
    void enter(Member member) {
        keys(member).forEach(key -> inUse.merge(key, 1, Integer::sum));
    }

    /** It is worked on no longer. */
    void leave(Member member) {
        keys(member).forEach(key -> inUse.merge(key, -1, Integer::sum));
    }
}
