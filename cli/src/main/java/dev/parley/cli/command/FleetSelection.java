package dev.parley.cli.command;

import dev.parley.cli.device.DevicesFile;
import dev.parley.cli.report.Output;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.inventory.Condition;
import dev.parley.inventory.FleetInventory;
import dev.parley.inventory.InventoryFormat;
import dev.parley.inventory.Member;
import dev.parley.inventory.Mistake;
import dev.parley.inventory.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which devices a fleet is. */
final class FleetSelection implements OptionGroup {
    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "The devices: YAML, JSON, CSV, or an inventory of Ansible. Default: the file of devices.")
    private @Nullable Path inventory;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = OfFormat.class,
            completionCandidates = OfFormat.class,
            description = "How it is written, if its name does not say so: ${COMPLETION-CANDIDATES}.")
    private @Nullable InventoryFormat format;

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            split = ",",
            description = "Only devices of this group, or of one of several.")
    private List<String> groups = List.of();

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            split = ",",
            description = "Only devices with this tag, or one of several.")
    private List<String> tags = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            split = ",",
            description = "Only devices of this name, or one of several; * and ? stand for anything.")
    private List<String> names = List.of();

    @Option(names = "--exclude", paramLabel = "NAME", split = ",", description = "None of this name; * and ? too.")
    private List<String> excluded = List.of();

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Only devices of which this holds: 'site=lab and role!=core'.")
    private @Nullable String where;

    @Option(names = "--limit", paramLabel = "N", description = "No more than so many of them, from the first.")
    private int limit = Integer.MAX_VALUE;

    /** The forms of inventories by their names. */
    static final class OfFormat extends Words<InventoryFormat> {
        OfFormat() {
            super(
                    InventoryFormat.values(),
                    format -> format.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    @Override
    public String heading() {
        return "Which devices";
    }

    /**
     * The devices of an inventory, and those that are meant.
     *
     * @param file what is said about each
     * @param inventory all of them
     * @param members those that are meant
     */
    record Selected(DevicesFile file, FleetInventory inventory, List<Member> members) {
        Selected {
            members = List.copyOf(members);
        }
    }

    /**
     * Reads the inventory and finds those who are meant.
     *
     * @throws InputException if something is wrong; all mistakes of the file are told before
     */
    Selected select(KnownDevices known, Output output) {
        Selection selection =
                new Selection(groups, tags, names, excluded, where == null ? null : Condition.parse(where), limit);
        Path file = inventory == null ? known.file(output) : inventory;
        if (inventory == null && Files.notExists(file)) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "there is no inventory: neither was one named, nor is there a file " + file,
                    "name one: -i net.yaml",
                    null);
        }
        InventoryFormat form = inventory == null ? InventoryFormat.YAML : format;
        DevicesFile.Reading reading = DevicesFile.of(DevicesFile.reader().read(file, form));
        refuse(file, reading.mistakes(), output);
        reading.inventory().remarks().forEach(output::warning);
        return new Selected(
                reading.file(), reading.inventory(), reading.inventory().select(selection));
    }

    /** Tells every mistake, and ends if there is one. */
    static void refuse(Path file, List<Mistake> mistakes, Output output) {
        if (mistakes.isEmpty()) {
            return;
        }
        output.fact("mistakes", mistakes.stream().map(FleetSelection::facts).toList());
        if (mistakes.size() == 1) {
            throw mistakes.get(0).toException();
        }
        List<String> lines = new ArrayList<>();
        mistakes.forEach(mistake -> lines.add(mistake.toString()));
        lines.forEach(output::note);
        throw new InputException(
                Reason.BAD_SETTING,
                file + " has " + mistakes.size() + " mistakes",
                "mend them; nothing was done on any device",
                null);
    }

    private static Map<String, @Nullable Object> facts(Mistake mistake) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", mistake.place().file().toString());
        facts.put("line", mistake.place().line());
        facts.put("column", mistake.place().column());
        facts.put("message", mistake.what());
        facts.put("advice", mistake.advice());
        return facts;
    }
}
