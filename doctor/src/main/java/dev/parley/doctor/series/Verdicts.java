package dev.parley.doctor.series;

import dev.parley.doctor.verdict.Confidence;
import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Gravity;
import dev.parley.doctor.verdict.Verdict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How verdicts stand in a journal: by their names and with what was seen. What they mean is the program's to say. */
final class Verdicts {
    private static final String FAULT = "fault";
    private static final String CONFIDENCE = "confidence";
    private static final String SEEN = "seen";

    private Verdicts() {}

    /** Those that explain a failure; what is merely good to know is left out. */
    static List<Map<String, String>> facts(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.fault().gravity() != Gravity.NOTABLE)
                .map(verdict -> {
                    Map<String, String> facts = new LinkedHashMap<>();
                    facts.put(FAULT, verdict.fault().code());
                    facts.put(CONFIDENCE, Facts.word(verdict.confidence()));
                    facts.put(SEEN, verdict.seen());
                    return facts;
                })
                .toList();
    }

    /** The first that this version knows. */
    static Optional<Verdict> first(@Nullable Object facts) {
        return facts instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(each -> Facts.of((Map<?, ?>) each))
                        .flatMap(each -> verdict(each).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Verdict> verdict(Facts facts) {
        Optional<Fault> fault = named(Fault.values(), facts.text(FAULT).orElse(""));
        Optional<Confidence> confidence =
                named(Confidence.values(), facts.text(CONFIDENCE).orElse(""));
        return fault.isEmpty() || confidence.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict(
                        fault.get(), confidence.get(), facts.text(SEEN).orElse("")));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] all, String word) {
        return Arrays.stream(all).filter(each -> Facts.word(each).equals(word)).findFirst();
    }
}
