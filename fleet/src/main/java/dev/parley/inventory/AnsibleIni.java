package dev.parley.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an inventory of Ansible in its INI form. */
final class AnsibleIni {
    private static final Pattern SECTION = Pattern.compile("\\[([^]:]+)(?::([^]]+))?]\\s*([#;].*)?");

    private enum Part {
        HOSTS,
        CHILDREN,
        VARIABLES,
        /** One that was refused: what stands in it is passed over. */
        UNKNOWN
    }

    private record Mention(String group, Place at) {}

    private final Path file;
    private final AnsibleDraft ansible;
    private final Set<String> described = new LinkedHashSet<>(List.of(AnsibleDraft.ALL, "ungrouped"));
    private final List<Mention> mentioned = new ArrayList<>();
    private Draft.Group group;
    private Part part = Part.HOSTS;

    private AnsibleIni(Path file, AnsibleDraft ansible) {
        this.file = file;
        this.ansible = ansible;
        this.group = ansible.draft().group(AnsibleDraft.ALL, Place.in(file));
    }

    /** Reads it. */
    static void read(Path file, String text, AnsibleDraft ansible) {
        AnsibleIni ini = new AnsibleIni(file, ansible);
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String said = line.strip();
            if (!said.isEmpty() && !said.startsWith("#") && !said.startsWith(";")) {
                ini.take(said, new Place(file, number, 0));
            }
        }
        ini.checkGroups();
    }

    private void take(String line, Place at) {
        Matcher section = SECTION.matcher(line);
        if (section.matches()) {
            begin(section.group(1).strip(), section.group(2), at);
            return;
        }
        switch (part) {
            case HOSTS -> host(line, at);
            case CHILDREN -> group.children.put(words(line, at).get(0), at);
            case VARIABLES -> variable(line, at);
            case UNKNOWN -> {
                // told at its beginning
            }
        }
    }

    private void begin(String name, String kind, Place at) {
        group = ansible.draft().group(name, at);
        part = switch (kind == null ? "" : kind.strip()) {
            case "" -> Part.HOSTS;
            case "children" -> Part.CHILDREN;
            case "vars" -> Part.VARIABLES;
            default -> {
                ansible.draft()
                        .mistake(
                                at,
                                "there is no section [" + name + ":" + kind + "]",
                                "there are [" + name + "], [" + name + ":children] and [" + name + ":vars]");
                yield Part.UNKNOWN;
            }
        };
        if (part == Part.HOSTS || part == Part.CHILDREN) {
            described.add(name);
        } else {
            mentioned.add(new Mention(name, at));
        }
    }

    private void host(String line, Place at) {
        List<String> words = words(line, at);
        String name = words.get(0);
        if (name.contains("=")) {
            ansible.draft().mistake(at, "\"" + name + "\" stands where a device is named", "name the device in front");
            return;
        }
        for (Draft.Host host : ansible.hosts(name, group.name, at, words.size() - 1)) {
            for (String word : words.subList(1, words.size())) {
                int equals = word.indexOf('=');
                if (equals < 1) {
                    ansible.draft()
                            .mistake(
                                    at,
                                    "\"" + word + "\" behind " + name + " is no variable",
                                    "write it like site=lab");
                    return;
                }
                ansible.variable(
                        host, "device " + host.name, word.substring(0, equals), word.substring(equals + 1), at);
            }
        }
    }

    private void variable(String line, Place at) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            ansible.draft().mistake(at, "\"" + line + "\" is no variable", "write it like site=lab");
            return;
        }
        String value = line.substring(equals + 1).strip();
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        ansible.variable(
                group,
                "group " + group.name,
                line.substring(0, equals).strip(),
                quoted ? value.substring(1, value.length() - 1) : value,
                at);
    }

    /** Words as a shell takes them: quotes keep spaces, and what stands behind # is for people. */
    private List<String> words(String line, Place at) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean begun = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && c == '#' && !begun) {
                break;
            }
            if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                begun = true;
                if (quote == 0 && (c == '"' || c == '\'')) {
                    quote = c;
                } else if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        if (quote != 0) {
            ansible.draft().mistake(at, "a quote is not closed", null);
        }
        return words.isEmpty() ? List.of("") : words;
    }

    /** A group of which only variables are told, or that is only named as a part of another, is a slip. */
    private void checkGroups() {
        mentioned.forEach(mention -> known(mention.group(), mention.at()));
        ansible.draft().groups().values().stream()
                .flatMap(each -> List.copyOf(each.children.entrySet()).stream())
                .forEach(child -> known(child.getKey(), child.getValue()));
    }

    private void known(String name, Place at) {
        if (!described.contains(name)) {
            ansible.draft()
                    .mistake(
                            at,
                            "there is no group \"" + name + "\" in " + file.getFileName(),
                            Suggestion.closest(name, described)
                                    .map(close -> "did you mean " + close + "?")
                                    .orElse("add it: [" + name + "]"));
        }
    }
}
