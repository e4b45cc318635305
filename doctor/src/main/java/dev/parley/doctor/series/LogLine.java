package dev.parley.doctor.series;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that a line of an ordinary log tells of. Parley's session log ends the lines in which an attempt comes to its
 * end with {@code [attempt began=… device="…" …]}, so that neither the layout in front of it nor other lines matter.
 */
final class LogLine {
    private static final Pattern TAIL =
            Pattern.compile("\\[attempt ((?:[A-Za-z]+=(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"\\]]+) ?)+)\\]");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"\\]]+))");
    private static final List<String> PHASES = List.of("resolve", "connect", "secure", "authenticate", "hello");

    private final Map<String, String> fields;

    private LogLine(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Of a line in any layout; empty if it tells of none. */
    static Optional<AttemptLine> inText(String line) {
        Matcher tail = TAIL.matcher(line);
        String last = null;
        while (tail.find()) {
            last = tail.group(1);
        }
        if (last == null) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(last);
        while (field.find()) {
            String quoted = field.group(2);
            fields.put(field.group(1), quoted == null ? field.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        return new LogLine(fields)
                .attempt(line.substring(0, line.lastIndexOf("[attempt ")).strip());
    }

    /** Of a line that is a JSON object with the message in one of its fields. */
    static Optional<AttemptLine> inJson(String line) {
        return Journal.object(line)
                .flatMap(object -> object.values().stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .flatMap(text -> inText(text).stream())
                        .findFirst());
    }

    private Optional<AttemptLine> attempt(String message) {
        String began = fields.get("began");
        String device = fields.get("device");
        if (began == null || device == null) {
            return Optional.empty();
        }
        try {
            Map<String, @Nullable Object> facts = facts(message);
            facts.put("began", Instant.parse(began).toString());
            facts.put("device", device);
            return AttemptLine.read(facts);
        } catch (DateTimeParseException e) {
            // no line of ours, for all that it looks like one
            return Optional.empty();
        }
    }

    private Map<String, @Nullable Object> facts(String message) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        put(facts, "scheme", fields.get("scheme"));
        put(facts, "remote", fields.get("address"));
        if (fields.containsKey("failure")) {
            Map<String, @Nullable Object> failure = new LinkedHashMap<>();
            failure.put("code", fields.get("failure"));
            failure.put("phase", fields.get("phase"));
            failure.put("message", message);
            facts.put("failure", failure);
        }
        Map<String, @Nullable Object> security = new LinkedHashMap<>();
        put(security, "version", fields.get("tls"));
        put(security, "suite", fields.get("suite"));
        if (fields.containsKey("handshake")) {
            security.put("resumed", "resumed".equals(fields.get("handshake")));
        }
        facts.put("security", security);
        Map<String, @Nullable Object> hello = new LinkedHashMap<>();
        put(hello, "framing", fields.get("framing"));
        number("helloBytes").ifPresent(bytes -> hello.put("bytes", bytes));
        facts.put("hello", hello);
        Map<String, @Nullable Object> around = new LinkedHashMap<>();
        number("sessions").ifPresent(count -> around.put(Factors.AT_ONCE, count));
        number("idle").ifPresent(time -> around.put(Factors.SINCE, time));
        facts.put(Factors.AROUND, around);
        facts.put("steps", steps());
        return facts;
    }

    private List<Map<String, Object>> steps() {
        List<Map<String, Object>> steps = new ArrayList<>();
        double began = 0;
        for (String phase : PHASES) {
            double took = number(phase).orElse(-1.0);
            if (took >= 0) {
                boolean failed = phase.equals(fields.get("phase"));
                steps.add(Map.of("name", phase, "beganMs", began, "tookMs", took, "failed", failed));
                began += took;
            }
        }
        return steps;
    }

    private static void put(Map<String, @Nullable Object> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private Optional<Double> number(String field) {
        try {
            return Optional.ofNullable(fields.get(field)).map(Double::valueOf);
        } catch (NumberFormatException e) {
            // somebody else's line that looks like ours: what cannot be read is left out
            return Optional.empty();
        }
    }
}
