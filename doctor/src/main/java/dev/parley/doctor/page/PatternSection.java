package dev.parley.doctor.page;

import dev.parley.page.DataTable;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import dev.parley.page.Rates;
import dev.parley.pattern.Pattern;
import dev.parley.pattern.PatternReport;
import dev.parley.pattern.PatternReport.Outcome;
import java.util.List;
import java.util.Locale;

/** What failing attempts share, with how often it fails there and elsewhere, and how likely it is to be an accident. */
record PatternSection(Page page, PatternReport report) {
    private static final double CERTAIN = 0.0001;
    private static final int LONGEST_NAME = 38;

    void write() {
        List<Pattern> patterns = report.patterns();
        if (report.outcome() != Outcome.FOUND) {
            return;
        }
        page.section("What failing attempts share", () -> {
            new Rates(
                            "How often attempts fail with and without each pattern",
                            "For each pattern two bars from 0 to 100 percent. The numbers are in the table below.",
                            patterns.stream().map(PatternSection::pair).toList())
                    .draw(page.markup());
            DataTable.of(
                            "The patterns, the clearest first. " + Numbers.count(report.splits())
                                    + " ways of telling attempts apart were looked at, and the chances are corrected for"
                                    + " that: a search in attempts without any pattern finds one in at most "
                                    + Numbers.share(report.level()) + " of all cases.",
                            DataTable.words("What"),
                            DataTable.words("Where it fails more often"),
                            DataTable.words("Fails there"),
                            DataTable.words("Fails elsewhere"),
                            DataTable.words("By accident"),
                            DataTable.words("Goes together with"))
                    .with(patterns.stream().map(PatternSection::row).toList())
                    .write(page.markup());
        });
    }

    private static Rates.Pair pair(Pattern pattern) {
        String name = pattern.factor() + ": " + pattern.condition();
        return new Rates.Pair(
                name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…",
                pattern.inside().rate(),
                "there: " + pattern.inside() + " failed",
                pattern.outside().rate(),
                "elsewhere: " + pattern.outside());
    }

    private static List<String> row(Pattern pattern) {
        return List.of(
                pattern.factor(),
                pattern.condition(),
                pattern.inside().toString(),
                pattern.outside().toString(),
                chance(pattern.chance()),
                pattern.alike().isEmpty() ? "–" : String.join("; ", pattern.alike()));
    }

    private static String chance(double chance) {
        return chance < CERTAIN
                ? "in less than 1 of 10,000 cases"
                : String.format(Locale.ROOT, "in 1 of %,.0f cases", Math.floor(1 / chance));
    }

    /** What can be said, in a sentence or two. */
    static String outcome(PatternReport report) {
        return switch (report.outcome()) {
            case NO_FAILURES -> "Nothing failed, so there is nothing to explain.";
            case ONLY_FAILURES ->
                "Every attempt failed, so this is no matter of now and then: one examination says why.";
            case NOT_ENOUGH_YET ->
                "So few attempts failed that not even the clearest pattern could be told from an accident yet.";
            case NO_PATTERN ->
                "Nothing that was looked at tells the attempts that fail from the others: "
                        + Numbers.count(report.splits())
                        + " ways of telling them apart say nothing that accidents would not"
                        + " show as often.";
            case FOUND -> {
                Pattern first = report.patterns().get(0);
                yield "Attempts fail more often with " + first.factor() + " " + first.condition() + ": "
                        + first.inside() + " there, " + first.outside() + " elsewhere. By accident that would show "
                        + chance(first.chance()) + ".";
            }
        };
    }
}
