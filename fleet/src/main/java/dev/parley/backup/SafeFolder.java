package dev.parley.backup;

import dev.parley.operation.WholeFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A folder whose files are there when they are whole and on the disk, and in which no symbolic link is followed: whoever else puts
 * things there, such as a repository that is pulled, cannot have files written elsewhere. The folder itself may be behind one. Safe
 * for all threads.
 *
 * @param path the folder
 * @param partials where files are while they are not whole, the folder itself or one in it
 */
public record SafeFolder(Path path, Path partials) {
    private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

    /**
     * A folder, which is made if it is not there.
     *
     * @throws IOException if it cannot be made
     */
    public static SafeFolder open(Path path, Path partials) throws IOException {
        SafeFolder opened = new SafeFolder(path, partials);
        Files.createDirectories(path);
        opened.make(partials);
        return opened;
    }

    /**
     * Refuses a file that is none, and one that is behind a link.
     *
     * @throws IOException if it is refused
     */
    public void check(Path file) throws IOException {
        checkFolder(parent(file));
        if (Files.exists(file, NOFOLLOW) && !Files.isRegularFile(file, NOFOLLOW)) {
            throw refused(file, "is no regular file");
        }
    }

    private void checkFolder(Path folder) throws IOException {
        Path at = path;
        for (Path name : path.relativize(folder)) {
            at = at.resolve(name);
            if (!folder.equals(path) && Files.exists(at, NOFOLLOW) && !Files.isDirectory(at, NOFOLLOW)) {
                throw refused(at, "is no folder");
            }
        }
    }

    private static FileSystemException refused(Path what, String otherwise) {
        String why = Files.isSymbolicLink(what) ? "is a symbolic link, which is not followed here" : otherwise;
        return new FileSystemException(what.toString(), null, what + " " + why + "; take it away");
    }

    /**
     * Writes a file, which takes the place of one that is there.
     *
     * @param file in the folder, or in one below it, which is made if it is not there
     * @throws IOException if it cannot be written; what was there before stays then
     */
    public void write(Path file, byte[] bytes) throws IOException {
        check(file);
        make(parent(file));
        Path partial = Files.createTempFile(partials, "." + file.getFileName() + ".", ".part");
        try {
            Files.write(partial, bytes);
            WholeFile.force(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        WholeFile.force(parent(file));
    }

    private void make(Path folder) throws IOException {
        checkFolder(folder);
        if (Files.notExists(folder)) {
            Files.createDirectories(folder);
            WholeFile.force(parent(folder));
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "what is in a folder has a parent");
    }
}
