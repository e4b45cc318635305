package dev.parley.inventory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks from group to group inside it, refuses circles, and finds an order in which no group comes before one around it. */
final class GroupOrder {
    /** A group on the way, and the groups inside it that have not been looked at. */
    private record Step(Draft.Group group, Iterator<Map.Entry<String, Place>> children) {}

    private final Draft draft;
    private final Set<String> entered = new HashSet<>();
    private final Deque<Step> way = new ArrayDeque<>();
    private final Set<String> onWay = new LinkedHashSet<>();
    private final Deque<Draft.Group> left = new ArrayDeque<>();

    private GroupOrder(Draft draft) {
        this.draft = draft;
    }

    /** All groups, each behind those around it; none is inside itself any longer. */
    static List<Draft.Group> outermostFirst(Draft draft) {
        GroupOrder order = new GroupOrder(draft);
        for (Draft.Group group : draft.groups().values()) {
            order.enter(group);
            while (!order.way.isEmpty()) {
                order.goOn();
            }
        }
        return List.copyOf(order.left);
    }

    private void enter(Draft.@Nullable Group group) {
        if (group != null && entered.add(group.name)) {
            way.addLast(new Step(group, group.children.entrySet().iterator()));
            onWay.add(group.name);
        }
    }

    private void goOn() {
        Step last = way.getLast();
        if (!last.children().hasNext()) {
            way.removeLast();
            onWay.remove(last.group().name);
            left.addFirst(last.group());
            return;
        }
        Map.Entry<String, Place> child = last.children().next();
        if (onWay.contains(child.getKey())) {
            refuseCircle(child.getKey(), last.group().name, child.getValue());
            last.children().remove();
        } else {
            enter(draft.groups().get(child.getKey()));
        }
    }

    private void refuseCircle(String again, String name, Place at) {
        List<String> names = List.copyOf(onWay);
        List<String> circle = names.subList(names.indexOf(again), names.size());
        draft.mistake(
                at,
                "the groups go round in a circle: " + String.join(" → ", circle) + " → " + again,
                "take " + again + " out of " + name);
    }
}
