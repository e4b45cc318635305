package dev.parley.inventory;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inventory of Ansible in its YAML form, and what {@code ansible-inventory --list} prints.
 */
final class AnsibleTree {
    private static final Set<String> PARTS = Set.of("hosts", "children", "vars");
    private static final String META = "_meta";

    private final AnsibleDraft ansible;

    private AnsibleTree(AnsibleDraft ansible) {
        this.ansible = ansible;
    }

    /** Whether a file is written in this form. */
    static boolean isMeant(Tree root) {
        return root instanceof Tree.Mapping mapping
                && !mapping.entries().isEmpty()
                && mapping.entries().stream().allMatch(entry -> isGroup(entry.value()));
    }

    private static boolean isGroup(Tree value) {
        return value instanceof Tree.Nothing
                || (value instanceof Tree.Mapping mapping
                        && mapping.entries().stream()
                                .anyMatch(entry -> PARTS.contains(entry.key())
                                        || entry.key().equals("hostvars")));
    }

    /** Reads it. */
    static void read(Tree root, AnsibleDraft ansible) {
        AnsibleTree tree = new AnsibleTree(ansible);
        if (root instanceof Tree.Mapping groups) {
            groups.entries().stream()
                    .filter(entry -> !entry.key().equals(META))
                    .forEach(entry -> tree.group(entry.key(), entry.at(), entry.value(), null));
            groups.entries().stream()
                    .filter(entry -> entry.key().equals(META))
                    .forEach(entry -> tree.hostVariables(entry.value()));
        } else {
            ansible.draft().mistake(root.place(), "an inventory is a mapping of groups", "begin with all:");
        }
    }

    private void group(String name, Place at, Tree value, Draft.@Nullable Group above) {
        Draft.Group group = ansible.draft().group(name, at);
        if (above != null) {
            above.children.putIfAbsent(name, at);
        }
        if (value instanceof Tree.Nothing) {
            return;
        }
        if (!(value instanceof Tree.Mapping mapping)) {
            ansible.draft().mistake(value.place(), "group " + name + " has hosts, children and vars", null);
            return;
        }
        for (Tree.Entry part : mapping.entries()) {
            switch (part.key()) {
                case "hosts" -> hosts(part.value(), name);
                case "vars" -> variables(group, "group " + name, part.value());
                case "children" -> children(part.value(), group);
                default ->
                    ansible.draft()
                            .mistake(
                                    part.at(),
                                    "\"" + part.key() + "\" is no part of group " + name,
                                    Suggestion.closest(part.key(), PARTS)
                                            .map(close -> "did you mean \"" + close + "\"?")
                                            .orElse("it has hosts, children and vars"));
            }
        }
    }

    private void hosts(Tree value, String group) {
        if (value instanceof Tree.Listing list) {
            list.items().forEach(item -> {
                if (item instanceof Tree.Text text) {
                    var unused = ansible.hosts(text.text(), group, text.place(), 0);
                }
            });
        } else if (value instanceof Tree.Mapping mapping) {
            for (Tree.Entry entry : mapping.entries()) {
                int variables = entry.value() instanceof Tree.Mapping each
                        ? each.entries().size()
                        : 0;
                for (Draft.Host host : ansible.hosts(entry.key(), group, entry.at(), variables)) {
                    variables(host, "device " + host.name, entry.value());
                }
            }
        } else if (!(value instanceof Tree.Nothing)) {
            ansible.draft().mistake(value.place(), "hosts of group " + group + " is a mapping of names", null);
        }
    }

    private void children(Tree value, Draft.Group group) {
        if (value instanceof Tree.Listing list) {
            for (Tree item : list.items()) {
                if (item instanceof Tree.Text text) {
                    group(text.text(), text.place(), new Tree.Nothing(text.place()), group);
                }
            }
        } else if (value instanceof Tree.Mapping mapping) {
            mapping.entries().forEach(entry -> group(entry.key(), entry.at(), entry.value(), group));
        } else if (!(value instanceof Tree.Nothing)) {
            ansible.draft().mistake(value.place(), "children of group " + group.name + " is a mapping of groups", null);
        }
    }

    /** Variables of a group or a device. */
    void variables(Draft.Entry about, String what, Tree value) {
        if (value instanceof Tree.Mapping mapping) {
            mapping.entries().forEach(entry -> ansible.variable(about, what, entry));
        } else if (!(value instanceof Tree.Nothing)) {
            ansible.draft().mistake(value.place(), "variables of " + what + " are a mapping of names to values", null);
        }
    }

    private void hostVariables(Tree meta) {
        List<Tree.Entry> parts = meta instanceof Tree.Mapping mapping ? mapping.entries() : List.of();
        for (Tree.Entry part : parts) {
            if (part.key().equals("hostvars") && part.value() instanceof Tree.Mapping hosts) {
                hosts.entries().stream()
                        .filter(host -> ansible.draft().hasHost(host.key()))
                        .forEach(host -> variables(
                                ansible.draft().host(host.key(), host.at()), "device " + host.key(), host.value()));
            }
        }
    }

    /** Reads variables that stand in a file of their own. */
    static void readVariables(Tree root, Draft.Entry about, String what, AnsibleDraft ansible) {
        new AnsibleTree(ansible).variables(about, what, root);
    }
}
