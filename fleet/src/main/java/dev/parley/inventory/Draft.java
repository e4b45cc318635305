package dev.parley.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An inventory while it is read: whatever is wrong in it is noted, and reading goes on. */
final class Draft {
    private final Set<String> fields;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private Map<String, Setting> defaults = Map.of();

    /** What is said in one place about several devices or one. */
    static class Entry {
        final String name;
        final Place place;
        final Map<String, Setting> settings = new LinkedHashMap<>();
        final Map<String, Setting> variables = new LinkedHashMap<>();

        Entry(String name, Place place) {
            this.name = name;
            this.place = place;
        }
    }

    /** A group: the groups inside it, with the places where they are named. */
    static final class Group extends Entry {
        final Map<String, Place> children = new LinkedHashMap<>();

        Group(String name, Place place) {
            super(name, place);
        }
    }

    /** A device: the groups that it stands in, with the places where they are named. */
    static final class Host extends Entry {
        final Map<String, Place> groups = new LinkedHashMap<>();
        final Set<String> tags = new TreeSet<>();

        Host(String name, Place place) {
            super(name, place);
        }
    }

    /**
     * @param fields what can be said about a device
     */
    Draft(Set<String> fields) {
        this.fields = fields;
    }

    /** What is wrong so far, to add to. */
    List<Mistake> mistakes() {
        return mistakes;
    }

    void mistake(Place place, String what, @Nullable String advice) {
        mistakes.add(new Mistake(place, what, advice));
    }

    /** Something that is left aside, and that somebody should know. */
    void remark(String text) {
        remarks.add(text);
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    Set<String> fields() {
        return fields;
    }

    Map<String, Setting> defaults() {
        return defaults;
    }

    void defaults(Map<String, Setting> said) {
        defaults = said;
    }

    Collection<Host> hosts() {
        return hosts.values();
    }

    Map<String, Group> groups() {
        return groups;
    }

    /** The group of that name, which is made if it is new. */
    Group group(String name, Place place) {
        return groups.computeIfAbsent(name, each -> new Group(each, place));
    }

    boolean hasHost(String name) {
        return hosts.containsKey(name);
    }

    /** The device of that name, which may be told of in several places, as Ansible has it. */
    Host host(String name, Place place) {
        return hosts.computeIfAbsent(name, each -> new Host(each, place));
    }

    /** Whether a device can be called so; a mistake if it cannot. */
    boolean isName(String name, Place place) {
        boolean good = !name.isBlank() && name.chars().noneMatch(Character::isISOControl);
        if (!good) {
            mistake(
                    place,
                    name.isBlank() ? "this device has no name" : "\"" + name + "\" has control characters in it",
                    "call it by letters and digits");
        }
        return good;
    }

    /** A device that may be told of only once; a mistake if it was. */
    Host newHost(String name, Place place) {
        if (!isName(name, place)) {
            return new Host(name, place);
        }
        Host first = hosts.get(name);
        if (first == null) {
            return host(name, place);
        }
        mistake(
                place,
                "there is a device \"" + name + "\" already, at " + first.place,
                "each device has a name of its own; give this one another, or take one of them out");
        return new Host(name, place);
    }

    /** Notes what is said under the name of a field, if it is one and no secret. */
    void setting(Entry about, String what, Setting said) {
        boolean known = fields.contains(said.name());
        // a file that is called so is no secret
        if (isRefused(known ? "" : said.name(), said, what)) {
            return;
        }
        if (known) {
            about.settings.put(said.name(), said);
        } else {
            mistake(
                    said.place(),
                    "\"" + said.name() + "\" is not a field of " + what,
                    Suggestion.closest(said.name(), fields)
                            .map(close -> "did you mean \"" + close + "\"?")
                            .orElse("known are " + String.join(", ", fields)
                                    + "; what --where is to ask for is a variable, vars: {" + said.name() + ": …}"));
        }
    }

    /** Notes a variable, unless it is a secret. */
    void variable(Entry about, String what, Setting said) {
        if (!isRefused(said.name(), said, what)) {
            about.variables.put(said.name(), said);
        }
    }

    private boolean isRefused(String name, Setting said, String what) {
        for (Setting.Value value : said.values()) {
            if (SecretWords.isSecret(name, value.text())) {
                refuse(value.place(), said.name(), what);
                return true;
            }
        }
        return false;
    }

    /** A secret stands where everybody reads it. */
    void refuse(Place place, String name, String what) {
        mistake(
                place,
                name + " of " + what + " is a secret, which does not belong in an inventory",
                "put it into a file of your own and name that: "
                        + (name.contains("phrase") || name.contains("key") ? "passphrase-file" : "password-file")
                        + "; or log in with a key");
    }
}
