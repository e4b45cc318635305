package dev.parley.audit;

import dev.parley.page.DataTable;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Audits as one page of HTML that loads nothing and runs nothing: how many rules each device breaks, each broken rule with
 * what was seen, its source and what to do, what could not be tested, and what has changed. A value; every {@code with…}
 * makes another one.
 *
 * @param reports the audits, in their order
 * @param unaudited why devices could not be audited, one message for each
 * @param before what earlier audits came to, or null
 */
public record HtmlReport(
        List<AuditReport> reports,
        List<String> unaudited,
        @Nullable Baseline before) {
    /** The gravest first, as the columns of the overview. */
    private static final List<Severity> GRAVEST_FIRST =
            List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFO);

    /** Copies the lists. */
    public HtmlReport {
        reports = List.copyOf(reports);
        unaudited = List.copyOf(unaudited);
    }

    /** Of these audits. */
    public static HtmlReport of(List<AuditReport> reports) {
        return new HtmlReport(reports, List.of(), null);
    }

    /** The same with devices that could not be audited. */
    public HtmlReport withUnaudited(List<String> messages) {
        return new HtmlReport(reports, messages, before);
    }

    /** The same with what has changed since then. */
    public HtmlReport withBaseline(Baseline earlier) {
        return new HtmlReport(reports, unaudited, earlier);
    }

    /** The page, whole, to be written in UTF-8. */
    public String page() {
        return Page.of("Security audit of NETCONF devices", title(), this::about, page -> {
            page.section("Overview", () -> overview(page.markup()));
            Baseline earlier = before;
            if (earlier != null) {
                page.section("What has changed", () -> changes(page.markup(), earlier));
            }
            new FindingSections(page, reports).write();
        });
    }

    private String title() {
        String whom = reports.size() == 1
                ? reports.get(0).target()
                : reports.isEmpty() ? "No device" : reports.size() + " devices";
        if (reports.isEmpty()) {
            return whom + " could be audited";
        }
        long broken =
                reports.stream().mapToLong(report -> report.failures().size()).sum();
        if (broken == 0) {
            return whom + ": no rule is broken";
        }
        Severity worst = reports.stream()
                .flatMap(report -> report.failures().stream())
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.INFO);
        return whom + ": " + Numbers.count(broken)
                + (reports.size() == 1 ? (broken == 1 ? " rule" : " rules") + " broken" : " breaches")
                + ", the gravest " + worst;
    }

    private void about(Page page) {
        if (reports.isEmpty()) {
            return;
        }
        Instant began = reports.stream()
                .map(AuditReport::began)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        page.markup().in("p.about", () -> {
            page.markup().element("span", profile(reports.get(0).profile()));
            page.markup().element("time", Page.moment(began), "datetime", began.toString());
        });
    }

    private static String profile(Profile profile) {
        return switch (profile) {
            case BCP195 -> "Profile bcp195: BCP 195 of the IETF, and what NETCONF adds to it";
            case NIST -> "Profile nist: SP 800-52 revision 2, and what NETCONF adds to it";
        };
    }

    private void overview(Markup markup) {
        if (!reports.isEmpty()) {
            List<DataTable.Column> columns = new ArrayList<>();
            columns.add(DataTable.exact("Device"));
            GRAVEST_FIRST.forEach(severity -> columns.add(DataTable.number(severity.toString())));
            columns.add(DataTable.number("kept"));
            columns.add(DataTable.number("not testable"));
            columns.add(DataTable.number("took"));
            DataTable.of("How many rules each device breaks, by how much that matters", columns)
                    .with(reports.stream().map(HtmlReport::row).toList())
                    .write(markup);
        }
        if (!unaudited.isEmpty()) {
            markup.element("h3", "Devices that could not be audited");
            markup.in(
                    "ul.notes",
                    () -> unaudited.forEach(message -> markup.in("li", () -> {
                        Mark.BAD.draw(markup);
                        markup.element("span", message);
                    })));
        }
    }

    private static List<String> row(AuditReport report) {
        List<String> row = new ArrayList<>();
        row.add(report.target());
        for (Severity severity : GRAVEST_FIRST) {
            long broken = report.failures().stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            row.add(broken == 0 ? "–" : (severity.isAtLeast(Severity.HIGH) ? "✗ " : "! ") + broken);
        }
        long kept = report.findings().stream()
                .filter(finding -> !finding.isFailed() && !finding.isNotTestable())
                .count();
        row.add(String.valueOf(kept));
        row.add(String.valueOf(report.notTestable().size()));
        Duration took = report.took();
        row.add(Numbers.time(took) + ", " + Numbers.count(report.connections(), "connection"));
        return row;
    }

    private void changes(Markup markup, Baseline earlier) {
        List<List<String>> rows = new ArrayList<>();
        for (AuditReport report : reports) {
            for (Baseline.Change change : earlier.changes(report)) {
                Finding now = change.finding();
                String then = change.before();
                rows.add(List.of(
                        now.rule().id(),
                        now.rule().title(),
                        report.target(),
                        then == null ? "not looked at" : then.replace('-', ' '),
                        FindingSections.sign(now) + " " + now.outcome()));
            }
        }
        if (rows.isEmpty()) {
            markup.in("div.answer", () -> {
                Mark.GOOD.draw(markup);
                markup.element("p", "Nothing has changed since the baseline.");
            });
            return;
        }
        DataTable.of(
                        "Rules that came out otherwise than in the baseline",
                        DataTable.terse("Rule"),
                        DataTable.words("What it asks"),
                        DataTable.exact("Device"),
                        DataTable.terse("Before"),
                        DataTable.terse("Now"))
                .with(rows)
                .write(markup);
    }
}
