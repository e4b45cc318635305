package dev.parley.cli.command;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.fleet.Answer;
import dev.parley.fleet.Job;
import dev.parley.fleet.ResultKeeper;
import dev.parley.inventory.Member;
import dev.parley.operation.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Results as files, one for each device, or for each device and step: there when they are whole, and on the disk before the device is
 * called done.
 *
 * @param folder where
 * @param files what stands for each device in their names
 * @param steps the names of the steps
 */
record FleetResults(Path folder, Map<String, String> files, List<String> steps) implements ResultKeeper {
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
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "cannot make the folder " + folder + ": " + FileTrouble.words(e),
                    "name another one with --results",
                    e);
        }
        return new FleetResults(
                folder, files, job.steps().stream().map(step -> step.name()).toList());
    }

    /** Where the result of a step stands. */
    Path file(String device, int step) {
        String name = Objects.requireNonNull(files.get(device), "every device has a name for its file");
        return folder.resolve(
                steps.size() == 1 ? name + ".json" : name + "." + (step + 1) + "-" + steps.get(step) + ".json");
    }

    @Override
    public void keep(Member member, int step, Answer answer) throws IOException {
        Object said = answer.facts().get(ErrandJob.OUT);
        if (said == null) {
            // the command came to no word of its own; why is told with the device
            return;
        }
        String out = said.toString().strip();
        var unused = new WholeFile(file(member.name(), step)).write(partial -> {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap((out + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        });
    }
}
