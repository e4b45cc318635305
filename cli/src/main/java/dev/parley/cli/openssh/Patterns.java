package dev.parley.cli.openssh;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The patterns of ssh_config(5), with {@code *}, {@code ?} and {@code !}, and those of its files. */
final class Patterns {
    private Patterns() {}

    /** Whether one of the patterns fits, and none of those behind a {@code !}. */
    static boolean match(String text, List<String> patterns) {
        boolean fits = false;
        for (String pattern : patterns) {
            boolean not = pattern.startsWith("!");
            if (fits(text, not ? pattern.substring(1) : pattern)) {
                if (not) {
                    return false;
                }
                fits = true;
            }
        }
        return fits;
    }

    private static boolean fits(String text, String pattern) {
        StringBuilder expression = new StringBuilder();
        pattern.chars()
                .forEach(c -> expression.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(String.valueOf((char) c));
                        }));
        return Pattern.matches(expression.toString(), text);
    }

    /** The files that a path with {@code *}, {@code ?} or {@code […]} stands for, in order; perhaps none. */
    static List<Path> files(Path path) throws IOException {
        List<Path> found = List.of(path.isAbsolute() ? path.getRoot() : Path.of(""));
        for (Path part : path) {
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                next.addAll(inside(folder, part.toString()));
            }
            found = next;
        }
        return found;
    }

    private static List<Path> inside(Path folder, String name) throws IOException {
        if (!name.matches(".*[*?\\[].*")) {
            Path plain = folder.resolve(name);
            return Files.exists(plain) ? List.of(plain) : List.of();
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, name)) {
            entries.forEach(entry -> {
                if (name.startsWith(".") || !entry.getFileName().toString().startsWith(".")) {
                    found.add(entry);
                }
            });
        }
        found.sort(null);
        return found;
    }
}
