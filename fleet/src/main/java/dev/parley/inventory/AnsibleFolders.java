package dev.parley.inventory;

import dev.parley.error.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the variables that Ansible keeps in files beside an inventory: {@code group_vars} and {@code host_vars}. */
final class AnsibleFolders {
    private static final List<String> ENDINGS = List.of("", ".yml", ".yaml", ".json");
    private static final String VAULT = "$ANSIBLE_VAULT";

    private final AnsibleDraft ansible;

    private AnsibleFolders(AnsibleDraft ansible) {
        this.ansible = ansible;
    }

    /** Reads what is there about the groups and devices of an inventory. */
    static void read(Path inventory, AnsibleDraft ansible) {
        AnsibleFolders folders = new AnsibleFolders(ansible);
        Path folder = Optional.ofNullable(inventory.getParent()).orElse(Path.of(""));
        Path ofGroups = folder.resolve("group_vars");
        if (Files.isDirectory(ofGroups)) {
            ansible.draft().groups().values().forEach(group -> folders.read(ofGroups, group, "group " + group.name));
        }
        Path ofHosts = folder.resolve("host_vars");
        if (Files.isDirectory(ofHosts)) {
            ansible.draft().hosts().forEach(host -> folders.read(ofHosts, host, "device " + host.name));
        }
    }

    private void read(Path folder, Draft.Entry about, String what) {
        if (about.name.contains("/") || about.name.startsWith(".")) {
            return;
        }
        for (String ending : ENDINGS) {
            Path file;
            try {
                file = folder.resolve(about.name + ending);
            } catch (InvalidPathException noFile) {
                return;
            }
            if (Files.isRegularFile(file)) {
                file(file, about, what);
            } else if (Files.isDirectory(file)) {
                try (Stream<Path> files = Files.list(file)) {
                    files.filter(Files::isRegularFile).sorted().forEach(each -> file(each, about, what));
                } catch (IOException e) {
                    unreadable(file, e);
                }
            }
        }
    }

    private void file(Path file, Draft.Entry about, String what) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (text.startsWith(VAULT)) {
                ansible.draft().remark(file + " is encrypted, and is left aside");
                return;
            }
            Draft draft = ansible.draft();
            Tree root = file.toString().endsWith(".json")
                    ? JsonTree.read(file, text, draft.mistakes())
                    : YamlTree.read(file, text, draft.mistakes());
            AnsibleTree.readVariables(root, about, what, ansible);
        } catch (IOException e) {
            unreadable(file, e);
        }
    }

    private void unreadable(Path file, IOException why) {
        ansible.draft().mistake(Place.in(file), "it cannot be read: " + FileTrouble.words(why), null);
    }
}
