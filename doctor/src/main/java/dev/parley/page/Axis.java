package dev.parley.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The scale along a chart.
 *
 * @param ticks where it is written what
 */
public record Axis(List<Tick> ticks) {
    private static final int MOST = 5;
    private static final double[] STEPS = {1, 2, 5};
    private static final double TOO_NEAR = 0.12;
    /** Nearer to an end than this, a label stands beside its mark, lest it leaves the chart of a phone. */
    private static final double BEGIN = 0.12;

    private static final double END = 0.88;

    /** Copies the list. */
    public Axis {
        ticks = List.copyOf(ticks);
    }

    /**
     * A mark on the scale.
     *
     * @param at where, from 0 to 1
     * @param label what stands there
     */
    public record Tick(double at, String label) {}

    /** Of times from zero on, in milliseconds. */
    public static Axis ofMillis(double until) {
        double step = step(until);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= until * 1.0001; i++) {
            ticks.add(new Tick(i * step / until, i == 0 ? "0" : plain(i * step)));
        }
        return new Axis(ticks);
    }

    /** The smallest round step that a whole goes into at most five times. */
    private static double step(double until) {
        double power = Math.pow(10, Math.floor(Math.log10(until)) - 1);
        while (true) {
            for (double step : STEPS) {
                if (until / (step * power) <= MOST) {
                    return step * power;
                }
            }
            power *= 10;
        }
    }

    /** Of times of several orders of magnitude: a mark at each power of ten, or more where there are few of them. */
    public static Axis ofMagnitudes(double fromMillis, double untilMillis) {
        double from = Math.log10(fromMillis);
        double span = Math.log10(untilMillis) - from;
        double[] steps = span < 2 ? STEPS : new double[] {1};
        List<Tick> ticks = new ArrayList<>();
        for (double power = Math.floor(from); power <= from + span; power++) {
            for (double step : steps) {
                double millis = step * Math.pow(10, power);
                double at = (Math.log10(millis) - from) / span;
                boolean near =
                        !ticks.isEmpty() && at - ticks.get(ticks.size() - 1).at() < TOO_NEAR;
                if (at > -1e-9 && at < 1 + 1e-9 && !near) {
                    ticks.add(new Tick(Math.max(0, Math.min(1, at)), plain(millis)));
                }
            }
        }
        return new Axis(ticks);
    }

    /** A round number of milliseconds without decimals that say nothing. */
    static String plain(double millis) {
        return millis >= 1_000 ? trimmed(millis / 1_000) + " s" : trimmed(millis) + " ms";
    }

    private static String trimmed(double value) {
        double rounded = Math.round(value * 1e6) / 1e6;
        return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
    }

    /** Draws lines from top to bottom, and the labels below them. */
    void draw(Markup markup, int top, int bottom) {
        for (Tick tick : ticks) {
            String x = Numbers.percent(tick.at());
            markup.leaf("line.grid", "x1", x, "x2", x, "y1", String.valueOf(top), "y2", String.valueOf(bottom));
            String anchor = tick.at() < BEGIN ? "start" : tick.at() > END ? "end" : "middle";
            markup.element("text.tick", tick.label(), "x", x, "y", String.valueOf(bottom + 16), "text-anchor", anchor);
        }
    }
}
