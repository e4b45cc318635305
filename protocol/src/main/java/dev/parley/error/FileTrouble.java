package dev.parley.error;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be read or written, in words for people: never the name of an exception. */
public final class FileTrouble {
    private static final String FULL = "the disk is full";
    private static final String QUOTA = "our share of the disk is used up";

    private FileTrouble() {}

    /**
     * The rest of the sentence "cannot read FILE: …", without the name of the file: {@code there is no such file},
     * {@code it is a directory}, {@code permission denied}, {@code the disk is full}; what the operating system says, if it is
     * anything else.
     */
    public static String words(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is a file of that name already";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "it is a directory with something in it";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        // the message of the one kind begins with the names of files
        String said = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return said == null || said.isBlank() ? "the system does not say why" : ofSystem(said);
    }

    /** Whether there is no room for more, on the disk or in our share of it. */
    public static boolean isFull(IOException failure) {
        String said = words(failure);
        return said.equals(FULL) || said.equals(QUOTA);
    }

    private static String ofSystem(String said) {
        return switch (said) {
            case "Is a directory" -> "it is a directory";
            case "Not a directory" -> "what should be a directory on the way there is a file";
            case "No space left on device" -> FULL;
            case "Disk quota exceeded" -> QUOTA;
            case "Read-only file system" -> "nothing can be written to that disk";
            case "Permission denied", "Operation not permitted" -> "permission denied";
            case "No such file or directory" -> "there is no such file";
            default -> OneLine.of(said);
        };
    }
}
