package dev.parley.doctor;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.verdict.Gravity;
import dev.parley.doctor.verdict.Judgement;
import dev.parley.doctor.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an examination came to.
 *
 * @param attempts what was seen: the first attempt as the user asks for it, then those that were made to decide something
 * @param verdicts what is wrong and what is notable, the gravest and most certain first
 */
public record Diagnosis(List<Evidence> attempts, List<Verdict> verdicts) {
    /** Copies the lists. */
    public Diagnosis {
        attempts = List.copyOf(attempts);
        verdicts = List.copyOf(verdicts);
    }

    /** What these attempts come to, the first of which was made as the user asks for it. */
    public static Diagnosis of(List<Evidence> attempts) {
        return new Diagnosis(attempts, Judgement.on(attempts));
    }

    /** The attempt that was made as the user asks for it. */
    public Evidence first() {
        return attempts.get(0);
    }

    /** The verdicts of that gravity. */
    public List<Verdict> of(Gravity gravity) {
        return verdicts.stream()
                .filter(verdict -> verdict.fault().gravity() == gravity)
                .toList();
    }

    /** Whether a session came up, was answered, and nothing stood in its way. */
    public boolean isHealthy() {
        return of(Gravity.BREAKS).isEmpty() && of(Gravity.HINDERS).isEmpty();
    }

    /** All of it in plain values, for JSON: without the bytes that passed, in which secrets may be. */
    public Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("healthy", isHealthy());
        facts.put("verdicts", verdicts.stream().map(Verdict::facts).toList());
        facts.put("attempts", attempts.stream().map(Evidence::facts).toList());
        return facts;
    }
}
