package dev.parley.cli.doctor;

import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Prose;
import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.PatternWords;
import dev.parley.doctor.series.SeriesReport;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.pattern.Pattern;
import dev.parley.pattern.PatternReport;
import dev.parley.pattern.Tally;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A series of attempts as a page: how many failed and how, when, and at which address; what those that failed share; and what
 * the doctor says of them. What came from a device is made harmless.
 *
 * @param report what the attempts came to; at least one was made
 * @param zone whose clock counts
 * @param paint how it is coloured
 * @param columns how many characters fit into a line
 */
public record SeriesPage(SeriesReport report, ZoneId zone, Paint paint, int columns) {
    private static final int WIDEST = 110;
    private static final int LABELS = 12;
    private static final int WIDEST_STRIP = 80;

    /** A page that is no wider than people read easily. */
    public SeriesPage {
        columns = Math.max(40, Math.min(WIDEST, columns));
    }

    /** The page's lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        FailureStrip strip = new FailureStrip(report.attempts(), zone, Math.min(WIDEST_STRIP, columns - LABELS - 2));
        lines.add(paint.strong(devices()) + paint.faint("  " + strip.span()));
        lines.add("");
        Tally all = report.all();
        lines.add(
                all.failed() == 0
                        ? paint.success("✓") + " " + paint.strong(wentWell(all.attempts()))
                        : paint.error("✗ " + all + " failed"));
        lines.add("");
        kinds(lines);
        times(lines);
        addresses(lines);
        if (all.attempts() > 1) {
            lines.add("  " + paint.name("over time   ") + strip.row(paint));
            lines.add(" ".repeat(LABELS + 2) + paint.faint(strip.scale()));
        }
        patterns(lines);
        verdicts(lines);
        return lines;
    }

    private static String wentWell(int attempts) {
        return attempts == 1 ? "The one attempt went well." : "All " + number(attempts) + " attempts went well.";
    }

    private String devices() {
        TreeSet<String> names =
                report.attempts().stream().map(AttemptLine::device).collect(Collectors.toCollection(TreeSet::new));
        return Printable.line(
                names.size() <= 4
                        ? String.join(", ", names)
                        : names.first() + " and " + (names.size() - 1) + " other devices");
    }

    private void kinds(List<String> lines) {
        int widest = report.failures().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String label = "failures";
        for (Map.Entry<String, Integer> kind : report.failures().entrySet()) {
            String padded = kind.getKey() + " ".repeat(widest - kind.getKey().length());
            row(lines, label, Printable.line(padded + "  " + String.format(Locale.ROOT, "%,6d", kind.getValue())));
            label = "";
        }
    }

    private void times(List<String> lines) {
        List<Double> millis = report.millis();
        if (!millis.isEmpty()) {
            row(
                    lines,
                    "went well",
                    "half within " + time(millis.get(0)) + ", 95 of 100 within " + time(millis.get(1))
                            + ", the slowest in " + time(millis.get(2)));
        }
    }

    private void addresses(List<String> lines) {
        Map<String, Tally> addresses = report.addresses();
        int widest = addresses.keySet().stream().mapToInt(String::length).max().orElse(0);
        String label = "addresses";
        for (Map.Entry<String, Tally> each : addresses.entrySet()) {
            if (addresses.size() > 1) {
                String padded =
                        each.getKey() + " ".repeat(widest - each.getKey().length());
                row(lines, label, Printable.line(padded + "  " + each.getValue() + " failed"));
                label = "";
            }
        }
    }

    private void patterns(List<String> lines) {
        PatternReport found = report.patterns();
        VerdictLines words = new VerdictLines(paint, columns);
        int missing = found.missing();
        switch (found.outcome()) {
            case NO_FAILURES -> {}
            case ONLY_FAILURES -> {
                lines.add("");
                words.add(
                        lines,
                        paint.warning("!") + " ",
                        "Every attempt failed, so there is nothing to compare with: this is no fault that comes and goes.",
                        "  ");
            }
            case NOT_ENOUGH_YET -> {
                lines.add("");
                words.add(
                        lines,
                        paint.lead("…") + " ",
                        "Not enough yet to tell a pattern from an accident: at least " + number(missing) + " more "
                                + (missing == 1 ? "failure is" : "failures are") + " needed, which is about "
                                + number((int) Math.ceil(missing / found.all().rate()))
                                + " more attempts if they fail as often as so far.",
                        "  ");
            }
            case NO_PATTERN -> {
                lines.add("");
                words.add(
                        lines,
                        paint.lead("•") + " ",
                        "Nothing was found that failing attempts share more often than accidents do; a weak pattern would"
                                + " not show in " + number(found.all().failed())
                                + (found.all().failed() == 1 ? " failure" : " failures") + ". Looked at: "
                                + String.join(", ", found.factors()) + ".",
                        "  ");
            }
            case FOUND -> found.patterns().forEach(pattern -> tell(pattern, words, lines));
        }
    }

    private void tell(Pattern pattern, VerdictLines words, List<String> lines) {
        PatternWords said = new PatternWords(pattern);
        lines.add("");
        lines.addAll(Prose.lines(paint.warning("!") + " ", paint.warning(Printable.line(said.title())), columns, "  "));
        words.row(lines, "seen", said.numbers());
        words.row(lines, "chance", said.chance());
        if (!pattern.alike().isEmpty()) {
            words.row(lines, "the same", "in these attempts: " + String.join("; ", pattern.alike()));
        }
        words.row(lines, "look at", said.advice());
    }

    /** Each verdict once, with the kinds of failure that it explains. */
    private void verdicts(List<String> lines) {
        Map<String, List<String>> kindsOf = new LinkedHashMap<>();
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        report.verdicts().forEach((kind, verdict) -> {
            verdicts.putIfAbsent(verdict.fault().code(), verdict);
            kindsOf.computeIfAbsent(verdict.fault().code(), code -> new ArrayList<>())
                    .add(kind);
        });
        verdicts.forEach((code, verdict) -> {
            lines.add("");
            lines.addAll(new VerdictLines(paint, columns).of(verdict));
            new VerdictLines(paint, columns).row(lines, "explains", String.join("; ", kindsOf.get(code)));
        });
        if (verdicts.isEmpty()) {
            lastMessage().ifPresent(message -> {
                lines.add("");
                new VerdictLines(paint, columns).add(lines, paint.faint("the last failure: "), message, "  ");
            });
        }
    }

    private Optional<String> lastMessage() {
        return report.attempts().stream()
                .filter(AttemptLine::failed)
                .reduce((first, last) -> last)
                .flatMap(AttemptLine::message);
    }

    private void row(List<String> lines, String label, String text) {
        String begin = "  " + paint.name(label + " ".repeat(LABELS - label.length()));
        lines.addAll(Prose.lines(begin, text, columns, " ".repeat(LABELS + 2)));
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(double millis) {
        return StepTable.time(Duration.ofNanos((long) (millis * 1e6)));
    }
}
