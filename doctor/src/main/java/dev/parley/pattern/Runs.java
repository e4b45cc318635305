package dev.parley.pattern;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * For how many attempts one counts, because failures come in runs, and so does the factor. An outage of thirty attempts
 * under a load that changes slowly is one event and not thirty; thirty failures at an address that is drawn for each
 * attempt are thirty. It is the design effect of a comparison of two sides: one, and twice the sum over all distances of
 * how alike attempts at that distance are in failing (beyond what the factor itself explains) times how alike they are in
 * the factor.
 */
final class Runs {
    private static final int WORD = 64;

    /** What is done in turn, with up to so many turns, is alike only from one round of turns to the next. */
    private static final int WINDOW = 12;

    private final int count;
    private final long[] failed;
    private final long[] inside;
    private final int[] failedBefore;
    private final int[] insideBefore;
    private final double rateOutside;
    private final double rise;

    private Runs(List<Trial> ordered, Set<Trial> insiders) {
        count = ordered.size();
        failed = new long[count / WORD + 2];
        inside = new long[count / WORD + 2];
        failedBefore = new int[count + 1];
        insideBefore = new int[count + 1];
        int both = 0;
        for (int i = 0; i < count; i++) {
            boolean fails = ordered.get(i).failed();
            boolean in = insiders.contains(ordered.get(i));
            failedBefore[i + 1] = failedBefore[i] + mark(failed, i, fails);
            insideBefore[i + 1] = insideBefore[i] + mark(inside, i, in);
            both += fails && in ? 1 : 0;
        }
        rateOutside = (double) (failedBefore[count] - both) / (count - insideBefore[count]);
        rise = (double) both / insideBefore[count] - rateOutside;
    }

    private static int mark(long[] bits, int index, boolean set) {
        if (set) {
            bits[index / WORD] |= 1L << (index % WORD);
        }
        return set ? 1 : 0;
    }

    /**
     * For how many attempts one counts, at least 1.
     *
     * @param enough above which it does not matter how much more it is
     */
    static double effect(Split split, double enough) {
        List<Trial> ordered = Stream.concat(split.inside().stream(), split.outside().stream())
                .sorted(Comparator.comparing(Trial::at))
                .toList();
        return new Runs(ordered, Split.identities(split.inside())).effect(enough);
    }

    /** The sum ends where either has lost its likeness: what follows are accidents of counting. */
    private double effect(double enough) {
        double ownOfFactor = factor(0);
        double ownOfFailing = failing(0);
        if (ownOfFailing < 1e-9 * count) {
            // the factor explains each failure
            return 1;
        }
        double[] failing = new double[count + WINDOW];
        double ahead = 0;
        for (int lag = 1; lag < Math.min(WINDOW, count); lag++) {
            failing[lag] = failing(lag);
            ahead += failing[lag];
        }
        double sum = 1;
        for (int lag = 1; lag < count && sum < enough; lag++) {
            int last = lag + WINDOW - 1;
            failing[last] = last < count ? failing(last) : 0;
            ahead += failing[last];
            double factor = factor(lag);
            if (factor <= 0 || ahead <= 0) {
                break;
            }
            sum += 2 * factor / ownOfFactor * failing[lag] / ownOfFailing;
            ahead -= failing[lag];
        }
        return Math.max(1, sum);
    }

    private double factor(int lag) {
        return covariance(inside, insideBefore, inside, insideBefore, lag);
    }

    /** Of what the factor leaves unexplained of failing. */
    private double failing(int lag) {
        return covariance(failed, failedBefore, failed, failedBefore, lag)
                - rise
                        * (covariance(failed, failedBefore, inside, insideBefore, lag)
                                + covariance(inside, insideBefore, failed, failedBefore, lag))
                + rise * rise * factor(lag);
    }

    /** Of the one with the other so many attempts later, times the number of attempts. */
    private double covariance(long[] one, int[] oneBefore, long[] later, int[] laterBefore, int lag) {
        double meanOne = (double) oneBefore[count] / count;
        double meanLater = (double) laterBefore[count] / count;
        return together(one, later, lag)
                - meanLater * oneBefore[count - lag]
                - meanOne * (laterBefore[count] - laterBefore[lag])
                + (count - lag) * meanOne * meanLater;
    }

    private static int together(long[] one, long[] later, int lag) {
        int words = lag / WORD;
        int bits = lag % WORD;
        int sum = 0;
        for (int i = 0; i + words < later.length - 1; i++) {
            long shifted = later[i + words] >>> bits;
            if (bits > 0) {
                shifted |= later[i + words + 1] << (WORD - bits);
            }
            sum += Long.bitCount(one[i] & shifted);
        }
        return sum;
    }
}
