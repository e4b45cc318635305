package dev.parley.bench.client;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The memory that is held after everything that can be let go of was: of the process, or of one session.
 *
 * @param heapBytes live bytes on the heap
 * @param residentBytes memory of the process that is in use
 */
public record IdleCost(long heapBytes, long residentBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int ROUNDS = 5;

    /** Reads what {@link #toString} writes. */
    public static IdleCost parse(String text) {
        String[] parts = text.split(" ");
        return new IdleCost(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** What this process holds now, as little as several collections come to. */
    static IdleCost now() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return new IdleCost(least, resident());
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
                (heapBytes - before.heapBytes) / sessions, (residentBytes - before.residentBytes) / sessions);
    }

    @Override
    public String toString() {
        return heapBytes + " " + residentBytes;
    }
}
