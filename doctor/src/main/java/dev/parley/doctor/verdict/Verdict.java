package dev.parley.doctor.verdict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fault that was found, and what it was found by.
 *
 * @param fault which
 * @param confidence how sure that is
 * @param seen what was seen, in a sentence
 */
public record Verdict(Fault fault, Confidence confidence, String seen) {
    /** A fault that nothing else explains. */
    static Verdict certain(Fault fault, String seen) {
        return new Verdict(fault, Confidence.CERTAIN, seen);
    }

    /** A fault that is the usual explanation. */
    static Verdict likely(Fault fault, String seen) {
        return new Verdict(fault, Confidence.LIKELY, seen);
    }

    /** A fault that is one explanation of several. */
    static Verdict possible(Fault fault, String seen) {
        return new Verdict(fault, Confidence.POSSIBLE, seen);
    }

    /** What it means. */
    public String means() {
        return fault.meaning();
    }

    /** What to do about it. */
    public List<Remedy> remedies() {
        return fault.remedies();
    }

    /** The same, and less sure, with the reason for that. */
    Verdict weakened(String why) {
        return new Verdict(fault, Confidence.POSSIBLE, seen + "; " + why);
    }

    /** All of it in plain values, for JSON. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("fault", fault.code());
        facts.put("title", fault.title());
        facts.put("gravity", fault.gravity().name().toLowerCase(Locale.ROOT));
        facts.put("confidence", confidence.name().toLowerCase(Locale.ROOT));
        facts.put("seen", seen);
        facts.put("means", means());
        facts.put(
                "remedies",
                remedies().stream()
                        .map(remedy -> Map.of("where", remedy.where(), "do", remedy.text()))
                        .toList());
        return facts;
    }
}
