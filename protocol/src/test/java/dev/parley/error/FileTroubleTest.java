package dev.parley.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileTroubleTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> failures() {
        String full = "No space left on device";
        return Stream.of(
                Arguments.of(new NoSuchFileException("/x/y"), "there is no such file"),
                Arguments.of(new AccessDeniedException("/x/y"), "permission denied"),
                Arguments.of(new FileAlreadyExistsException("/x/y"), "there is a file of that name already"),
                Arguments.of(new NotDirectoryException("/x/y"), "it is not a directory"),
                Arguments.of(new DirectoryNotEmptyException("/x/y"), "it is a directory with something in it"),
                Arguments.of(new MalformedInputException(1), "it is not text in UTF-8"),
                Arguments.of(new IOException(full), "the disk is full"),
                Arguments.of(new FileSystemException("/x/y", null, full), "the disk is full"),
                Arguments.of(new FileSystemException("/x/y", "/x/z", "Is a directory"), "it is a directory"),
                Arguments.of(
                        new FileSystemException("/x/y", null, "Disk quota exceeded"),
                        "our share of the disk is used up"),
                Arguments.of(new FileSystemException("/x/y", null, "Too many\nlinks"), "Too many links"),
                Arguments.of(new FileSystemLoopException("/x/y"), "the system does not say why"),
                Arguments.of(new EOFException(), "the system does not say why"),
                Arguments.of(new IOException("Input/output error"), "Input/output error"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void nobodyIsShownTheNameOfAnException(IOException failure, String words) {
        assertThat(FileTrouble.words(failure)).isEqualTo(words).doesNotContain("java.", "Exception", "/x/");
    }

    @Test
    void whatTheSystemOfThisMachineSaysIsUnderstood() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(wordsOf(folder)).isEqualTo("it is a directory");
        assertThat(wordsOf(folder.resolve("none"))).isEqualTo("there is no such file");
        assertThat(wordsOf(file.resolve("below"))).isEqualTo("what should be a directory on the way there is a file");
    }

    private static String wordsOf(Path unreadable) {
        try {
            Files.readAllBytes(unreadable);
        } catch (IOException e) {
            return FileTrouble.words(e);
        }
        throw new AssertionError(unreadable + " can be read");
    }
}
