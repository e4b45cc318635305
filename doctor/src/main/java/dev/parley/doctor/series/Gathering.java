package dev.parley.doctor.series;

import dev.parley.error.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attempts from any number of files, each of them once: from journals, and from logs with lines of {@link
 * dev.parley.event.SessionLog}, in whatever layout. Not safe for several threads.
 */
public final class Gathering {
    private final Map<Identity, AttemptLine> attempts = new LinkedHashMap<>();
    private int otherLines;
    private int duplicates;

    /** By what an attempt is known: no two at one device begin in the same microsecond. */
    private record Identity(Instant at, String device) {}

    /** Nothing yet. */
    public Gathering() {}

    /**
     * Takes in a file.
     *
     * @throws InputException if it cannot be read
     */
    public void add(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            take(in);
        } catch (IOException e) {
            throw Journal.unreadable(file.toString(), e);
        }
    }

    /**
     * Takes in what comes up to the end.
     *
     * @param name what it is called in errors
     * @throws InputException if it cannot be read
     */
    public void add(String name, InputStream in) {
        try {
            take(in);
        } catch (IOException e) {
            throw Journal.unreadable(name, e);
        }
    }

    private void take(InputStream in) throws IOException {
        // what is no text in UTF-8 is no line of ours, and is counted like any other
        Lines lines = new Lines(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        for (String line = lines.next(); line != null; line = lines.next()) {
            add(line);
        }
    }

    private void add(String line) {
        if (line.isBlank()) {
            return;
        }
        Optional<AttemptLine> read = line.startsWith("{")
                ? Journal.line(line).or(() -> LogLine.inJson(line)).or(() -> LogLine.inText(line))
                : LogLine.inText(line);
        if (read.isEmpty()) {
            otherLines++;
            return;
        }
        AttemptLine attempt = read.get().essential();
        Identity identity = new Identity(attempt.at(), attempt.device());
        if (attempts.putIfAbsent(identity, attempt) != null) {
            duplicates++;
        }
    }

    /** The attempts, in the order in which they were found. */
    public List<AttemptLine> attempts() {
        return new ArrayList<>(attempts.values());
    }

    /** How many lines hold no attempt; empty lines are not counted. */
    public int otherLines() {
        return otherLines;
    }

    /** How many attempts were found once more, and left out. */
    public int duplicates() {
        return duplicates;
    }
}
