package dev.parley.fleet;

import dev.parley.inventory.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a journal is about: it serves no other job, and no other devices.
 *
 * @param title what the job is called
 * @param digest what tells it from another of that name
 * @param steps its steps
 * @param devices which devices, with what their names stand for
 * @param asked how the run was asked for, for whoever goes on with it
 */
public record JournalHead(
        String title, String digest, List<String> steps, Map<String, String> devices, List<String> asked) {
    private static final int SHOWN = 5;

    /** Copies the collections. */
    public JournalHead {
        steps = List.copyOf(steps);
        devices = Collections.unmodifiableMap(new LinkedHashMap<>(devices));
        asked = List.copyOf(asked);
    }

    /** What a journal of that job on those devices is about. */
    public static JournalHead of(Job<?> job, Collection<Member> members, List<String> asked) {
        Map<String, String> devices = new LinkedHashMap<>();
        members.forEach(member -> devices.put(member.name(), job.subject(member)));
        return new JournalHead(
                job.title(), job.digest(), job.steps().stream().map(Step::name).toList(), devices, asked);
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("job", title);
        facts.put("digest", digest);
        facts.put("steps", steps);
        facts.put("asked", asked);
        facts.put("devices", devices);
        return facts;
    }

    static JournalHead of(Map<String, @Nullable Object> facts) {
        Map<String, String> devices = new LinkedHashMap<>();
        if (facts.get("devices") instanceof Map<?, ?> map) {
            map.forEach((name, subject) -> devices.put(String.valueOf(name), String.valueOf(subject)));
        }
        return new JournalHead(
                String.valueOf(facts.get("job")),
                String.valueOf(facts.get("digest")),
                texts(facts.get("steps")),
                devices,
                texts(facts.get("asked")));
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** In what another one differs, in words; empty if in nothing that matters. */
    List<String> differences(JournalHead now) {
        List<String> differences = new ArrayList<>();
        if (!title.equals(now.title) || !steps.equals(now.steps)) {
            differences.add("it did " + title + ", and this is " + now.title);
        } else if (!digest.equals(now.digest)) {
            differences.add("what " + title + " does has changed: an option, a file that it names, or what is in that");
        }
        List<String> gone = new ArrayList<>(devices.keySet());
        gone.removeAll(now.devices.keySet());
        List<String> come = new ArrayList<>(now.devices.keySet());
        come.removeAll(devices.keySet());
        note(differences, gone, "not among the devices now");
        note(differences, come, "not among its devices");
        List<String> moved = devices.entrySet().stream()
                .filter(device -> now.devices.containsKey(device.getKey())
                        && !device.getValue().equals(now.devices.get(device.getKey())))
                .map(device ->
                        device.getKey() + " was " + device.getValue() + " and is " + now.devices.get(device.getKey()))
                .toList();
        note(differences, moved, "");
        return differences;
    }

    private static void note(List<String> differences, List<String> names, String what) {
        if (!names.isEmpty()) {
            String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                    + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
            String verb = what.isEmpty() ? "" : (names.size() == 1 ? " is " : " are ") + what;
            differences.add(shown + verb);
        }
    }
}
