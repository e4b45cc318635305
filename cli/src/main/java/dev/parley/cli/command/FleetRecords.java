package dev.parley.cli.command;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.fleet.Job;
import dev.parley.fleet.Journal;
import dev.parley.fleet.JournalHead;
import dev.parley.fleet.Plan;
import dev.parley.inventory.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What is kept of a run, and how one goes on. */
final class FleetRecords implements OptionGroup {
    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Keep there what has been done, so that the run can go on after an interruption.")
    private @Nullable Path journal;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Go on with the run of that journal: what is done is not repeated, and a change of which nobody"
                            + " knows whether it was made is listed. Asks for the same again if nothing else is asked for.")
    private @Nullable Path resume;

    @Option(
            names = "--repeat-unknown",
            description = "With --resume: make changes again of which nobody knows whether they were made.")
    private boolean repeatUnknown;

    @Option(names = "--repeat-refused", description = "With --resume: try changes again that the device refused.")
    private boolean repeatRefused;

    @Option(
            names = "--dry-run",
            description = "Say what would be done, on which devices and in which waves, and connect to none.")
    private boolean rehearsed;

    @Override
    public String heading() {
        return "Going on";
    }

    boolean isRehearsed() {
        return rehearsed;
    }

    /** The journal that is gone on with, or null. */
    @Nullable
    Path resumed() {
        return resume;
    }

    /** The journal, or null if there is none. */
    @Nullable
    Path file() {
        return resume == null ? journal : resume;
    }

    /** What is to be done again. */
    Set<Plan.Again> again() {
        Set<Plan.Again> again = EnumSet.noneOf(Plan.Again.class);
        if (repeatUnknown) {
            again.add(Plan.Again.UNKNOWN);
        }
        if (repeatRefused) {
            again.add(Plan.Again.REFUSED);
        }
        if (resume == null && !again.isEmpty()) {
            throw InputException.of(
                    Reason.BAD_SETTING,
                    "--repeat-unknown and --repeat-refused are for a run that goes on: --resume FILE");
        }
        return again;
    }

    /**
     * The journal, or null if none is asked for.
     *
     * @throws InputException if it cannot be had, or is another run's
     */
    @Nullable
    Journal open(Job<?> job, List<Member> members, List<String> asked) {
        JournalHead head = JournalHead.of(job, members, asked);
        if (resume != null) {
            return Journal.resume(resume, head);
        }
        return journal == null ? null : Journal.begin(journal, head);
    }

    /**
     * Has a command as it was given when a journal was begun, with what is given now besides.
     *
     * @param part the command below fleet, or empty for fleet itself
     * @param given what is given now
     * @param command takes it
     * @throws InputException if the journal does not say, or is of another command
     */
    void asBefore(Path journal, String part, List<String> given, Object command) {
        List<String> asked = Journal.headOf(journal).asked();
        if (asked.isEmpty()) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    journal + " does not say what was asked for: there is a secret in the command behind --, or another"
                            + " program than parley began the run",
                    "give the whole command again, with --resume " + journal + " in place of --journal",
                    null);
        }
        boolean backup = asked.get(0).equals(BackupCommand.NAME);
        if (backup != part.equals(BackupCommand.NAME)) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    journal + " is of parley fleet" + (backup ? " backup" : ""),
                    "go on with it: parley fleet" + (backup ? " backup" : "") + " --resume " + journal,
                    null);
        }
        List<String> args = new ArrayList<>(asked.subList(backup ? 1 : 0, asked.size()));
        args.addAll(args.contains("--") ? args.indexOf("--") : args.size(), given);
        var unused = new CommandLine(command).setOverwrittenOptionsAllowed(true).parseArgs(args.toArray(String[]::new));
    }
}
