package dev.parley.ssh;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Why a file that is there, or seems to be, cannot be read. */
enum Unreadable {
    /** Nobody may read it. Whoever runs as root may all the same, and skips this. */
    FORBIDDEN("permission denied") {
        @Override
        Path make(Path folder, String text) throws IOException {
            assumeTrue(
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                    "files have no permissions here");
            Path file = Files.writeString(folder.resolve("forbidden"), text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
            assumeFalse(Files.isReadable(file), "root may read every file");
            return file;
        }
    },
    /** It is a directory. */
    DIRECTORY("it is a directory") {
        @Override
        Path make(Path folder, String text) throws IOException {
            return Files.createDirectory(folder.resolve("directory"));
        }
    },
    /** It is a link to something that is gone. */
    DANGLING("there is no such file") {
        @Override
        Path make(Path folder, String text) throws IOException {
            return Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        }
    };

    private final String words;

    Unreadable(String words) {
        this.words = words;
    }

    /** How the failure says it. */
    String words() {
        return words;
    }

    /** Makes one that would have that text if it could be read. */
    abstract Path make(Path folder, String text) throws IOException;
}
