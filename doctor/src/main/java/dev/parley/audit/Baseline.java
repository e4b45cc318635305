package dev.parley.audit;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    private final Map<Key, Map<String, Before>> audits;

    private record Key(String target, String profile) {}

    private record Before(String outcome, String observed) {}

    private Baseline(Map<Key, Map<String, Before>> audits) {
        this.audits = new LinkedHashMap<>(audits);
    }

    /**
     * A finding that is another than before.
     *
     * @param finding what it is now
     * @param before what came of the rule then: {@code passed}, {@code failed} or {@code not-testable}; null if it was not
     *     looked at
     * @param observed what was seen then; empty if nothing was, or if the rule was not looked at
     */
    public record Change(Finding finding, @Nullable String before, String observed) {}

    /**
     * Reads the audits in a file.
     *
     * @throws InputException if it cannot be read, or holds no audits
     */
    public static Baseline read(Path file) {
        Map<Key, Map<String, Before>> audits = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            boolean found = false;
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw notABaseline(file, "it holds no JSON object", null);
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("audits") && json.currentToken() == JsonToken.START_ARRAY) {
                    found = true;
                    readAudits(json, audits);
                } else {
                    json.skipChildren();
                }
            }
            if (!found) {
                throw notABaseline(file, "it has no field audits", null);
            }
        } catch (JacksonException e) {
            throw notABaseline(file, String.valueOf(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new InputException(
                    InputException.Reason.FILE_UNREADABLE, file + " cannot be read: " + FileTrouble.words(e), null, e);
        }
        return new Baseline(audits);
    }

    private static InputException notABaseline(Path file, String why, @Nullable Throwable cause) {
        return new InputException(
                InputException.Reason.BAD_VALUE,
                file + " is no report of an audit: " + why,
                "write one with: parley audit DEVICE --json > " + file,
                cause);
    }

    private static void readAudits(JsonParser json, Map<Key, Map<String, Before>> audits) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String target = "";
            String profile = "";
            Map<String, Before> findings = new HashMap<>();
            boolean audited = false;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("target") && value == JsonToken.VALUE_STRING) {
                    target = json.getString();
                } else if (name.equals("profile") && value == JsonToken.VALUE_STRING) {
                    profile = json.getString();
                } else if (name.equals("findings") && value == JsonToken.START_ARRAY) {
                    audited = true;
                    readFindings(json, findings);
                } else {
                    json.skipChildren();
                }
            }
            // What could not be reached then is not known, and all of it is new.
            if (audited) {
                audits.put(new Key(target, profile), findings);
            }
        }
    }

    private static void readFindings(JsonParser json, Map<String, Before> findings) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String id = "";
            String outcome = "";
            String observed = "";
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING && name.equals("id")) {
                    id = json.getString();
                } else if (value == JsonToken.VALUE_STRING && name.equals("outcome")) {
                    outcome = json.getString();
                } else if (value == JsonToken.VALUE_STRING && name.equals("observed")) {
                    observed = json.getString();
                } else {
                    json.skipChildren();
                }
            }
            findings.put(id, new Before(outcome, observed));
        }
    }

    /**
     * What came out otherwise than then: another outcome, or a rule that is still broken and in another way. A rule that was
     * not looked at then has changed.
     */
    public List<Change> changes(AuditReport report) {
        Map<String, Before> then = audits.getOrDefault(key(report), Map.of());
        List<Change> changes = new ArrayList<>();
        for (Finding finding : report.findings()) {
            Before before = then.get(finding.rule().id());
            if (before == null) {
                changes.add(new Change(finding, null, ""));
            } else if (isOther(finding, before)) {
                changes.add(new Change(finding, before.outcome(), before.observed()));
            }
        }
        return changes;
    }

    private static boolean isOther(Finding now, Before before) {
        return !now.outcome().toString().replace(' ', '-').equals(before.outcome())
                || (now.isFailed() && !now.observed().equals(before.observed()));
    }

    /** Whether the device was audited then by the same rules. */
    public boolean knows(AuditReport report) {
        return audits.containsKey(key(report));
    }

    private static Key key(AuditReport report) {
        return new Key(report.target(), report.profile().toString());
    }

    /** The devices that were audited then by those rules and are not among these, in the order of the file. */
    public List<String> without(Collection<String> targets, Profile profile) {
        return audits.keySet().stream()
                .filter(key -> key.profile().equals(profile.toString()))
                .map(Key::target)
                .filter(target -> !targets.contains(target))
                .toList();
    }
}
