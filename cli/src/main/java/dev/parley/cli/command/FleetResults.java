package dev.parley.cli.command;

import dev.parley.backup.SafeFolder;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.fleet.Answer;
import dev.parley.fleet.Job;
import dev.parley.fleet.Outcome;
import dev.parley.fleet.ResultKeeper;
import dev.parley.inventory.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Results as files, one for each device, or for each device and step: there when they are whole, and on the disk before the device is
 * called done. Those that are there are of this run, or of what it goes on with.
 *
 * @param folder where
 * @param files what stands for each device in their names
 * @param steps the names of the steps
 */
record FleetResults(SafeFolder folder, Map<String, String> files, List<String> steps) implements ResultKeeper {
    FleetResults {
        files = Map.copyOf(files);
        steps = List.copyOf(steps);
    }

    /**
     * Results in a folder, which is made if it is not there.
     *
     * @throws InputException if it cannot be made
     */
    static FleetResults in(Path folder, Map<String, String> files, Job<?> job) {
        SafeFolder safe;
        try {
            safe = SafeFolder.open(folder, folder);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "cannot make the folder " + folder + ": " + FileTrouble.words(e),
                    "name another one with --results",
                    e);
        }
        return new FleetResults(
                safe, files, job.steps().stream().map(step -> step.name()).toList());
    }

    /** Where the result of a step stands. */
    Path file(String device, int step) {
        String name = Objects.requireNonNull(files.get(device), "every device has a name for its file");
        return folder.path()
                .resolve(
                        steps.size() == 1 ? name + ".json" : name + "." + (step + 1) + "-" + steps.get(step) + ".json");
    }

    /** What an earlier run has left goes first: if this one comes to nothing, it is not to be taken for what came of it. */
    @Override
    public void keep(Member member, int step, Answer answer) throws IOException {
        Path file = file(member.name(), step);
        remove(file);
        if (isSaid(answer)) {
            String out = String.valueOf(answer.facts().get(ErrandJob.OUT)).strip();
            folder.write(file, (out + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether a command said anything as its result; one that could not be carried out did not. */
    static boolean isSaid(Answer answer) {
        return answer.facts().get(ErrandJob.OUT) instanceof String out && !out.isBlank();
    }

    private void remove(Path file) throws IOException {
        folder.check(file);
        Files.deleteIfExists(file);
    }

    /**
     * Takes away what earlier runs have left for steps of which nothing came in this one.
     *
     * @throws IOException if that cannot be done
     */
    void removeStale(Outcome outcome) throws IOException {
        boolean answered = outcome.answers().stream().anyMatch(answer -> answer.trouble() != null);
        for (int step = outcome.steps() + (answered ? 1 : 0); step < steps.size(); step++) {
            remove(file(outcome.member().name(), step));
        }
    }
}
