package dev.parley.doctor.evidence;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What Linux's scheduler has counted for the threads that carry sessions, the event loops: how long they ran, and how long they
 * could have run and had no processor. Elsewhere nothing is known, and both are zero.
 *
 * @param busy how long they ran
 * @param waiting how long they waited for a processor
 */
record LoopTimes(Duration busy, Duration waiting) {
    private static final LoopTimes UNKNOWN = new LoopTimes(Duration.ZERO, Duration.ZERO);
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String LOOP = "parley-loop";

    static LoopTimes read() {
        if (!Files.isDirectory(TASKS)) {
            return UNKNOWN;
        }
        long busy = 0;
        long waiting = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                long[] times = timesOf(task);
                busy += times[0];
                waiting += times[1];
            }
        } catch (IOException e) {
            // whoever may not look knows nothing, which is no fault of the device
            return UNKNOWN;
        }
        return new LoopTimes(Duration.ofNanos(busy), Duration.ofNanos(waiting));
    }

    private static long[] timesOf(Path task) {
        try {
            if (Files.readString(task.resolve("comm")).startsWith(LOOP)) {
                String[] fields =
                        Files.readString(task.resolve("schedstat")).strip().split(" ", -1);
                return new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1])};
            }
        } catch (IOException | NumberFormatException e) {
            // the thread has ended meanwhile, or the kernel does not count
            return new long[2];
        }
        return new long[2];
    }

    LoopTimes since(LoopTimes begin) {
        return new LoopTimes(difference(busy, begin.busy), difference(waiting, begin.waiting));
    }

    /** Threads that have ended in between make it negative, which means nothing. */
    private static Duration difference(Duration now, Duration before) {
        Duration difference = now.minus(before);
        return difference.isNegative() ? Duration.ZERO : difference;
    }
}
