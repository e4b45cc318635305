package dev.parley.backup;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 * What is known of a file of a backup.
 *
 * @param device whose configuration it is
 * @param datastore of which datastore
 * @param fetched when it was last fetched, or null if it never was
 * @param changed when it was last another, or null
 * @param failure why it was not fetched the last time, or null if it was
 */
record BackupRecord(
        String device,
        String datastore,
        @Nullable Instant fetched,
        @Nullable Instant changed,
        @Nullable String failure) {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    Optional<Instant> lastFetched() {
        return Optional.ofNullable(fetched);
    }

    /** Records by their files, as JSON: a line for each. */
    static String text(Map<String, BackupRecord> records) {
        StringWriter text = new StringWriter();
        text.write("{");
        String before = "\n";
        for (Map.Entry<String, BackupRecord> each : records.entrySet()) {
            text.write(before);
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
                json.writeString(each.getKey());
            }
            text.write(": ");
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
                json.writeStartObject();
                each.getValue().facts().forEach((name, value) -> json.writeStringProperty(name, value));
                json.writeEndObject();
            }
            before = ",\n";
        }
        return text + "\n}\n";
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("device", device);
        facts.put("datastore", datastore);
        if (fetched != null) {
            facts.put("fetched", fetched.toString());
        }
        if (changed != null) {
            facts.put("changed", changed.toString());
        }
        if (failure != null) {
            facts.put("failure", failure);
        }
        return facts;
    }

    /** Records as they were written; none if there are none, or they are not whole: then nobody knows how old files are. */
    static Map<String, BackupRecord> read(Path file) throws IOException {
        Map<String, BackupRecord> records = new HashMap<>();
        if (Files.notExists(file)) {
            return records;
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                records.put(name, record(parser));
            }
        } catch (JacksonException | DateTimeException e) {
            throw new IOException(file + " is not what a backup wrote; take it away", e);
        }
        return records;
    }

    private static BackupRecord record(JsonParser parser) {
        Map<String, String> facts = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            facts.put(name, parser.getString());
        }
        return new BackupRecord(
                facts.getOrDefault("device", ""),
                facts.getOrDefault("datastore", ""),
                time(facts.get("fetched")),
                time(facts.get("changed")),
                facts.get("failure"));
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
