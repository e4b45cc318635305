package dev.parley.audit;

import dev.parley.probe.Prober;
import dev.parley.probe.Words;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What has been found out so far. Belongs to the thread of its audit. */
final class Findings {
    private final Profile profile;
    private final Consumer<Finding> listener;
    private final Map<Rule, Finding> found = new EnumMap<>(Rule.class);

    Findings(Profile profile, Consumer<Finding> listener) {
        this.profile = profile;
        this.listener = listener;
    }

    /** A part of the audit that may fail as a whole. */
    interface Look {
        void look() throws IOException;
    }

    Profile profile() {
        return profile;
    }

    void passed(Rule rule, String observed) {
        add(rule, Outcome.PASSED, observed);
    }

    void failed(Rule rule, String observed) {
        add(rule, Outcome.FAILED, observed);
    }

    void judge(Rule rule, boolean kept, String observed) {
        add(rule, kept ? Outcome.PASSED : Outcome.FAILED, observed);
    }

    /** Fails for what is named, or passes if nothing is. */
    void none(Rule rule, List<?> offending, String otherwise) {
        if (offending.isEmpty()) {
            passed(rule, otherwise);
        } else {
            failed(
                    rule,
                    String.join(", ", offending.stream().map(String::valueOf).toList()));
        }
    }

    void notTestable(Rule rule, String reason) {
        add(rule, new Outcome.NotTestable(reason), "");
    }

    /** The first word on a rule counts; a rule that the profile does not have is left out. */
    private void add(Rule rule, Outcome outcome, String observed) {
        rule.severity(profile).ifPresent(severity -> {
            Finding finding = new Finding(rule, severity, outcome, observed);
            if (found.putIfAbsent(rule, finding) == null) {
                listener.accept(finding);
            }
        });
    }

    /**
     * Looks at some rules. If that fails, those of them that nothing was said about could not be tested.
     *
     * @throws InterruptedIOException if the thread was interrupted
     */
    void look(List<Rule> rules, Look part) throws InterruptedIOException {
        try {
            part.look();
        } catch (IOException e) {
            Prober.throwIfInterrupted(e);
            String reason = Words.reason(e);
            rules.forEach(rule -> notTestable(rule, reason));
        }
    }

    boolean isFailed(Rule rule) {
        Finding finding = found.get(rule);
        return finding != null && finding.isFailed();
    }

    /** All findings in the order of the rules; a rule that was forgotten is a fault of the audit. */
    List<Finding> all(List<Rule> rules) {
        List<Finding> all = new ArrayList<>();
        for (Rule rule : rules) {
            Finding finding = found.get(rule);
            if (finding == null) {
                throw new IllegalStateException("the audit forgot " + rule.id());
            }
            all.add(finding);
        }
        return all;
    }
}
