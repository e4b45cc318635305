package dev.parley.audit;

/**
 * What the audit found out about one rule.
 *
 * @param rule the rule, with its source and what to do
 * @param severity how much a breach matters in the profile of the audit
 * @param outcome what came of testing it
 * @param observed what was seen: versions, suites, certificates, numbers; empty if nothing could be
 */
public record Finding(Rule rule, Severity severity, Outcome outcome, String observed) {
    /** Whether the device breaks the rule. */
    public boolean isFailed() {
        return outcome instanceof Outcome.Failed;
    }

    /** Whether it could not be found out. */
    public boolean isNotTestable() {
        return outcome instanceof Outcome.NotTestable;
    }

    /** What holds of the device: the opposite of the rule's title if it breaks the rule. */
    public String title() {
        return isFailed() ? rule.breach() : rule.title();
    }

    /** What was seen, or why nothing could be. */
    public String words() {
        return outcome instanceof Outcome.NotTestable unknown ? unknown.reason() : observed;
    }

    /** In one line: {@code critical failed: the server chose TLS 1.1 …}. */
    @Override
    public String toString() {
        return rule.id() + " " + severity + " " + outcome + ": " + words();
    }
}
