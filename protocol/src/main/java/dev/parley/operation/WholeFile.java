package dev.parley.operation;

import dev.parley.error.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there when it is whole, and not before: it is written beside its place and moved there at the end, so a
 * failure leaves no half file, and what was there before stays until then.
 *
 * @param target where; through a symbolic link, the file that it leads to is replaced
 */
public record WholeFile(Path target) {
    private static final String NO_REGULAR_FILE = "it is no regular file";

    /** Writes a file. */
    @FunctionalInterface
    public interface Writing {
        /**
         * Writes it.
         *
         * @param partial an empty file; what is in it in the end takes the target's place
         * @throws IOException or anything else, and the target stays as it is
         */
        void write(Path partial) throws IOException;
    }

    /**
     * Checks the target.
     *
     * @throws InputException if it is no name of a file, or something is there that is no regular file: a directory, a
     *     FIFO, a device
     */
    public WholeFile {
        if (target.getFileName() == null || target.getFileName().toString().isEmpty()) {
            throw InputException.of(InputException.Reason.BAD_VALUE, "not the name of a file: \"" + target + "\"");
        }
        if (isNoRegularFile(target)) {
            throw InputException.of(InputException.Reason.BAD_VALUE, "cannot write " + target + ": " + NO_REGULAR_FILE);
        }
    }

    /** Such as a FIFO or a device, which a rename would put a file in place of, or a link that leads to one or nowhere. */
    private static boolean isNoRegularFile(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(target);
    }

    /**
     * Lets somebody write it, and puts it in its place.
     *
     * @return the target
     * @throws IOException if it cannot be written
     */
    public Path write(Writing writing) throws IOException {
        if (isNoRegularFile(target)) {
            throw new FileSystemException(target.toString(), null, NO_REGULAR_FILE);
        }
        Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        Path partial = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part");
        try {
            writing.write(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /**
     * Has what is there on the disk, where it outlasts a loss of power: the content of a file, or the names in a folder. Blocks
     * until it is. Windows needs no more for names than that they were given, and does nothing for a folder.
     *
     * @throws IOException if it cannot be done
     */
    public static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        StandardOpenOption how = folder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
