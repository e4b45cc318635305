package dev.parley.audit;

import java.io.OutputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Audits in JSON: an object with a field {@code audits}, each with its target, profile, times, counts and findings. It is
 * also what a {@link Baseline} is read from.
 */
public final class JsonReport {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private JsonReport() {}

    /** One audit as the fields of a JSON object, in their order. */
    public static Map<String, Object> facts(AuditReport report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("target", report.target());
        facts.put("profile", report.profile().toString());
        facts.put("began", report.began().toString());
        facts.put("tookMs", report.took().toMillis());
        facts.put("connections", report.connections());
        facts.put("failed", report.failures().size());
        facts.put("notTestable", report.notTestable().size());
        facts.put("findings", report.findings().stream().map(JsonReport::facts).toList());
        return facts;
    }

    /** One finding as the fields of a JSON object. */
    public static Map<String, Object> facts(Finding finding) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", finding.rule().id());
        facts.put("severity", finding.severity().toString());
        facts.put("outcome", finding.outcome().toString().replace(' ', '-'));
        facts.put("title", finding.title());
        facts.put("observed", finding.observed());
        if (finding.outcome() instanceof Outcome.NotTestable unknown) {
            facts.put("reason", unknown.reason());
        }
        facts.put("source", finding.rule().source());
        facts.put("fix", finding.rule().fix());
        return facts;
    }

    /** Writes audits; the stream is left open. */
    public static void write(List<AuditReport> reports, OutputStream out) {
        write(Map.of("audits", reports.stream().map(JsonReport::facts).toList()), out);
    }

    static void write(Map<String, ?> value, OutputStream out) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), new KeptOpen(out))) {
            write(value, json);
            json.writeRaw('\n');
        }
    }

    private static void write(@Nullable Object value, JsonGenerator json) {
        if (value instanceof Map<?, ?> map) {
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
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
