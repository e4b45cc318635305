package dev.parley.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an inventory of Ansible means here. {@code ansible_host}, {@code ansible_port}, {@code ansible_user} and
 * {@code ansible_ssh_private_key_file} say how a device is reached, over SSH; {@code parley_} in front of a field's name, with
 * {@code _} for {@code -}, says anything else, and counts more. Everything else is a variable.
 */
final class AnsibleDraft {
    static final String ALL = "all";
    private static final String UNGROUPED = "ungrouped";
    private static final String PREFIX = "parley_";
    private static final String TEMPLATE = "{{";
    private static final Set<String> KEY_FILES = Set.of("ansible_ssh_private_key_file", "ansible_private_key_file");
    private static final Set<String> REACHING = Set.of("ansible_host", "ansible_port", "ansible_user");
    private static final Pattern WITH_PORT = Pattern.compile("(.+):(\\d{1,5})");
    private static final Pattern BRACKETS = Pattern.compile("\\[[^\\[\\]]*]");
    /** Connections to another service of the device, whose port says nothing about NETCONF. */
    private static final Pattern NETCONF = Pattern.compile("(.*\\.)?netconf|ssh|paramiko|smart");

    /** What one line with a range stands for, all such lines together: names, and variables of each. */
    private static final int MOST_UNFOLDED = 2_000_000;

    private static final int MOST_DEVICES = 200_000;

    private final Draft draft;
    private long unfolded;

    AnsibleDraft(Draft draft) {
        this.draft = draft;
    }

    Draft draft() {
        return draft;
    }

    /**
     * The devices that a pattern names, in a group; none, and a mistake, if those are more than there can be.
     *
     * @param variables how many variables are about to be set for each
     */
    List<Draft.Host> hosts(String pattern, String group, Place at, int variables) {
        if (!draft.isName(pattern, at)) {
            return List.of();
        }
        Matcher port = WITH_PORT.matcher(pattern);
        // neither a range nor an address of IPv6 has its colons outside of brackets
        boolean hasPort = port.matches()
                && !BRACKETS.matcher(port.group(1)).replaceAll("").contains(":")
                && isClosed(port.group(1));
        List<String> names;
        try {
            names = HostRange.expand(hasPort ? port.group(1) : pattern);
        } catch (IllegalArgumentException e) {
            draft.mistake(at, String.valueOf(e.getMessage()), "write it like web[01:50] or db[a:f]");
            return List.of();
        }
        if (names.size() > 1) {
            unfolded += names.size() * (variables + 1L);
            if (unfolded > MOST_UNFOLDED || draft.hosts().size() + names.size() > MOST_DEVICES) {
                draft.mistake(
                        at,
                        "the ranges up to \"" + pattern + "\" stand for too much: at most for " + MOST_DEVICES
                                + " devices, and for " + MOST_UNFOLDED + " names and variables",
                        "make the inventory several, and set variables for groups");
                return List.of();
            }
        }
        List<Draft.Host> hosts = new ArrayList<>();
        for (String name : names) {
            Draft.Host host = draft.host(name, at);
            host.groups.put(group, at);
            if (hasPort) {
                host.variables.put("ansible_port", Setting.of("ansible_port", port.group(2), at));
            }
            hosts.add(host);
        }
        return hosts;
    }

    private static boolean isClosed(String text) {
        return text.lastIndexOf('[') <= text.lastIndexOf(']');
    }

    /** Notes a variable. */
    void variable(Draft.Entry about, String what, String name, String value, Place at) {
        Setting said = Setting.of(name, value, at);
        boolean template = value.contains(TEMPLATE);
        if (template && (REACHING.contains(name) || KEY_FILES.contains(name) || name.startsWith(PREFIX))) {
            draft.mistake(
                    at,
                    name + " of " + what + " is a template, which nobody works out here",
                    "write the value, or write out the inventory: ansible-inventory --list --export");
        } else if (template && SecretWords.isSecret(name, value)) {
            draft.remark(name + " of " + what + " is a template and is left aside; log in with a key, or with " + PREFIX
                    + "password_file");
        } else if (name.startsWith(PREFIX)) {
            draft.setting(
                    about, what, Setting.of(name.substring(PREFIX.length()).replace('_', '-'), value, at));
        } else {
            draft.variable(about, what, said);
        }
    }

    /** Notes a variable of any shape: of one that is no single value it is only looked at whether a secret is in it. */
    void variable(Draft.Entry about, String what, Tree.Entry entry) {
        if (entry.value() instanceof Tree.Text text && !text.encrypted()) {
            variable(about, what, entry.key(), text.text(), text.place());
        } else if (entry.key().startsWith(PREFIX) && entry.value() instanceof Tree.Listing list) {
            List<Setting.Value> values = new ArrayList<>();
            list.items().forEach(item -> {
                if (item instanceof Tree.Text text) {
                    values.add(new Setting.Value(text.text(), text.place()));
                }
            });
            draft.setting(
                    about,
                    what,
                    new Setting(entry.key().substring(PREFIX.length()).replace('_', '-'), values, entry.at()));
        } else {
            refuseSecretsIn(entry.key(), entry.value(), what);
        }
    }

    private void refuseSecretsIn(String name, Tree value, String what) {
        if (value instanceof Tree.Text text) {
            if (text.encrypted()
                    || (SecretWords.isSecret(name, text.text()) && !text.text().contains(TEMPLATE))) {
                draft.refuse(text.place(), name, what);
            }
        } else if (value instanceof Tree.Listing list) {
            list.items().forEach(item -> refuseSecretsIn(name, item, what));
        } else if (value instanceof Tree.Mapping mapping) {
            mapping.entries().forEach(entry -> refuseSecretsIn(entry.key(), entry.value(), what));
        }
    }

    /** Puts what stands alone where Ansible has it: devices in {@code ungrouped}, groups in {@code all}. */
    void complete(Path file) {
        Draft.Group all = draft.group(ALL, Place.in(file));
        Set<String> inside = new HashSet<>();
        draft.groups().values().forEach(group -> inside.addAll(group.children.keySet()));
        draft.groups().keySet().stream()
                .filter(group -> !group.equals(ALL) && !inside.contains(group))
                .forEach(group -> all.children.put(group, all.place));
        draft.hosts().forEach(host -> {
            if (host.groups.keySet().stream().allMatch(ALL::equals)) {
                host.groups.put(UNGROUPED, host.place);
                draft.group(UNGROUPED, host.place);
                all.children.putIfAbsent(UNGROUPED, host.place);
            }
            host.groups.putIfAbsent(ALL, host.place);
        });
    }

    /** The inventory with what Ansible's variables say about how devices are reached. */
    FleetInventory reached(FleetInventory read) {
        List<Member> members = new ArrayList<>();
        for (Member member : read.members()) {
            if (member.variables().getOrDefault("ansible_connection", "").equals("local")) {
                draft.remark(member + " is left out, because its ansible_connection is local");
            } else {
                members.add(reached(member));
            }
        }
        return new FleetInventory(read.file(), members, read.defaults(), read.groups(), draft.remarks());
    }

    private Member reached(Member member) {
        Map<String, String> variables = member.variables();
        Map<String, Setting> layer = new LinkedHashMap<>();
        String host = variables.getOrDefault("ansible_host", member.name());
        String port = variables.get("ansible_port");
        String connection = variables.getOrDefault("ansible_connection", "ssh");
        String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        boolean ours = NETCONF.matcher(connection).matches();
        if (port != null && !ours) {
            draft.remark("ansible_port counts only where ansible_connection is netconf; " + member + " and others with "
                    + connection + " are reached on NETCONF's own port");
        }
        put(layer, member, "url", "ssh://" + shown + (port == null || !ours ? "" : ":" + port));
        Optional.ofNullable(variables.get("ansible_user")).ifPresent(user -> put(layer, member, "user", user));
        KEY_FILES.stream()
                .flatMap(name -> Stream.ofNullable(variables.get(name)))
                .findFirst()
                .ifPresent(file -> put(layer, member, "identity", file));
        boolean other = member.setting("url")
                .filter(url -> !url.texts().get(0).startsWith("ssh://"))
                .isPresent();
        List<Map<String, Setting>> layers = new ArrayList<>(member.layers());
        if (!other) {
            layers.add(layer);
        }
        return new Member(member.name(), layers, member.groups(), member.tags(), variables, member.place());
    }

    private void put(Map<String, Setting> layer, Member member, String field, String value) {
        if (draft.fields().contains(field)) {
            layer.put(field, Setting.of(field, value, member.place()));
        }
    }
}
