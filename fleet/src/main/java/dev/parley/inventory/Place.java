package dev.parley.inventory;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.OneLine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place in a file.
 *
 * @param file the file
 * @param line the line, from 1; 0 for the file as a whole
 * @param column the column, from 1; 0 for the line as a whole
 */
public record Place(Path file, int line, int column) {
    /** A file as a whole. */
    static Place in(Path file) {
        return new Place(file, 0, 0);
    }

    /**
     * A path that stands there: relative ones start at the file's own folder, and {@code ~} is the home.
     *
     * @throws InputException if no file can be called so
     */
    public Path resolve(String text) {
        try {
            if (text.equals("~") || text.startsWith("~/")) {
                return Path.of(System.getProperty("user.home"), text.substring(1));
            }
            return Optional.ofNullable(file.getParent()).orElse(Path.of("")).resolve(text);
        } catch (InvalidPathException e) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    OneLine.of(this + ": no file can be called \"" + text + "\": " + e.getReason()),
                    "name a file that is there",
                    e);
        }
    }

    /** As compilers write it: {@code net.yaml:12:5}. */
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
    }
}
