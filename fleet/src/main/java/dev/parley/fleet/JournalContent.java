package dev.parley.fleet;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a journal.
 *
 * @param head what it is about
 * @param past how far each device had come
 * @param length up to where its lines are whole, in bytes
 */
record JournalContent(JournalHead head, Map<String, Progress> past, long length) {
    private static final byte[] BEGINNING = "{\"event\":\"run\",".getBytes(StandardCharsets.UTF_8);

    JournalContent {
        past = Map.copyOf(past);
    }

    /**
     * Reads it up to the first line that is not whole; what is behind that was cut off by whatever ended the run.
     *
     * @throws InputException if it cannot be read, is none, or a whole line stands behind one that is not
     */
    static JournalContent read(Path file) {
        try {
            return of(file, OpenJournals.read(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Whether nothing stands in a file but, perhaps, the beginning of a journal's first line: nothing was done by it. */
    static boolean isUnbegun(byte[] bytes) {
        int shared = Math.min(bytes.length, BEGINNING.length);
        return lineEnd(bytes, 0) == bytes.length && Arrays.equals(bytes, 0, shared, BEGINNING, 0, shared);
    }

    private static InputException unreadable(Path file, IOException why) {
        return new InputException(
                Reason.FILE_UNREADABLE, "cannot read the journal " + file + ": " + FileTrouble.words(why), null, why);
    }

    static JournalContent of(Path file, byte[] bytes) {
        JournalHead head = null;
        Map<String, Progress> past = new HashMap<>();
        int whole = 0;
        int broken = 0;
        int number = 0;
        int from = 0;
        while (from < bytes.length) {
            int end = lineEnd(bytes, from);
            number++;
            Optional<Map<String, @Nullable Object>> line = end == bytes.length
                    ? Optional.empty()
                    : JsonLine.read(new String(bytes, from, end - from, StandardCharsets.UTF_8));
            if (line.isEmpty()) {
                broken = broken == 0 ? number : broken;
            } else if (broken > 0) {
                throw new InputException(
                        Reason.BAD_VALUE,
                        file + ":" + broken + " is damaged, so nobody knows what was done",
                        "begin another run with a journal of its own, for devices of which that is known",
                        null);
            } else {
                if (head == null) {
                    head = head(file, line.get());
                } else {
                    take(line.get(), past);
                }
                whole = end + 1;
            }
            from = end + 1;
        }
        if (head == null && isUnbegun(bytes)) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "nothing stands in " + file + ": the run ended before it began",
                    "begin it again with --journal " + file,
                    null);
        }
        if (head == null) {
            throw noJournal(file);
        }
        return new JournalContent(head, past, whole);
    }

    private static int lineEnd(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static JournalHead head(Path file, Map<String, @Nullable Object> facts) {
        if (!"run".equals(facts.get("event"))) {
            throw noJournal(file);
        }
        if (!Long.valueOf(Journal.VERSION).equals(facts.get("version"))) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    file + " was written by another version of parley, in form " + facts.get("version"),
                    "go on with that version, or begin another run",
                    null);
        }
        return JournalHead.of(facts);
    }

    private static InputException noJournal(Path file) {
        return new InputException(
                Reason.BAD_VALUE, file + " is not the journal of a run", "name a file that --journal wrote", null);
    }

    private static void take(Map<String, @Nullable Object> facts, Map<String, Progress> past) {
        if (!(facts.get("device") instanceof String device)) {
            return;
        }
        Progress before = past.getOrDefault(device, Progress.NONE);
        past.put(
                device,
                switch (String.valueOf(facts.get("event"))) {
                    case "began" -> before.begun();
                    case "ended" -> before.ended();
                    case "failed" -> before.failed(Journal.trouble(facts), Boolean.TRUE.equals(facts.get("changes")));
                    default -> before;
                });
    }
}
