package dev.parley.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an audit came to: one finding for each rule of the profile that concerns the device's transport.
 *
 * @param target what was audited, with its scheme: {@code tls://pe1:6513}
 * @param profile the set of rules
 * @param began when it began
 * @param took how long it took
 * @param connections how many connections were made for it
 * @param findings in the order of the rules
 */
public record AuditReport(
        String target, Profile profile, Instant began, Duration took, int connections, List<Finding> findings) {
    /** Copies the list. */
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** The finding of a rule, if the rule was looked at. */
    public Optional<Finding> finding(Rule rule) {
        return findings.stream().filter(finding -> finding.rule() == rule).findFirst();
    }

    /** The rules that the device breaks, the gravest first. */
    public List<Finding> failures() {
        return findings.stream()
                .filter(Finding::isFailed)
                .sorted((one, other) -> other.severity().compareTo(one.severity()))
                .toList();
    }

    /** What could not be found out. */
    public List<Finding> notTestable() {
        return findings.stream().filter(Finding::isNotTestable).toList();
    }

    /** Whether a rule of that severity or a graver one is broken. */
    public boolean fails(Severity from) {
        return findings.stream()
                .anyMatch(finding -> finding.isFailed() && finding.severity().isAtLeast(from));
    }
}
