package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Maker;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A fault that was found, and what it was found by.
 *
 * @param fault which
 * @param confidence how sure that is
 * @param seen what was seen, in a sentence
 * @param remedies what to do about it
 */
public record Verdict(Fault fault, Confidence confidence, String seen, List<Remedy> remedies) {
    /** Copies the list. */
    public Verdict {
        remedies = List.copyOf(remedies);
    }

    /** With all that can be done about the fault, on whatever system. */
    public Verdict(Fault fault, Confidence confidence, String seen) {
        this(fault, confidence, seen, fault.remedies());
    }

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

    /** The same, and less sure, with the reason for that. */
    Verdict weakened(String why) {
        return new Verdict(fault, Confidence.POSSIBLE, seen + "; " + why, remedies);
    }

    /** The same without what is to be done on systems that the device does not have; all of it if nothing is known of it. */
    Verdict on(Collection<Maker> makers) {
        if (makers.isEmpty()) {
            return this;
        }
        Set<String> others = Arrays.stream(Maker.values())
                .filter(maker -> !makers.contains(maker))
                .map(Maker::title)
                .collect(Collectors.toSet());
        return new Verdict(
                fault,
                confidence,
                seen,
                remedies.stream()
                        .filter(remedy -> !others.contains(remedy.where()))
                        .toList());
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
