package dev.parley.cli.command;

import dev.parley.audit.Audit;
import dev.parley.audit.AuditReport;
import dev.parley.audit.Baseline;
import dev.parley.audit.Finding;
import dev.parley.audit.JsonReport;
import dev.parley.audit.Severity;
import dev.parley.cli.report.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of one audit: a report, or why there is none.
 *
 * @param audit what was to be audited
 * @param report what it came to, or null
 * @param problem why there is no report, or null
 */
record AuditOutcome(
        Audit audit, @Nullable AuditReport report, @Nullable Problem problem) {
    /** The reports of those audits that came to one. */
    static List<AuditReport> reports(List<AuditOutcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.report()))
                .toList();
    }

    /** Why the others came to none. */
    static List<Problem> problems(List<AuditOutcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.problem()))
                .toList();
    }

    /** The same by the device. */
    static Map<String, String> failures(List<AuditOutcome> outcomes) {
        Map<String, String> failures = new LinkedHashMap<>();
        for (AuditOutcome outcome : outcomes) {
            Problem problem = outcome.problem();
            if (problem != null) {
                failures.put(outcome.audit().target(), problem.message());
            }
        }
        return failures;
    }

    /** Whether a rule of that severity or a graver one is broken; beside a baseline, only what is new counts. */
    boolean fails(@Nullable Severity least, @Nullable Baseline before) {
        if (least == null || report == null) {
            return false;
        }
        Stream<Finding> counted = before == null
                ? report.findings().stream()
                : before.changes(report).stream().map(Baseline.Change::finding);
        return counted.anyMatch(
                finding -> finding.isFailed() && finding.severity().isAtLeast(least));
    }

    /** As the fields of a JSON object. */
    Map<String, Object> facts(@Nullable Baseline before) {
        if (report == null) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("target", audit.target());
            facts.put("profile", audit.profile().toString());
            if (problem != null) {
                facts.put("error", problem.facts());
            }
            return facts;
        }
        Map<String, Object> facts = new LinkedHashMap<>(JsonReport.facts(report));
        if (before != null) {
            facts.put("new", !before.knows(report));
            facts.put(
                    "changed",
                    before.changes(report).stream()
                            .map(change -> change.finding().rule().id())
                            .toList());
        }
        return facts;
    }
}
