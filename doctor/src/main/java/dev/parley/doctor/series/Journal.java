package dev.parley.doctor.series;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Attempts in a file, one JSON object on each line. Lines are added at the end and never changed, so a journal can be gone
 * on with after an interruption, and journals are merged by putting one behind the other. Only the owner may read it. Not
 * safe for several threads.
 */
public final class Journal implements Closeable {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final int NEWLINE = '\n';

    private final Path file;
    private final OutputStream out;

    private Journal(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * What stands in a journal.
     *
     * @param attempts those that could be read
     * @param unreadable how many lines are no attempts; a last one that was cut off is not counted
     */
    public record Content(List<AttemptLine> attempts, int unreadable) {
        /** Copies the list. */
        public Content {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * Opens a file to add to; it is made if it is not there. A last line that was cut off stays alone on its line.
     *
     * @throws InputException if that cannot be done
     */
    public static Journal appendTo(Path file) {
        try {
            boolean fresh = Files.notExists(file);
            if (fresh && Files.getFileStore(parent(file)).supportsFileAttributeView("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            boolean cut = !fresh && isCut(file);
            OutputStream out = Channels.newOutputStream(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
            Journal journal = new Journal(file, out);
            if (cut) {
                out.write(NEWLINE);
            }
            return journal;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static InputException unwritable(Path file, IOException why) {
        String words = Files.isDirectory(parent(file)) ? FileTrouble.words(why) : "its folder is not there";
        return new InputException(
                Reason.FILE_UNREADABLE,
                "cannot write to " + file + ": " + words,
                FileTrouble.isFull(why)
                        ? "make room there, or name a file on another disk"
                        : "name a file in a folder that is there and that you may write to",
                why);
    }

    static InputException unreadable(String name, IOException why) {
        return new InputException(
                Reason.FILE_UNREADABLE,
                "cannot read " + name + ": " + FileTrouble.words(why),
                "name a file of attempts, as parley doctor --record writes it",
                why);
    }

    private static Path parent(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    private static boolean isCut(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() == 0) {
                return false;
            }
            channel.position(channel.size() - 1);
            return Channels.newInputStream(channel).read() != NEWLINE;
        }
    }

    /**
     * Adds an attempt, in one write.
     *
     * @throws InputException if that cannot be done, because the disk is full; the last line may then be cut off
     */
    public void add(AttemptLine attempt) {
        try {
            out.write((text(attempt.facts()) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Reads a journal.
     *
     * @throws InputException if the file cannot be read
     */
    public static Content read(Path file) {
        List<AttemptLine> attempts = new ArrayList<>();
        int unreadable = 0;
        if (Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file)) {
            throw unreadable(file.toString(), new IOException("it is not an ordinary file"));
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            Lines lines = new Lines(in);
            String line = lines.next();
            while (line != null) {
                String next = lines.next();
                Optional<AttemptLine> attempt = line(line);
                attempt.map(AttemptLine::essential).ifPresent(attempts::add);
                boolean cutOff = next == null && isCut(file);
                unreadable += attempt.isPresent() || line.isBlank() || cutOff ? 0 : 1;
                line = next;
            }
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
        return new Content(attempts, unreadable);
    }

    /** The attempt that stands in a line; empty if there is none. */
    static Optional<AttemptLine> line(String line) {
        return object(line).flatMap(AttemptLine::read);
    }

    /** The JSON object that a line is; empty if it is none. */
    static Optional<Map<String, @Nullable Object>> object(String line) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? Optional.of(object(parser)) : Optional.empty();
        } catch (JacksonException e) {
            // the line is none of ours, or was cut off; it is counted
            return Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            values.put(name, value(parser));
        }
        return values;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static String text(Map<String, @Nullable Object> facts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, facts);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, inner) -> {
                json.writeName(String.valueOf(name));
                write(json, inner);
            });
            json.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            json.writeStartArray();
            list.forEach(inner -> write(json, inner));
            json.writeEndArray();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Double || value instanceof Float) {
            json.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
