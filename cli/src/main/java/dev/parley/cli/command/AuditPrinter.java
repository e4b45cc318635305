package dev.parley.cli.command;

import dev.parley.audit.AuditReport;
import dev.parley.audit.Baseline;
import dev.parley.audit.Finding;
import dev.parley.audit.Severity;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Prose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Audits for people: what is broken, the gravest first, and what to do. Lines are broken between words. */
record AuditPrinter(Output output, Selection selection) {
    private static final String INDENT = "      ";
    private static final int WIDEST = 110;
    private static final int NARROWEST = 40;

    /** What is printed of each audit. */
    enum Selection {
        /** What is broken. */
        BROKEN,
        /** Every rule. */
        ALL
    }

    /** Prints an audit, or what has changed since a baseline if there is one. */
    void print(AuditReport report, @Nullable Baseline baseline) {
        if (baseline == null) {
            print(report);
        } else {
            printChanges(report, baseline);
        }
    }

    private void print(AuditReport report) {
        Paint paint = output.paint();
        String connections = report.connections() == 1 ? "1 connection" : report.connections() + " connections";
        paragraph(
                paint.strong(report.target()) + "  ",
                paint.faint(String.format(
                        Locale.ROOT,
                        "%s, %d rules, %s in %.1f s",
                        report.profile(),
                        report.findings().size(),
                        connections,
                        report.took().toMillis() / 1e3)),
                "  ");
        List<Finding> shown = selection == Selection.ALL ? report.findings() : report.failures();
        shown.forEach(finding -> print(finding, "", ""));
        paragraph("  ", summary(report), "  ");
        output.line("");
    }

    private void printChanges(AuditReport report, Baseline baseline) {
        List<Baseline.Change> changes = baseline.changes(report);
        if (!baseline.knows(report)) {
            paragraph(
                    output.paint().strong(report.target()) + "  ",
                    output.paint().faint("is not in the baseline"),
                    "  ");
            report.failures().forEach(finding -> print(finding, "", ""));
            paragraph("  ", summary(report), "  ");
        } else {
            paragraph(
                    output.paint().strong(report.target()) + "  ",
                    output.paint().faint(changes.isEmpty() ? "nothing has changed" : changes.size() + " changed"),
                    "  ");
            changes.forEach(this::print);
        }
        output.line("");
    }

    private void print(Baseline.Change change) {
        String before = change.before();
        boolean same = change.finding().isFailed() && "failed".equals(before);
        print(
                change.finding(),
                before == null ? "not looked at before" : same ? "in another way" : "was " + before.replace('-', ' '),
                same ? change.observed() : "");
    }

    private void print(Finding finding, String before, String observedBefore) {
        Paint paint = output.paint();
        String mark = finding.isFailed()
                ? paint.error("✗ " + finding.severity())
                : finding.isNotTestable() ? paint.warning("? not testable") : paint.success("✓");
        paragraph(
                "  " + mark + "  " + finding.rule().id() + "  ",
                finding.title() + (before.isEmpty() ? "" : "  " + paint.faint("(" + before + ")")),
                INDENT);
        if (!finding.words().isEmpty()) {
            paragraph(INDENT, Printable.line(finding.words()), INDENT);
        }
        if (!observedBefore.isEmpty()) {
            paragraph(INDENT, "before: " + Printable.line(observedBefore), INDENT);
        }
        if (finding.isFailed()) {
            paragraph(INDENT, paint.faint(finding.rule().source()), INDENT);
            paragraph(INDENT, paint.lead("→ " + finding.rule().fix()), INDENT + "  ");
        }
    }

    private void paragraph(String first, String text, String next) {
        int columns =
                Math.max(NARROWEST, Math.min(WIDEST, output.console().terminal().columns()));
        Prose.lines(first, text, columns, next).forEach(output::line);
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
