package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.doctor.evidence.Variation;
import dev.parley.error.Phase;
import java.util.List;
import java.util.Optional;

/** What attempts that differ in one thing say together. */
final class ComparisonRule {
    private static final List<Phase> PHASES = List.of(Phase.values());
    private static final int WELL = PHASES.size();

    private ComparisonRule() {}

    /**
     * What decides between them, or empty if nothing does.
     *
     * @param attempts the first as the user asks for it, then the others
     */
    static Optional<Verdict> judge(List<Evidence> attempts) {
        Evidence first = attempts.get(0);
        if (first.isWell()) {
            return Optional.empty();
        }
        Optional<Evidence> again = attempts.stream()
                .filter(attempt -> attempt.variation() == Variation.AGAIN && resumes(attempt) == resumes(first))
                .reduce((one, other) -> other);
        if (again.isPresent() && progress(again.get()) > progress(first)) {
            return Optional.of(Verdict.certain(
                    Fault.INTERMITTENT,
                    "it failed with " + code(first) + ", and " + end(again.get()) + " when nothing was changed"));
        }
        return attempts.stream()
                .filter(attempt -> attempt.variation().isDifferent() && progress(attempt) > progress(first))
                .findFirst()
                .map(better -> verdict(first, better, again));
    }

    /** A ticket can be used once, so what is tried again may have none to offer, and is then another thing. */
    private static boolean resumes(Evidence attempt) {
        return attempt.tls().clientHello() != null
                && attempt.tls().clientHello().resuming();
    }

    private static Verdict verdict(Evidence first, Evidence better, Optional<Evidence> again) {
        Fault fault = switch (better.variation()) {
            case WITHOUT_DECLARATION -> Fault.DECLARATION_REFUSED;
            case WITH_DECLARATION -> Fault.DECLARATION_NEEDED;
            case WITHOUT_RESUMPTION -> Fault.RESUMPTION_REFUSED;
            case WITHOUT_HYBRID ->
                // a server that drops a ClientHello has acknowledged it
                NetworkRule.isStuck(first) ? Fault.LARGE_PACKETS_LOST : Fault.LARGE_CLIENT_HELLO;
            case ONLY_TLS_1_2 -> Fault.TLS13_INTOLERANT;
            case NONE, AGAIN -> throw new IllegalArgumentException("nothing was different");
        };
        String seen = "it failed with " + code(first) + " as configured, and " + end(better) + " "
                + better.variation().words();
        if (fault == Fault.LARGE_PACKETS_LOST) {
            seen += "; " + NetworkRule.unacknowledged(first);
        }
        String both = seen;
        return again.map(third ->
                        Verdict.certain(fault, both + "; as configured it failed once more, with " + code(third)))
                .orElseGet(() -> Verdict.likely(fault, both));
    }

    private static String end(Evidence attempt) {
        return attempt.isWell() ? "succeeded" : "got as far as " + code(attempt);
    }

    private static String code(Evidence attempt) {
        return attempt.trouble().map(Failure::code).orElse("nothing");
    }

    /** How far an attempt got: the phases are in order. */
    static int progress(Evidence attempt) {
        return attempt.trouble()
                .map(failure -> failure.phase() == null ? -1 : PHASES.indexOf(failure.phase()))
                .orElse(WELL);
    }
}
