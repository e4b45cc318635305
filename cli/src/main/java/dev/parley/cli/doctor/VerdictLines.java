package dev.parley.cli.doctor;

import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Prose;
import dev.parley.doctor.verdict.Gravity;
import dev.parley.doctor.verdict.Remedy;
import dev.parley.doctor.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a verdict is told, and whatever looks like one: a title with a mark, and below it rows with a label each.
 *
 * @param paint how it is coloured
 * @param columns how many characters fit into a line
 */
record VerdictLines(Paint paint, int columns) {
    private static final int LABELS = 11;

    /** The lines of a verdict. */
    List<String> of(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        boolean breaks = verdict.fault().gravity() == Gravity.BREAKS;
        String title = verdict.fault().title();
        lines.addAll(Prose.lines(
                "",
                (breaks ? paint.error("✗ " + title) : paint.warning("! " + title))
                        + paint.faint(
                                "  " + sure(verdict) + ", " + verdict.fault().code()),
                columns,
                "  "));
        row(lines, "seen", verdict.seen());
        row(lines, "means", verdict.means());
        for (Remedy remedy : verdict.remedies()) {
            row(lines, remedy.where(), remedy.text());
        }
        return lines;
    }

    private static String sure(Verdict verdict) {
        return verdict.confidence().name().toLowerCase(Locale.ROOT);
    }

    /** A row with a label. */
    void row(List<String> lines, String label, String text) {
        String padded = label + " ".repeat(Math.max(1, LABELS - label.length()));
        add(lines, "    " + paint.name(padded), text, " ".repeat(LABELS + 4));
    }

    /** A paragraph. What came from elsewhere is made harmless. */
    void add(List<String> lines, String begin, String text, String next) {
        lines.addAll(Prose.lines(begin, Printable.line(text), columns, next));
    }
}
