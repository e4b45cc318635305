package dev.parley.cli.doctor;

import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.doctor.Diagnosis;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Exchange;
import dev.parley.doctor.verdict.Gravity;
import dev.parley.doctor.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A diagnosis as a page: the steps with their times, what was tried besides, then each verdict with what was seen, what it
 * means and what to do. What came from a device is made harmless.
 *
 * @param diagnosis what was found
 * @param paint how it is coloured
 * @param columns how many characters fit into a line
 */
public record DiagnosisPage(Diagnosis diagnosis, Paint paint, int columns) {
    private static final int WIDEST = 110;

    /** A page that is no wider than people read easily. */
    public DiagnosisPage {
        columns = Math.max(40, Math.min(WIDEST, columns));
    }

    /** The page's lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Evidence first = diagnosis.first();
        lines.add(paint.strong(Printable.line(first.device()))
                + paint.faint("  " + first.scheme() + "://" + Printable.line(first.target())));
        lines.add("");
        lines.addAll(new StepTable(first, paint, columns).lines());
        attempts(lines);
        lines.add("");
        verdicts(lines);
        return lines;
    }

    private void attempts(List<String> lines) {
        List<Evidence> others =
                diagnosis.attempts().subList(1, diagnosis.attempts().size());
        if (others.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(paint.faint("To decide between explanations it was also tried"));
        for (Evidence attempt : others) {
            String end = attempt.trouble()
                    .map(failure -> "failed with " + failure.code() + " after " + StepTable.time(failure.after()))
                    .orElse("succeeded");
            add(lines, "  " + mark(attempt.isWell()) + " ", attempt.variation().words() + ": " + end, "    ");
        }
    }

    private void verdicts(List<String> lines) {
        if (diagnosis.isHealthy()) {
            String took = diagnosis.first().request() == null
                    ? ""
                    : answered(diagnosis.first().request());
            add(lines, paint.success("✓") + " " + paint.strong("Nothing is wrong.") + " ", took, "  ");
        }
        for (Verdict verdict : diagnosis.verdicts()) {
            if (verdict.fault().gravity() != Gravity.NOTABLE) {
                tell(verdict, lines);
            }
        }
        List<Verdict> notes = diagnosis.of(Gravity.NOTABLE);
        if (!notes.isEmpty()) {
            lines.add("");
            lines.add(paint.faint("Worth knowing"));
            for (Verdict note : notes) {
                add(lines, "  " + paint.lead("•") + " ", note.fault().title() + ": " + note.seen(), "    ");
            }
        }
    }

    private static String answered(Exchange request) {
        return "The session came up, and a " + request.name() + " was answered in " + StepTable.time(request.took())
                + ".";
    }

    private void tell(Verdict verdict, List<String> lines) {
        if (!lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
        lines.addAll(new VerdictLines(paint, columns).of(verdict));
    }

    private void add(List<String> lines, String begin, String text, String next) {
        new VerdictLines(paint, columns).add(lines, begin, text, next);
    }

    private String mark(boolean well) {
        return well ? paint.success("✓") : paint.error("✗");
    }
}
