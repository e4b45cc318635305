package dev.parley.audit;

import dev.parley.error.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What earlier audits came to, to see what has changed since. Read from what {@link JsonReport} writes. Immutable. */
public final class Baseline {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final Map<Key, String> outcomes;

    private record Key(String target, String profile, String rule) {}

    private Baseline(Map<Key, String> outcomes) {
        this.outcomes = Map.copyOf(outcomes);
    }

    /**
     * A finding that is another than before.
     *
     * @param finding what it is now
     * @param before what came of the rule then: {@code passed}, {@code failed} or {@code not-testable}; null if it was not
     *     looked at
     */
    public record Change(Finding finding, @Nullable String before) {}

    /**
     * Reads the audits in a file.
     *
     * @throws InputException if it cannot be read, or holds no audits
     */
    public static Baseline read(Path file) {
        Map<Key, String> outcomes = new HashMap<>();
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            boolean audits = false;
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw notABaseline(file, "it holds no JSON object", null);
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("audits") && json.currentToken() == JsonToken.START_ARRAY) {
                    audits = true;
                    readAudits(json, outcomes);
                } else {
                    json.skipChildren();
                }
            }
            if (!audits) {
                throw notABaseline(file, "it has no field audits", null);
            }
        } catch (JacksonException e) {
            throw notABaseline(file, String.valueOf(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new InputException(
                    InputException.Reason.FILE_UNREADABLE, file + " cannot be read: " + e.getMessage(), null, e);
        }
        return new Baseline(outcomes);
    }

    private static InputException notABaseline(Path file, String why, @Nullable Throwable cause) {
        return new InputException(
                InputException.Reason.BAD_VALUE,
                file + " is no report of an audit: " + why,
                "write one with: parley audit DEVICE --json > " + file,
                cause);
    }

    private static void readAudits(JsonParser json, Map<Key, String> outcomes) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String target = "";
            String profile = "";
            List<String[]> findings = new ArrayList<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("target") && value == JsonToken.VALUE_STRING) {
                    target = json.getString();
                } else if (name.equals("profile") && value == JsonToken.VALUE_STRING) {
                    profile = json.getString();
                } else if (name.equals("findings") && value == JsonToken.START_ARRAY) {
                    readFindings(json, findings);
                } else {
                    json.skipChildren();
                }
            }
            for (String[] finding : findings) {
                outcomes.put(new Key(target, profile, finding[0]), finding[1]);
            }
        }
    }

    private static void readFindings(JsonParser json, List<String[]> findings) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String[] finding = {"", ""};
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING && name.equals("id")) {
                    finding[0] = json.getString();
                } else if (value == JsonToken.VALUE_STRING && name.equals("outcome")) {
                    finding[1] = json.getString();
                } else {
                    json.skipChildren();
                }
            }
            findings.add(finding);
        }
    }

    /** What came out otherwise than then; a rule that was not looked at then has changed. */
    public List<Change> changes(AuditReport report) {
        List<Change> changes = new ArrayList<>();
        for (Finding finding : report.findings()) {
            String before = outcomes.get(new Key(
                    report.target(), report.profile().toString(), finding.rule().id()));
            if (!finding.outcome().toString().replace(' ', '-').equals(before)) {
                changes.add(new Change(finding, before));
            }
        }
        return changes;
    }
}
