package dev.parley.bench.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What this process has used up since the meter was made: processor time, without that of the threads that compile
 * methods; time on the clock; bytes allocated on the heap by the threads that still live.
 *
 * <p>The processor time of a process comes in steps of 10 ms, so a round must be long against that.
 */
final class Meter {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long wall = System.nanoTime();
    private final long cpu = PROCESS.getProcessCpuTime() - compilers();
    private final Map<Long, Long> allocated = allocatedByThread();

    /** Nanoseconds of the compiler threads so far; none where there is no /proc. */
    private static long compilers() {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        long nanos = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                nanos += compiler(task);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the threads of this process cannot be listed", e);
        }
        return nanos;
    }

    private static long compiler(Path task) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm"));
            if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
                return 0;
            }
            String times = Files.readString(task.resolve("schedstat"));
            return Long.parseLong(times.substring(0, times.indexOf(' ')));
        } catch (NoSuchFileException e) {
            // the thread has ended meanwhile; the JVM is started so that compilers do not
            return 0;
        }
    }

    private static Map<Long, Long> allocatedByThread() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            byThread.put(ids[i], Math.max(0, bytes[i]));
        }
        return byThread;
    }

    /** What was used up since this was made. */
    Measurement read(long units) {
        long elapsed = System.nanoTime() - wall;
        long used = PROCESS.getProcessCpuTime() - compilers() - cpu;
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocatedByThread().entrySet()) {
            bytes += thread.getValue() - allocated.getOrDefault(thread.getKey(), 0L);
        }
        return new Measurement(units, used, elapsed, bytes);
    }
}
