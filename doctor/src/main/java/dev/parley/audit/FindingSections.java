package dev.parley.audit;

import dev.parley.page.Card;
import dev.parley.page.DataTable;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The findings of several audits, rule by rule: what is broken, what could not be tested, and what is kept. */
record FindingSections(Page page, List<AuditReport> reports) {
    private static final Pattern RFC = Pattern.compile("RFC (\\d{3,5})(?: section (\\d+(?:\\.\\d+)*))?");

    /** A finding, and whose it is. */
    private record Found(String target, Finding finding) {}

    void write() {
        if (reports.isEmpty()) {
            return;
        }
        Map<Rule, List<Found>> broken = byRule(Finding::isFailed);
        page.section("Broken rules", () -> {
            if (broken.isEmpty()) {
                page.markup().in("div.answer", () -> {
                    Mark.GOOD.draw(page.markup());
                    page.markup().element("p", "No rule is broken.");
                });
            }
            broken.values().stream()
                    .sorted(Comparator.comparing((List<Found> found) -> severity(found))
                            .reversed())
                    .forEach(this::rule);
        });
        Map<Rule, List<Found>> unknown = byRule(Finding::isNotTestable);
        if (!unknown.isEmpty()) {
            page.section("Not testable", () -> unknown(unknown));
        }
        Map<Rule, List<Found>> kept = byRule(finding -> !finding.isFailed() && !finding.isNotTestable());
        if (!kept.isEmpty()) {
            page.section("Kept", () -> kept(kept));
        }
    }

    private Map<Rule, List<Found>> byRule(Predicate<Finding> which) {
        Map<Rule, List<Found>> found = new EnumMap<>(Rule.class);
        for (AuditReport report : reports) {
            report.findings().stream()
                    .filter(which)
                    .forEach(finding -> found.computeIfAbsent(finding.rule(), rule -> new ArrayList<>())
                            .add(new Found(report.target(), finding)));
        }
        return found;
    }

    private static Severity severity(List<Found> found) {
        return found.get(0).finding().severity();
    }

    /** A sign for what came of a rule, which says the same as its colour. */
    static String sign(Finding finding) {
        return finding.isFailed() ? "✗" : finding.isNotTestable() ? "?" : "✓";
    }

    private static Mark mark(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> Mark.BAD;
            case MEDIUM -> Mark.WARNING;
            case LOW, INFO -> Mark.NOTE;
        };
    }

    private void rule(List<Found> found) {
        Markup markup = page.markup();
        Rule rule = found.get(0).finding().rule();
        Severity severity = severity(found);
        Mark mark = mark(severity);
        Card.write(markup, mark, capital(found.get(0).finding().title()), card -> {
            markup.in("div.labels", () -> {
                mark.label(markup, "broken, " + severity);
                markup.element("span.exact", rule.id());
                if (reports.size() > 1) {
                    markup.element(
                            "span.soft", "on " + found.size() + " of " + Numbers.count(reports.size(), "device"));
                }
            });
            markup.in("dl.says.rows", () -> {
                observed(card, found);
                card.says("The rule", capital(rule.title()));
                card.says("What to do", rule.fix());
                card.says("Where it is written", () -> source(rule.source()));
            });
        });
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** What was seen, once for all devices of which the same was. */
    private void observed(Card card, List<Found> found) {
        Map<String, List<String>> same = new LinkedHashMap<>();
        found.forEach(each -> same.computeIfAbsent(each.finding().observed(), words -> new ArrayList<>())
                .add(each.target()));
        Markup markup = page.markup();
        same.forEach((words, targets) -> card.says("What was seen", () -> {
            markup.element("p", words.isEmpty() ? "as the rule says" : words);
            if (reports.size() > 1) {
                markup.element("p.soft", "on " + String.join(", ", targets));
            }
        }));
    }

    /** The source, with links to the RFCs in it: they are followed by whoever clicks, not by the page. */
    private void source(String source) {
        Markup markup = page.markup();
        Matcher matcher = RFC.matcher(source);
        int from = 0;
        while (matcher.find()) {
            markup.text(source.substring(from, matcher.start()));
            String section = matcher.group(2);
            markup.element(
                    "a",
                    matcher.group(),
                    "href",
                    "https://www.rfc-editor.org/rfc/rfc" + matcher.group(1)
                            + (section == null ? "" : "#section-" + section),
                    "rel",
                    "noreferrer");
            from = matcher.end();
        }
        markup.text(source.substring(from));
    }

    private void unknown(Map<Rule, List<Found>> unknown) {
        List<List<String>> rows = new ArrayList<>();
        unknown.forEach((rule, found) -> {
            Map<String, List<String>> same = new LinkedHashMap<>();
            found.forEach(each -> same.computeIfAbsent(each.finding().words(), words -> new ArrayList<>())
                    .add(each.target()));
            same.forEach((reason, targets) ->
                    rows.add(List.of(rule.id(), rule.title(), reason, String.join(", ", targets))));
        });
        DataTable.of(
                        "Rules that could not be tested, and why",
                        DataTable.terse("Rule"),
                        DataTable.words("What it asks"),
                        DataTable.words("Not testable because"),
                        DataTable.exact("Device"))
                .with(rows)
                .write(page.markup());
    }

    private void kept(Map<Rule, List<Found>> kept) {
        page.markup().in("details", () -> {
            page.markup().element("summary", Numbers.count(kept.size(), "rule") + " kept, by some device or by all");
            DataTable.of(
                            "Rules that are kept",
                            DataTable.terse("Rule"),
                            DataTable.words("What it asks"),
                            DataTable.words("Source"),
                            DataTable.number("Kept by"))
                    .with(kept.entrySet().stream()
                            .map(each -> List.of(
                                    each.getKey().id(),
                                    each.getKey().title(),
                                    each.getKey().source(),
                                    each.getValue().size() + " of " + reports.size()))
                            .toList())
                    .write(page.markup());
        });
    }
}
