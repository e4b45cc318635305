package dev.parley.inventory;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads inventories, and finds every mistake in them.
 *
 * @param fields what can be said about how a device is reached
 */
public record InventoryReader(Set<String> fields) {
    /** Copies the set, and keeps its order. */
    public InventoryReader {
        fields = Collections.unmodifiableSet(new LinkedHashSet<>(fields));
    }

    /** A reader of inventories in which these things can be said about devices, besides groups, tags and variables. */
    public static InventoryReader forFields(Set<String> fields) {
        return new InventoryReader(fields);
    }

    /**
     * What was read.
     *
     * @param inventory the devices, as far as they could be understood
     * @param mistakes what is wrong, in the order of the file
     */
    public record Reading(FleetInventory inventory, List<Mistake> mistakes) {
        /** Copies the list. */
        public Reading {
            mistakes = List.copyOf(mistakes);
        }

        /**
         * The inventory, if it is in order.
         *
         * @throws InputException if something is wrong with it: the first mistake, and how many there are besides
         */
        public FleetInventory orThrow() {
            if (mistakes.isEmpty()) {
                return inventory;
            }
            Mistake first = mistakes.get(0);
            if (mistakes.size() == 1) {
                throw first.toException();
            }
            throw new InputException(
                    Reason.BAD_SETTING,
                    first.place() + ": " + first.what() + "; and " + (mistakes.size() - 1) + " more",
                    first.advice(),
                    null);
        }
    }

    /**
     * Reads a file whose name or content says in which form it is: {@code .csv}, {@code .json}, {@code .yaml}, {@code .yml} as
     * they are called, and anything else as Ansible's INI.
     *
     * @throws InputException if it cannot be read at all
     */
    public Reading read(Path file) {
        return read(file, null);
    }

    /**
     * Reads a file.
     *
     * @param format in which form it is written, or null if that is to be found out
     * @throws InputException if it cannot be read at all
     */
    public Reading read(Path file, @Nullable InventoryFormat format) {
        String text = text(file);
        Draft draft = new Draft(fields);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        FleetInventory inventory;
        if (format == InventoryFormat.CSV || (format == null && name.endsWith(".csv"))) {
            CsvFile.read(file, text, draft);
            inventory = Resolution.of(draft, file);
        } else if (format == InventoryFormat.ANSIBLE_INI || (format == null && !isTree(name, text))) {
            inventory = ansible(draft, file, ansible -> AnsibleIni.read(file, text, ansible));
        } else {
            Tree root = format == InventoryFormat.JSON || name.endsWith(".json")
                    ? JsonTree.read(file, text, draft.mistakes())
                    : YamlTree.read(file, text, draft.mistakes());
            boolean foreign = format == null
                    ? !ParleyTree.isMeant(root) && AnsibleTree.isMeant(root)
                    : format == InventoryFormat.ANSIBLE_YAML;
            if (foreign) {
                inventory = ansible(draft, file, ansible -> AnsibleTree.read(root, ansible));
            } else {
                ParleyTree.read(root, draft);
                inventory = Resolution.of(draft, file);
            }
        }
        List<Mistake> mistakes = new ArrayList<>(draft.mistakes());
        mistakes.sort(Mistake.IN_ORDER);
        return new Reading(inventory.withRemarks(SameAddress.remarks(inventory.members())), mistakes);
    }

    private static boolean isTree(String name, String text) {
        return name.endsWith(".yaml")
                || name.endsWith(".yml")
                || name.endsWith(".json")
                || text.startsWith("---")
                || text.stripLeading().startsWith("{");
    }

    @FunctionalInterface
    private interface Reader {
        void read(AnsibleDraft ansible);
    }

    private static FleetInventory ansible(Draft draft, Path file, Reader reader) {
        AnsibleDraft ansible = new AnsibleDraft(draft);
        reader.read(ansible);
        AnsibleFolders.read(file, ansible);
        ansible.complete(file);
        return ansible.reached(Resolution.of(draft, file));
    }

    private static String text(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot read " + file + ": " + FileTrouble.words(e), null, e);
        }
    }
}
