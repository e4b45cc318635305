package dev.parley.bench.client;

import dev.parley.bench.client.BenchClient.Connection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What is held after everything that can be let go of was, by the process or for one session, and what it takes to ask one
 * request of each of many sessions at once.
 *
 * @param heapBytes live bytes on the heap
 * @param residentBytes memory of the process that is in use
 * @param threads of the process
 * @param askedNanos from the first request to the last reply
 * @param longestPauseNanos between two replies, or before the first
 */
public record IdleCost(long heapBytes, long residentBytes, long threads, long askedNanos, long longestPauseNanos) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int ROUNDS = 5;

    /** Reads what {@link #toString} writes. */
    public static IdleCost parse(String text) {
        long[] parts = Stream.of(text.split(" ")).mapToLong(Long::parseLong).toArray();
        return new IdleCost(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    /** What this process holds now, as little as several collections come to. */
    static IdleCost now() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return new IdleCost(
                least, resident(), ManagementFactory.getThreadMXBean().getThreadCount(), 0, 0);
    }

    private static long resident() {
        try {
            List<String> lines = Files.readAllLines(STATUS);
            String line = lines.stream()
                    .filter(each -> each.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        } catch (IOException e) {
            throw new IllegalStateException("resident memory can only be read on Linux", e);
        }
    }

    /** What each of so many sessions costs, if this much was held before them. */
    IdleCost less(IdleCost before, int sessions) {
        return new IdleCost(
                (heapBytes - before.heapBytes) / sessions,
                (residentBytes - before.residentBytes) / sessions,
                threads,
                askedNanos,
                longestPauseNanos);
    }

    /** The same after a request to each of these sessions, all at once. */
    IdleCost asking(List<Connection> sessions) {
        long[] at = new long[sessions.size() + 1];
        AtomicInteger answered = new AtomicInteger();
        at[0] = System.nanoTime();
        CompletableFuture<?>[] replies = sessions.stream()
                .map(session -> session.ask().thenRun(() -> at[answered.incrementAndGet()] = System.nanoTime()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(replies).join();
        // those who note the time at once may do so out of order
        Arrays.sort(at);
        long longest = 0;
        for (int i = 1; i < at.length; i++) {
            longest = Math.max(longest, at[i] - at[i - 1]);
        }
        return new IdleCost(heapBytes, residentBytes, threads, at[at.length - 1] - at[0], longest);
    }

    @Override
    public String toString() {
        return heapBytes + " " + residentBytes + " " + threads + " " + askedNanos + " " + longestPauseNanos;
    }
}
