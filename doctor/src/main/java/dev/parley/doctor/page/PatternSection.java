package dev.parley.doctor.page;

import dev.parley.doctor.series.PatternWords;
import dev.parley.page.Card;
import dev.parley.page.DataTable;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import dev.parley.page.Rates;
import dev.parley.pattern.Pattern;
import dev.parley.pattern.PatternReport;
import dev.parley.pattern.PatternReport.Outcome;
import java.util.List;

/** What failing attempts share, with how often it fails there and elsewhere, and how likely it is to be an accident. */
record PatternSection(Page page, PatternReport report) {
    private static final int LONGEST_NAME = 38;

    void write() {
        if (report.outcome() == Outcome.FOUND) {
            page.section("What failing attempts share", () -> {
                report.patterns().forEach(this::card);
                rates();
                table();
            });
        }
    }

    private void card(Pattern pattern) {
        Markup markup = page.markup();
        PatternWords words = new PatternWords(pattern);
        Card.write(
                markup,
                Mark.WARNING,
                words.title(),
                card -> markup.in("dl.says.rows", () -> {
                    card.says("What was seen", words.numbers());
                    card.says("Chance", words.chance());
                    card.says("The same attempts", String.join("; ", pattern.alike()));
                    card.says("Where to look", words.advice());
                }));
    }

    private void rates() {
        new Rates(
                        "How often attempts fail with and without each pattern",
                        "For each pattern two bars from 0 to 100 percent. The numbers are in the table below.",
                        report.patterns().stream().map(PatternSection::pair).toList())
                .draw(page.markup());
    }

    private static Rates.Pair pair(Pattern pattern) {
        String name = pattern.factor() + ": " + pattern.condition();
        return new Rates.Pair(
                name.length() <= LONGEST_NAME
                        ? name
                        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME / 2)) + "…",
                pattern.inside().rate(),
                "there " + pattern.inside() + " failed",
                pattern.outside().rate(),
                "elsewhere " + pattern.outside());
    }

    private void table() {
        DataTable.of(
                        "The patterns, the clearest first. " + Numbers.count(report.splits())
                                + " ways of telling attempts apart were looked at, and the chances are corrected for that: a"
                                + " search in attempts without any pattern finds one in about "
                                + Numbers.share(report.level())
                                + " of all cases at most; failures in a row count as what they are, few events.",
                        DataTable.words("What"),
                        DataTable.words("Which"),
                        DataTable.terse("Fails there"),
                        DataTable.terse("Fails elsewhere"),
                        DataTable.words("By accident"))
                .with(report.patterns().stream().map(PatternSection::row).toList())
                .write(page.markup());
    }

    private static List<String> row(Pattern pattern) {
        return List.of(
                pattern.factor(),
                pattern.condition(),
                pattern.inside().toString(),
                pattern.outside().toString(),
                Numbers.chance(pattern.chance()));
    }

    /** What can be said, in a sentence or two. */
    static String outcome(PatternReport report) {
        return switch (report.outcome()) {
            case NO_FAILURES -> "Nothing failed, so there is nothing to explain.";
            case ONLY_FAILURES ->
                "Every attempt failed, so there is nothing to compare with: this is no fault that comes and goes.";
            case NOT_ENOUGH_YET ->
                "Not enough yet to tell a pattern from an accident: at least "
                        + Numbers.count(report.missing(), "more failure")
                        + (report.missing() == 1 ? " is" : " are") + " needed, which is about "
                        + Numbers.count(
                                (long) Math.ceil(report.missing() / report.all().rate()))
                        + " more attempts if they fail as often as so far.";
            case NO_PATTERN ->
                "Nothing was found that failing attempts share more often than accidents do; a weak pattern would not"
                        + " show in " + Numbers.count(report.all().failed(), "failure") + ". Looked at: "
                        + String.join(", ", report.factors())
                        + ".";
            case FOUND -> {
                PatternWords first = new PatternWords(report.patterns().get(0));
                yield first.title() + ": " + first.numbers() + ".";
            }
        };
    }
}
