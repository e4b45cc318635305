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
 * The attempt that a line of an ordinary log tells of: Parley's logger {@code dev.parley.attempt} writes {@code attempt
 * began=… device="…" …} where an attempt comes to its end. What a layout puts in front of it or behind does not matter.
 */
final class LogLine {
    private static final Pattern BEGIN = Pattern.compile("\\battempt began=");
    private static final List<String> PHASES = List.of("resolve", "connect", "secure", "authenticate", "hello");

    private final Map<String, String> fields;

    private LogLine(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Of a line in any layout; empty if it tells of none. */
    static Optional<AttemptLine> inText(String line) {
        Matcher begin = BEGIN.matcher(line);
        if (!begin.find()) {
            return Optional.empty();
        }
        return new LogLine(fields(line, begin.start() + "attempt".length())).attempt();
    }

    /** The fields from there on, up to what is none: {@code name=value name="a \"quoted\" value"}. */
    private static Map<String, String> fields(String line, int from) {
        Map<String, String> fields = new LinkedHashMap<>();
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            int equals = line.indexOf('=', at);
            if (equals < 0 || equals + 1 >= line.length()) {
                break;
            }
            String name = line.substring(at + 1, equals);
            StringBuilder value = new StringBuilder();
            at = line.charAt(equals + 1) == '"' ? quoted(line, equals + 2, value) : bare(line, equals + 1, value);
            if (at < 0) {
                break;
            }
            fields.put(name, value.toString());
        }
        return fields;
    }

    /** Takes a value up to the quotation mark behind it; where the next field may begin, or -1 if it was cut off. */
    private static int quoted(String line, int from, StringBuilder value) {
        for (int at = from; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\' && at + 1 < line.length()) {
                at++;
            }
            value.append(line.charAt(at));
        }
        return -1;
    }

    /** Takes a value up to the space behind it; -1 if it is none, as in the raw text of a JSON string. */
    private static int bare(String line, int from, StringBuilder value) {
        int space = line.indexOf(' ', from);
        int end = space < 0 ? line.length() : space;
        value.append(line, from, end);
        return value.indexOf("\"") >= 0 || value.indexOf("\\") >= 0 ? -1 : end;
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

    private Optional<AttemptLine> attempt() {
        String began = fields.get("began");
        String device = fields.get("device");
        if (began == null || device == null) {
            return Optional.empty();
        }
        try {
            Map<String, @Nullable Object> facts = facts();
            facts.put("began", Instant.parse(began).toString());
            facts.put("device", device);
            return AttemptLine.read(facts);
        } catch (DateTimeParseException e) {
            // no line of ours, for all that it looks like one
            return Optional.empty();
        }
    }

    private Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        put(facts, "scheme", fields.get("scheme"));
        put(facts, "remote", fields.get("address"));
        if (fields.containsKey("failure")) {
            Map<String, @Nullable Object> failure = new LinkedHashMap<>();
            failure.put("code", fields.get("failure"));
            failure.put("phase", fields.get("phase"));
            put(failure, "message", fields.get("message"));
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
        put(hello, "framing", framing());
        facts.put("hello", hello);
        Map<String, @Nullable Object> around = new LinkedHashMap<>();
        number("sessions").ifPresent(count -> around.put(Factors.AT_ONCE, count));
        number("idle").ifPresent(time -> around.put(Factors.SINCE, time));
        facts.put(Factors.AROUND, around);
        facts.put("steps", steps());
        return facts;
    }

    /** In the words of a journal: a log names the version of the protocol that has it (RFC 6242 section 4). */
    private @Nullable String framing() {
        String said = fields.get("framing");
        return "1.1".equals(said) ? "chunked" : "1.0".equals(said) ? "end-of-message" : said;
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
