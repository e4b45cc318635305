package dev.parley.cli.report;

import dev.parley.cli.terminal.Printable;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes results as JSON: maps are objects in the order of their keys, durations are milliseconds with a fraction, points in
 * time are as RFC 3339 has them, to the millisecond; enums and everything else are their text. Characters that would steer a
 * terminal are escaped wherever it goes: who reads JSON gets them back, and who looks at it is not misled.
 */
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .characterEscapes(new Harmless())
            .build();

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /** For the times of devices: what they said beyond milliseconds is theirs to say. */
    private static final DateTimeFormatter AS_PRECISE_AS_TOLD = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 3, 9, true)
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private Json() {}

    /** Writes a value and a line end; over several lines for people, in one for programs. */
    static void write(Map<String, ?> value, OutputStream out, boolean indented) {
        try (JsonGenerator json =
                FACTORY.createGenerator(indented ? new Indented() : ObjectWriteContext.empty(), out)) {
            write(value, json);
            json.writeRaw('\n');
        }
    }

    private static void write(@Nullable Object value, JsonGenerator json) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, field) -> {
                json.writeName(String.valueOf(name));
                write(field, json);
            });
            json.writeEndObject();
        } else if (value instanceof Collection<?> list) {
            json.writeStartArray();
            list.forEach(item -> write(item, json));
            json.writeEndArray();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Duration time) {
            json.writeNumber(Math.round(time.toNanos() / 1e3) / 1e3);
        } else if (value instanceof Instant time) {
            json.writeString(TO_THE_MILLISECOND.format(time));
        } else if (value instanceof OffsetDateTime time) {
            json.writeString(AS_PRECISE_AS_TOLD.format(time));
        } else {
            json.writeString(value.toString());
        }
    }

    /** Escapes what JSON leaves to its writer, too: C1 controls, and the controls of lines and of bidirectional text. */
    private static final class Harmless extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DELETE] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            boolean endsLine = c == 0x2028 || c == 0x2029;
            return endsLine || Printable.steers((char) c) ? new SerializedString(String.format("\\u%04x", c)) : null;
        }
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
