package dev.parley.cli.command;

import dev.parley.audit.AuditReport;
import dev.parley.audit.Baseline;
import dev.parley.audit.Finding;
import dev.parley.audit.Severity;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Audits for people: what is broken, the gravest first, and what to do. */
record AuditPrinter(Output output, Selection selection) {
    private static final String INDENT = "      ";

    /** What is printed of each audit. */
    enum Selection {
        /** What is broken. */
        BROKEN,
        /** Every rule. */
        ALL
    }

    void print(AuditReport report) {
        Paint paint = output.paint();
        output.line(paint.strong(report.target()) + "  "
                + paint.faint(String.format(
                        Locale.ROOT,
                        "%s, %d rules, %d connections in %.1f s",
                        report.profile(),
                        report.findings().size(),
                        report.connections(),
                        report.took().toMillis() / 1e3)));
        List<Finding> shown = selection == Selection.ALL ? report.findings() : report.failures();
        shown.forEach(finding -> print(finding, ""));
        output.line("  " + summary(report));
        output.line("");
    }

    void printChanges(AuditReport report, List<Baseline.Change> changes) {
        output.line(output.paint().strong(report.target()) + "  "
                + output.paint().faint(changes.isEmpty() ? "nothing has changed" : changes.size() + " changed"));
        for (Baseline.Change change : changes) {
            String before = change.before();
            print(change.finding(), before == null ? "not looked at before" : "was " + before.replace('-', ' '));
        }
        output.line("");
    }

    private void print(Finding finding, String before) {
        Paint paint = output.paint();
        String mark = finding.isFailed()
                ? paint.error("✗ " + finding.severity())
                : finding.isNotTestable() ? paint.warning("? not testable") : paint.success("✓");
        output.line("  " + mark + "  " + finding.rule().id() + "  " + finding.title()
                + (before.isEmpty() ? "" : "  " + paint.faint("(" + before + ")")));
        if (!finding.words().isEmpty()) {
            output.line(INDENT + Printable.line(finding.words()));
        }
        if (finding.isFailed()) {
            output.line(INDENT + paint.faint(finding.rule().source()));
            output.line(INDENT + paint.lead("→ " + finding.rule().fix()));
        }
    }

    private static String summary(AuditReport report) {
        List<String> parts = new ArrayList<>();
        List<Severity> gravestFirst = new ArrayList<>(Arrays.asList(Severity.values()));
        Collections.reverse(gravestFirst);
        for (Severity severity : gravestFirst) {
            long count = report.failures().stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            if (count > 0) {
                parts.add(count + " " + severity);
            }
        }
        int unknown = report.notTestable().size();
        int kept = report.findings().size() - report.failures().size() - unknown;
        return (parts.isEmpty() ? "nothing broken" : "broken: " + String.join(", ", parts)) + "; " + kept + " kept, "
                + unknown + " not testable";
    }
}
