package dev.parley.audit;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Audits in SARIF 2.1.0 (OASIS), the format that code hosts and security dashboards take: a run for each device, a result
 * for each rule. A rule that could not be tested is a result of the kind {@code open}.
 */
public final class SarifReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private SarifReport() {}

    /**
     * Writes audits; the stream is left open.
     *
     * @param version the version of the program that made them
     */
    public static void write(List<AuditReport> reports, String version, OutputStream out) {
        write(reports, Map.of(), version, out);
    }

    /**
     * Writes audits, and a run that failed for each device that could not be audited; the stream is left open.
     *
     * @param failures why, by the device's URL
     * @param version the version of the program that made them
     */
    public static void write(
            List<AuditReport> reports, Map<String, String> failures, String version, OutputStream out) {
        List<Object> runs = new ArrayList<>();
        reports.forEach(report -> runs.add(run(report, version)));
        failures.forEach((target, why) -> runs.add(failed(target, why, version)));
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", runs);
        JsonReport.write(log, out);
    }

    private static Map<String, Object> run(AuditReport report, String version) {
        List<Object> rules = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        for (Finding finding : report.findings()) {
            results.add(result(report, finding, rules.size()));
            rules.add(rule(finding));
        }
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", tool(version, rules));
        run.put("automationDetails", Map.of("id", "parley-audit/" + report.profile() + "/" + report.target() + "/"));
        run.put("results", results);
        return run;
    }

    private static Map<String, Object> tool(String version, List<Object> rules) {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "parley audit");
        driver.put("version", version);
        driver.put("rules", rules);
        return Map.of("driver", driver);
    }

    /** A run that came to nothing (SARIF section 3.20.14). */
    private static Map<String, Object> failed(String target, String why, String version) {
        Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("level", "error");
        notification.put("message", Map.of("text", why));
        notification.put("locations", locations(target));
        Map<String, Object> invocation = new LinkedHashMap<>();
        invocation.put("executionSuccessful", false);
        invocation.put("toolExecutionNotifications", List.of(notification));
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", tool(version, List.of()));
        run.put("invocations", List.of(invocation));
        run.put("results", List.of());
        return run;
    }

    private static List<Object> locations(String target) {
        return List.of(Map.of("physicalLocation", Map.of("artifactLocation", Map.of("uri", target))));
    }

    private static Map<String, Object> rule(Finding finding) {
        Rule rule = finding.rule();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", rule.id());
        facts.put("name", rule.name());
        facts.put("shortDescription", Map.of("text", rule.breach()));
        facts.put("fullDescription", Map.of("text", "expected: " + rule.title() + " (" + rule.source() + ")"));
        facts.put("help", Map.of("text", rule.fix()));
        facts.put("defaultConfiguration", Map.of("level", level(finding.severity())));
        facts.put("properties", Map.of("security-severity", score(finding.severity()), "tags", List.of("security")));
        return facts;
    }

    private static Map<String, Object> result(AuditReport report, Finding finding, int index) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.rule().id());
        result.put("ruleIndex", index);
        String kind = finding.isFailed() ? "fail" : finding.isNotTestable() ? "open" : "pass";
        result.put("kind", kind);
        // Whatever did not fail has no level (SARIF section 3.27.10).
        result.put("level", finding.isFailed() ? level(finding.severity()) : "none");
        result.put("message", Map.of("text", message(finding)));
        result.put("locations", locations(report.target()));
        result.put(
                "partialFingerprints",
                Map.of("parleyAudit/v1", report.target() + " " + finding.rule().id()));
        return result;
    }

    private static String message(Finding finding) {
        String words = finding.words().isEmpty() ? "" : ": " + finding.words();
        return finding.isNotTestable() ? "not testable whether " + finding.title() + words : finding.title() + words;
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFO -> "note";
        };
    }

    /** As code hosts read it: from 0 to 10. */
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.5";
            case INFO -> "0.0";
        };
    }
}
