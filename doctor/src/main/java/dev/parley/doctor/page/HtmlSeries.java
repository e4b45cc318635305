package dev.parley.doctor.page;

import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.SeriesReport;
import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.page.Card;
import dev.parley.page.DataTable;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import dev.parley.page.Strip;
import dev.parley.pattern.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a number of attempts come to, as one page of HTML that loads nothing and runs nothing: how many failed, what those
 * that fail share, when they failed and how long all took. However many attempts there are, the page stays small.
 */
public final class HtmlSeries {
    private static final int MOST_NAMES = 3;
    /** Of kinds of failures and of addresses, lest a page of many devices becomes a book. */
    private static final int MOST_KINDS = 100;

    private HtmlSeries() {}

    /**
     * The page of that report, whole, to be written in UTF-8.
     *
     * @param zone in whose time it is told when
     */
    public static String of(SeriesReport report, ZoneId zone) {
        return Page.of("Attempts at NETCONF sessions", title(report), page -> about(page, report, zone), page -> {
            page.section("What they come to", () -> result(page.markup(), report));
            new PatternSection(page, report.patterns()).write();
            failures(page, report);
            addresses(page, report);
            new TimeSection(page, report.attempts(), zone).write();
            new DurationSection(page, report).write();
        });
    }

    private static String title(SeriesReport report) {
        int all = report.all().attempts();
        int failed = report.all().failed();
        if (all == 0) {
            return "No attempt was made";
        }
        String whom = whom(report);
        if (failed == 0) {
            return whom + ": none of " + Numbers.count(all, "attempt") + " failed";
        }
        return whom + ": " + Numbers.count(failed) + " of " + Numbers.count(all, "attempt") + " failed";
    }

    private static String whom(SeriesReport report) {
        List<String> names = names(report);
        return names.size() <= MOST_NAMES ? String.join(", ", names) : names.size() + " devices";
    }

    private static List<String> names(SeriesReport report) {
        return report.attempts().stream()
                .map(AttemptLine::device)
                .distinct()
                .sorted()
                .toList();
    }

    private static void about(Page page, SeriesReport report, ZoneId zone) {
        if (report.attempts().isEmpty()) {
            return;
        }
        Instant from = report.from().orElse(Instant.EPOCH);
        Instant to = report.to().orElse(Instant.EPOCH);
        page.markup().in("p.about", () -> {
            page.markup().element("time", "from " + Page.moment(from, zone), "datetime", from.toString());
            page.markup().element("time", "to " + Page.moment(to, zone), "datetime", to.toString());
            page.markup().element("span", "over " + Numbers.time(Duration.between(from, to)));
        });
    }

    private static void result(Markup markup, SeriesReport report) {
        int all = report.all().attempts();
        int failed = report.all().failed();
        Mark mark = failed == 0 ? Mark.GOOD : failed == all ? Mark.BAD : Mark.WARNING;
        String split = failed == 0
                ? all == 1 ? "The one attempt went well" : "All " + Numbers.count(all, "attempt") + " went well"
                : Numbers.count(failed) + " of " + Numbers.count(all, "attempt") + " failed: "
                        + Numbers.share(report.all().rate());
        Card.write(markup, mark, split, card -> {
            new Strip(
                            "How many attempts went well, and how many failed",
                            split + ".",
                            List.of(all - failed, failed),
                            failed,
                            Numbers.count((long) all - failed) + " went well",
                            Numbers.count(failed) + " failed")
                    .draw(markup);
            markup.element("p", PatternSection.outcome(report.patterns()));
        });
    }

    private static void failures(Page page, SeriesReport report) {
        Map<String, Integer> failures = report.failures();
        if (failures.isEmpty()) {
            return;
        }
        page.section("How they failed", () -> {
            double failed = report.all().failed();
            DataTable.of(
                            "Each kind of failure and the phase in which it came about, the most frequent first",
                            DataTable.exact("Failure"),
                            DataTable.number("How often"),
                            DataTable.number("Of all failures"))
                    .with(failures.entrySet().stream()
                            .limit(MOST_KINDS)
                            .map(kind -> List.of(
                                    kind.getKey(),
                                    Numbers.count(kind.getValue()),
                                    Numbers.share(kind.getValue() / failed)))
                            .toList())
                    .write(page.markup());
            verdicts(page.markup(), report);
        });
    }

    /** Each verdict once, with the kinds of failure that it explains. */
    private static void verdicts(Markup markup, SeriesReport report) {
        Map<Fault, Verdict> verdicts = new EnumMap<>(Fault.class);
        Map<Fault, List<String>> kinds = new EnumMap<>(Fault.class);
        report.verdicts().forEach((kind, verdict) -> {
            verdicts.putIfAbsent(verdict.fault(), verdict);
            kinds.computeIfAbsent(verdict.fault(), fault -> new ArrayList<>()).add(kind);
        });
        verdicts.forEach((fault, verdict) ->
                new VerdictCard(markup, verdict).write(String.join("; ", kinds.getOrDefault(fault, List.of()))));
    }

    private static void addresses(Page page, SeriesReport report) {
        Map<String, Tally> addresses = report.addresses();
        if (addresses.size() < 2) {
            return;
        }
        page.section(
                "Addresses",
                () -> DataTable.of(
                                "How many attempts went to each address, the busiest first",
                                DataTable.exact("Address"),
                                DataTable.number("Went there"),
                                DataTable.number("Failed there"),
                                DataTable.number("Share"))
                        .with(addresses.entrySet().stream()
                                .limit(MOST_KINDS)
                                .map(each -> List.of(
                                        each.getKey(),
                                        Numbers.count(each.getValue().attempts()),
                                        Numbers.count(each.getValue().failed()),
                                        Numbers.share(each.getValue().rate())))
                                .toList())
                        .write(page.markup()));
    }
}
