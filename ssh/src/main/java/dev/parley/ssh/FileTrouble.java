package dev.parley.ssh;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file cannot be read or written, for people. */
final class FileTrouble {
    private FileTrouble() {}

    /** In words, without the name of the file and without that of an exception. */
    static String words(Path file, IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        return String.valueOf(failure.getMessage());
    }
}
