package dev.parley.bench.client;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Requests, one after the other, on a session on which notifications come at the same time.
 *
 * @param requests how many were answered
 * @param medianNanos how long one of two takes at most
 * @param slowNanos how long 99 of 100 take at most
 * @param slowestNanos how long the slowest took
 * @param told notifications that the subscriber was told
 * @param lost notifications that the subscriber was told to be lost
 * @param behindNanos how long after the last request the last notification was told
 * @param earlyHeapBytes live bytes on the heap after a quarter of the time
 * @param lateHeapBytes live bytes on the heap at the end
 */
public record FloodCost(
        long requests,
        long medianNanos,
        long slowNanos,
        long slowestNanos,
        long told,
        long lost,
        long behindNanos,
        long earlyHeapBytes,
        long lateHeapBytes) {
    /** Reads what {@link #toString} writes. */
    public static FloodCost parse(String text) {
        long[] all = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
        return new FloodCost(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8]);
    }

    @Override
    public String toString() {
        return LongStream.of(
                        requests,
                        medianNanos,
                        slowNanos,
                        slowestNanos,
                        told,
                        lost,
                        behindNanos,
                        earlyHeapBytes,
                        lateHeapBytes)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
