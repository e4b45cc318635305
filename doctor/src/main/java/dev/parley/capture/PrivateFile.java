package dev.parley.capture;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files that nobody else may read, and that another one of that name gives way to. */
final class PrivateFile {
    private PrivateFile() {}

    /**
     * Opens an empty file for its owner alone (0600 where there are such permissions). It is made beside its place and then
     * put there, so that neither the permissions nor the readers of a file that was there before carry over, and a link is
     * replaced and not followed. A pipe or a device is opened as it is.
     *
     * @throws InputException if it cannot be made
     */
    static FileChannel create(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return FileChannel.open(file, StandardOpenOption.WRITE);
            }
            Path folder = file.toAbsolutePath().getParent();
            Path beside = Files.createTempFile(folder, "." + file.getFileName(), ".new", ownersOnly(file));
            try {
                FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE);
                move(beside, file);
                return channel;
            } catch (IOException e) {
                Files.deleteIfExists(beside);
                throw e;
            }
        } catch (IOException e) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    file + " cannot be written: " + words(file, e),
                    "its folder must be there, and allow that a file is made in it",
                    e);
        }
    }

    private static String words(Path file, IOException failure) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null || Files.isDirectory(folder)
                ? FileTrouble.words(failure)
                : "there is no folder " + folder;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
