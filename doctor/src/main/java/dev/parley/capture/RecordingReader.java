package dev.parley.capture;

import dev.parley.capture.Recording.Ended;
import dev.parley.capture.Recording.Missing;
import dev.parley.capture.Recording.Said;
import dev.parley.capture.Recording.Step;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads a file of recordings. */
final class RecordingReader {
    private final List<Begun> all = new ArrayList<>();
    /** Those of the recording that is being read: files of several, one behind the other, count from one again. */
    private final Map<Long, Begun> sessions = new HashMap<>();

    private boolean redacted;

    private record Begun(String device, Instant began, boolean redacted, List<Step> steps) {}

    private RecordingReader() {}

    static List<Recording> read(Path file) {
        RecordingReader reader = new RecordingReader();
        String content;
        try {
            content = Files.readString(file);
        } catch (IOException e) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "the recording " + file + " cannot be read: " + FileTrouble.words(e),
                    "recordings are made with --record",
                    e);
        }
        int number = 0;
        for (int from = 0, end = content.indexOf('\n'); end >= 0; from = end + 1, end = content.indexOf('\n', from)) {
            number++;
            try {
                reader.line(number, content.substring(from, end));
            } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
                throw notOne(
                        file,
                        "line " + number + ": "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        e);
            }
        }
        if (number == 0) {
            throw notOne(file, "it has no line", null);
        }
        return reader.recordings();
    }

    private static InputException notOne(Path file, String why, @Nullable Throwable cause) {
        return new InputException(
                Reason.BAD_VALUE,
                file + " is no recording of Parley: " + why,
                "recordings are made with --record",
                cause);
    }

    private void line(int number, String text) {
        RecordingLine line = RecordingLine.parse(text);
        if (number == 1 || line.has(RecordingLine.MARK)) {
            sessions.clear();
            if (line.number(RecordingLine.MARK) != 1) {
                throw new IllegalArgumentException("a later version wrote it");
            }
            redacted = line.flag(RecordingLine.REDACTED);
            return;
        }
        long session = line.number(RecordingLine.SESSION);
        if (line.has(RecordingLine.BEGAN)) {
            Begun begun = new Begun(
                    line.text(RecordingLine.DEVICE),
                    Instant.parse(line.text(RecordingLine.BEGAN)),
                    redacted,
                    new ArrayList<>());
            sessions.put(session, begun);
            all.add(begun);
            return;
        }
        Begun begun = sessions.get(session);
        if (begun == null) {
            throw new IllegalArgumentException("session " + session + " has not begun");
        }
        begun.steps().add(step(line));
    }

    private static Step step(RecordingLine line) {
        Duration at = Duration.ofNanos(line.number(RecordingLine.TIME));
        if (line.has(RecordingLine.END)) {
            return new Ended(
                    at,
                    line.has(RecordingLine.FAILURE) ? Optional.of(line.text(RecordingLine.FAILURE)) : Optional.empty());
        }
        Party from = switch (line.text(RecordingLine.FROM)) {
            case "client" -> Party.CLIENT;
            case "device" -> Party.DEVICE;
            default -> throw new IllegalArgumentException("\"from\" is neither client nor device");
        };
        if (line.has(RecordingLine.MISSING)) {
            return new Missing(at, from, line.number(RecordingLine.MISSING), line.text(RecordingLine.WHY));
        }
        byte[] bytes = line.has(RecordingLine.TEXT)
                ? line.text(RecordingLine.TEXT).getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(line.text(RecordingLine.BASE64));
        return new Said(at, from, ByteBuffer.wrap(bytes));
    }

    /** Messages are written when they are whole, so what both sides said at the same time is put in order again. */
    private List<Recording> recordings() {
        return all.stream()
                .map(begun -> new Recording(
                        begun.device(),
                        begun.began(),
                        begun.redacted(),
                        begun.steps().stream()
                                .sorted(Comparator.comparing(Step::at))
                                .toList()))
                .toList();
    }
}
