package dev.parley.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file that a word of a command names for the command to read: what stands in it decides what the command does.
 *
 * @param path the file
 * @param digest what tells what stands in it, in hexadecimal digits
 */
record NamedFile(Path path, String digest) {
    private static final Set<String> OUTPUT = Set.of("-o", "--output");

    /** Those that words name: by themselves, or as {@code --option=FILE}. What is written to a file is none of them. */
    static List<NamedFile> in(List<String> words) {
        return in(words, word -> word);
    }

    /**
     * The same of some of the words.
     *
     * @param as what a word is read as, or null if it is passed over: each file is read whole
     */
    static List<NamedFile> in(List<String> words, Function<String, @Nullable String> as) {
        List<NamedFile> files = new ArrayList<>();
        String before = "";
        for (String word : words) {
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals < 0 ? before : word.substring(0, equals);
            String name = OUTPUT.contains(option) ? null : as.apply(word.substring(equals + 1));
            if (name != null) {
                read(name).ifPresent(files::add);
            }
            before = word;
        }
        return files;
    }

    private static Optional<NamedFile> read(String name) {
        try {
            Path file = Path.of(name);
            return Files.isRegularFile(file)
                    ? Optional.of(new NamedFile(file, digest(Files.readAllBytes(file))))
                    : Optional.empty();
        } catch (InvalidPathException | IOException noFile) {
            // the command itself looks at it before anything is sent
            return Optional.empty();
        }
    }

    /** What tells some bytes from others: SHA-256. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The file and what is in it, for people who compare two of them. */
    @Override
    public String toString() {
        return path + " (" + digest.substring(0, 12) + ")";
    }
}
