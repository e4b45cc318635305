package dev.parley.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads an inventory in Parley's own form, from YAML or JSON:
 *
 * <pre>
 * defaults: {ca: ca.crt}
 * groups:
 *   edge: {user: admin, vars: {role: edge}}
 *   lab: {children: [edge], members: [pe9]}
 * devices:
 *   pe1: {url: "ssh://10.0.0.1", groups: [edge], tags: [canary], vars: {site: lab}}
 * </pre>
 *
 * Devices may also be a list whose entries have a {@code name}.
 */
final class ParleyTree {
    private static final Set<String> TOP = Set.of("defaults", "groups", "devices");
    private static final String VARIABLES = "vars";

    private final Draft draft;
    private final Map<String, List<Place>> membersOf = new LinkedHashMap<>();

    private ParleyTree(Draft draft) {
        this.draft = draft;
    }

    /** Whether a file is written in this form. */
    static boolean isMeant(Tree root) {
        return root instanceof Tree.Listing
                || (root instanceof Tree.Mapping mapping
                        && mapping.entries().stream().anyMatch(entry -> TOP.contains(entry.key())));
    }

    /** Reads it. */
    static void read(Tree root, Draft draft) {
        new ParleyTree(draft).read(root);
    }

    private void read(Tree root) {
        if (root instanceof Tree.Nothing) {
            return;
        }
        if (root instanceof Tree.Listing list) {
            devices(list);
            return;
        }
        Map<String, Tree.Entry> top = new LinkedHashMap<>();
        entries(root, "the file", (name, entry) -> {
            if (TOP.contains(name)) {
                top.put(name, entry);
            } else {
                draft.mistake(
                        entry.at(),
                        "\"" + name + "\" is not a field of the file",
                        Suggestion.closest(name, TOP)
                                .map(close -> "did you mean \"" + close + "\"?")
                                .orElse("known are defaults, groups, devices"));
            }
        });
        Tree.Entry defaults = top.get("defaults");
        if (defaults != null) {
            Draft.Entry said = new Draft.Entry("defaults", defaults.at());
            entries(defaults.value(), "defaults", (name, entry) -> setting(said, "defaults", name, entry));
            draft.defaults(said.settings);
        }
        Tree.Entry groups = top.get("groups");
        if (groups != null) {
            entries(groups.value(), "groups", this::group);
        }
        Tree.Entry devices = top.get("devices");
        if (devices != null) {
            devices(devices.value());
        }
        checkGroups(groups != null);
        checkMembers();
    }

    private void group(String name, Tree.Entry entry) {
        Draft.Group group = draft.group(name, entry.at());
        String what = "group " + name;
        entries(entry.value(), what, (field, said) -> {
            switch (field) {
                case VARIABLES -> variables(group, what, said.value());
                case "children" ->
                    texts(said.value(), "children of " + what)
                            .forEach(child -> group.children.put(child.text(), child.place()));
                case "members" ->
                    texts(said.value(), "members of " + what)
                            .forEach(member -> membersOf
                                    .computeIfAbsent(name + "\0" + member.text(), each -> new ArrayList<>())
                                    .add(member.place()));
                default -> setting(group, what, field, said);
            }
        });
    }

    private void devices(Tree devices) {
        if (devices instanceof Tree.Listing list) {
            list.items().forEach(this::listed);
        } else {
            entries(devices, "devices", (name, entry) -> device(name, entry.at(), entry.value()));
        }
    }

    private void listed(Tree item) {
        if (!(item instanceof Tree.Mapping mapping)) {
            draft.mistake(item.place(), "a device must be a mapping of names to values", "such as name: pe1");
            return;
        }
        String name = "";
        List<Tree.Entry> others = new ArrayList<>();
        for (Tree.Entry entry : mapping.entries()) {
            if (entry.key().equals("name") && entry.value() instanceof Tree.Text text) {
                name = text.text();
            } else {
                others.add(entry);
            }
        }
        if (name.isBlank()) {
            draft.mistake(item.place(), "this device has no name", "add one: name: pe1");
        } else {
            device(name, item.place(), new Tree.Mapping(others, item.place()));
        }
    }

    private void device(String name, Place at, Tree value) {
        if (name.isBlank()) {
            draft.mistake(at, "this device has no name", "give it one");
            return;
        }
        Draft.Host host = draft.newHost(name, at);
        String what = "device " + name;
        entries(value, what, (field, said) -> {
            switch (field) {
                case "groups" ->
                    texts(said.value(), "groups of " + what)
                            .forEach(group -> host.groups.put(group.text(), group.place()));
                case "tags" -> texts(said.value(), "tags of " + what).forEach(tag -> host.tags.add(tag.text()));
                case VARIABLES -> variables(host, what, said.value());
                default -> setting(host, what, field, said);
            }
        });
    }

    private void variables(Draft.Entry about, String what, Tree value) {
        entries(value, "vars of " + what, (name, entry) -> {
            List<Setting.Value> texts = texts(entry.value(), name);
            if (!texts.isEmpty()) {
                draft.variable(about, what, new Setting(name, texts, entry.at()));
            }
        });
    }

    private void setting(Draft.Entry about, String what, String name, Tree.Entry entry) {
        boolean known = draft.fields().contains(name);
        List<Setting.Value> values = known ? texts(entry.value(), name) : loose(entry.value());
        if (!(known && values.isEmpty())) {
            draft.setting(about, what, new Setting(name, values, entry.at()));
        }
    }

    /** What may stand under a name that is refused anyway. */
    private static List<Setting.Value> loose(Tree value) {
        return value instanceof Tree.Text text ? List.of(new Setting.Value(text.text(), text.place())) : List.of();
    }

    /** One text or several. */
    private List<Setting.Value> texts(Tree value, String what) {
        List<Setting.Value> texts = new ArrayList<>();
        List<Tree> items = value instanceof Tree.Listing list ? list.items() : List.of(value);
        for (Tree item : items) {
            if (item instanceof Tree.Text text && !text.text().isBlank()) {
                if (text.encrypted()) {
                    draft.refuse(text.place(), "what Ansible's vault keeps", what);
                } else {
                    texts.add(new Setting.Value(text.text(), text.place()));
                }
            } else if (!(item instanceof Tree.Nothing) || items.size() > 1) {
                draft.mistake(item.place(), what + " must be a single value", null);
            }
        }
        return texts;
    }

    /** A mapping, each name once. */
    private void entries(Tree value, String what, BiConsumer<String, Tree.Entry> each) {
        if (value instanceof Tree.Nothing) {
            return;
        }
        if (!(value instanceof Tree.Mapping mapping)) {
            draft.mistake(value.place(), what + " must be a mapping of names to values", null);
            return;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (Tree.Entry entry : mapping.entries()) {
            if (seen.add(entry.key())) {
                each.accept(entry.key(), entry);
            } else if (what.equals("devices")) {
                device(entry.key(), entry.at(), entry.value());
            } else {
                draft.mistake(entry.at(), "\"" + entry.key() + "\" stands here for the second time", null);
            }
        }
    }

    /** Where groups are described, one that is not has been mistyped; elsewhere devices alone say which there are. */
    private void checkGroups(boolean described) {
        draft.hosts().forEach(host -> host.groups.forEach((group, at) -> known(group, at, described)));
        List.copyOf(draft.groups().values())
                .forEach(group -> group.children.forEach((child, at) -> known(child, at, described)));
    }

    private void known(String group, Place at, boolean described) {
        if (!described) {
            draft.group(group, at);
        } else if (!draft.groups().containsKey(group)) {
            draft.mistake(
                    at,
                    "there is no group \"" + group + "\"",
                    Suggestion.closest(group, draft.groups().keySet())
                            .map(close -> "did you mean " + close + "?")
                            .orElse("describe it below groups, if only by its name"));
        }
    }

    private void checkMembers() {
        membersOf.forEach((both, places) -> {
            String group = both.substring(0, both.indexOf('\0'));
            String name = both.substring(both.indexOf('\0') + 1);
            if (draft.hasHost(name)) {
                draft.host(name, places.get(0)).groups.put(group, places.get(0));
            } else {
                draft.mistake(
                        places.get(0),
                        "there is no device \"" + name + "\", which group " + group + " names",
                        Suggestion.closest(
                                        name,
                                        draft.hosts().stream()
                                                .map(host -> host.name)
                                                .toList())
                                .map(close -> "did you mean " + close + "?")
                                .orElse("list it below devices"));
            }
        });
    }
}
