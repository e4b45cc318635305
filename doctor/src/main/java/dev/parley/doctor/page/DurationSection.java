package dev.parley.doctor.page;

import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.SeriesReport;
import dev.parley.page.Axis;
import dev.parley.page.Bars;
import dev.parley.page.Facts;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import java.util.ArrayList;
import java.util.List;

/** How long attempts took, those that went well apart from those that failed. */
record DurationSection(Page page, SeriesReport report) {
    private static final int BARS = 40;
    /** From this on the scale is one of magnitudes: a timeout beside an answer would press all answers into one bar. */
    private static final double WIDE = 20;

    private static final double LEAST = 0.1;

    void write() {
        double[] all = report.attempts().stream()
                .mapToDouble(AttemptLine::millis)
                .filter(millis -> millis > 0)
                .map(millis -> Math.max(LEAST, millis))
                .sorted()
                .toArray();
        if (all.length < 2) {
            return;
        }
        page.section("How long they took", () -> {
            List<Double> well = report.millis();
            Facts.write(page.markup(), facts -> {
                if (well.size() == 3) {
                    facts.words("Half of those that went well took at most", Numbers.millis(well.get(0)));
                    facts.words("95 of 100", Numbers.millis(well.get(1)));
                    facts.words("All of them", Numbers.millis(well.get(2)));
                }
            });
            histogram(all[0], all[all.length - 1]);
        });
    }

    private void histogram(double least, double most) {
        boolean magnitudes = most / least > WIDE;
        double from = magnitudes ? least * 0.999 : 0;
        double until = most * 1.001;
        int[] well = new int[BARS];
        int[] failed = new int[BARS];
        for (AttemptLine attempt : report.attempts()) {
            double millis = attempt.millis();
            if (millis > 0) {
                double share =
                        magnitudes ? Math.log(Math.max(LEAST, millis) / from) / Math.log(until / from) : millis / until;
                int bin = (int) Math.max(0, Math.min(BARS - 1, Math.floor(share * BARS)));
                (attempt.failed() ? failed : well)[bin]++;
            }
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < BARS; i++) {
            double begin = (double) i / BARS;
            double end = (double) (i + 1) / BARS;
            names.add(
                    magnitudes
                            ? between(from * Math.pow(until / from, begin), from * Math.pow(until / from, end))
                            : between(until * begin, until * end));
        }
        new Bars(
                        "How long attempts took",
                        "Above those that went well, below those that failed, each with its own height"
                                + (magnitudes ? "; along the axis each step is a multiple." : "."),
                        magnitudes ? Axis.ofMagnitudes(from, until) : Axis.ofMillis(until),
                        names,
                        List.of(TimeSection.panel("Went well", well, false), TimeSection.panel("Failed", failed, true)))
                .draw(page.markup());
    }

    private static String between(double from, double until) {
        return Numbers.millis(from) + " to " + Numbers.millis(until);
    }
}
