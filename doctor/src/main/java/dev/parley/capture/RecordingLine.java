package dev.parley.capture;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A line of a recording: a flat JSON object of texts, numbers and flags.
 *
 * @param fields in order
 */
record RecordingLine(Map<String, Object> fields) {
    static final String MARK = "parley-recording";
    static final String REDACTED = "redacted";
    static final String SESSION = "session";
    static final String DEVICE = "device";
    static final String BEGAN = "began";
    static final String TIME = "ns";
    static final String FROM = "from";
    static final String TEXT = "text";
    static final String BASE64 = "base64";
    static final String MISSING = "missing";
    static final String WHY = "why";
    static final String END = "end";
    static final String FAILURE = "failure";

    private static final JsonFactory JSON = new JsonFactory();

    /** The first of a file. */
    static RecordingLine header(boolean redacted) {
        return new RecordingLine(fields(MARK, 1L, REDACTED, redacted));
    }

    /** A conversation begins. */
    static RecordingLine began(long session, String device, Instant at) {
        return new RecordingLine(fields(SESSION, session, DEVICE, device, BEGAN, at.toString()));
    }

    /** Bytes passed: as text where they are UTF-8. */
    static RecordingLine said(long session, long nanos, Party from, byte[] bytes) {
        Optional<String> text = text(bytes);
        return new RecordingLine(fields(
                SESSION,
                session,
                TIME,
                nanos,
                FROM,
                from.word(),
                text.isPresent() ? TEXT : BASE64,
                text.orElseGet(() -> Base64.getEncoder().encodeToString(bytes))));
    }

    /** Bytes passed that nobody will see. */
    static RecordingLine missing(long session, long nanos, Party from, long count, String why) {
        return new RecordingLine(fields(SESSION, session, TIME, nanos, FROM, from.word(), MISSING, count, WHY, why));
    }

    /** A conversation is over. */
    static RecordingLine ended(long session, long nanos, @Nullable String failure) {
        return new RecordingLine(
                failure == null
                        ? fields(SESSION, session, TIME, nanos, END, "closed")
                        : fields(SESSION, session, TIME, nanos, END, "failed", FAILURE, failure));
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            // cut inside a character, or not UTF-8 at all
            return Optional.empty();
        }
    }

    /** The line as JSON, with its line end. */
    byte[] toBytes() {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            fields.forEach((name, value) -> {
                out.writeName(name);
                if (value instanceof Long number) {
                    out.writeNumber(number);
                } else if (value instanceof Boolean flag) {
                    out.writeBoolean(flag);
                } else {
                    out.writeString((String) value);
                }
            });
            out.writeEndObject();
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a line.
     *
     * @throws tools.jackson.core.JacksonException if it is not a JSON object of texts, whole numbers and flags
     */
    static RecordingLine parse(String line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                JsonToken token = in.nextToken();
                if (token == JsonToken.VALUE_NUMBER_INT) {
                    fields.put(name, in.getLongValue());
                } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                    fields.put(name, token == JsonToken.VALUE_TRUE);
                } else if (token == JsonToken.VALUE_STRING) {
                    fields.put(name, in.getString());
                } else {
                    throw new IllegalArgumentException("\"" + name + "\" is neither text nor number");
                }
            }
        }
        return new RecordingLine(fields);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) {
        return field(name, String.class);
    }

    long number(String name) {
        return field(name, Long.class);
    }

    boolean flag(String name) {
        return field(name, Boolean.class);
    }

    private <T> T field(String name, Class<T> type) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("\"" + name + "\" is missing, or of another kind");
        }
        return type.cast(value);
    }
}
