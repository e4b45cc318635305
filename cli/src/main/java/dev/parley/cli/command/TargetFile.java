package dev.parley.cli.command;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.operation.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A file that an option names to be written. One of that name gives way to it, when it is whole.
 *
 * @param path which
 * @param option the option that names it
 * @param otherwise what to do where it is no regular file
 */
record TargetFile(Path path, String option, String otherwise) {
    /** The file that the option names. */
    static TargetFile of(Path path, String option) {
        return new TargetFile(path, option, "name a file");
    }

    /**
     * Refuses a file that cannot be written, before anything is asked of a device.
     *
     * @throws InputException if it cannot be
     */
    void check() {
        if (Files.isDirectory(path)) {
            throw refused("it is a directory", "name a file in it: " + option + " " + path.resolve("FILE"));
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path)) {
            throw refused("it is no regular file, and " + option + " would put one in its place", otherwise);
        }
        Path folder = behindLinks().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refused("there is no folder " + folder, "make it first: mkdir -p " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw refused("no permission to create files in " + folder, "name a file in a folder of yours");
        }
    }

    /** The file that is replaced: where the target is a symbolic link, the one that it leads to. */
    private Path behindLinks() {
        try {
            return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        } catch (IOException e) {
            throw new InputException(Reason.FILE_UNREADABLE, cannot("it cannot be looked at"), null, e);
        }
    }

    /**
     * Writes it whole, or leaves what is there.
     *
     * @throws InputException if it cannot be written
     */
    void write(WholeFile.Writing writing) {
        try {
            new WholeFile(path).write(writing);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, cannot(FileTrouble.words(e)), "name another file with " + option, e);
        }
    }

    private InputException refused(String why, String advice) {
        return new InputException(Reason.FILE_UNREADABLE, cannot(why), advice, null);
    }

    private String cannot(String why) {
        return "cannot write " + path + ": " + why;
    }
}
