package dev.parley.doctor.evidence;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how this machine and this process fare. A task that is due every five milliseconds shows whether threads get the
 * processor when they want it. Safe for all threads.
 */
public final class LoadMeter implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "parley-doctor-clock");
        thread.setDaemon(true);
        return thread;
    });
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final AtomicLong due = new AtomicLong(System.nanoTime() + TICK_NANOS);
    private final Delays delays = new Delays();

    /** The worst delay in each of the last stretches of time, as a ring. */
    private static final class Delays {
        private static final int STRETCHES = 4_096;
        private static final long STRETCH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
        private final long[] worst = new long[STRETCHES];
        private final long[] stretch = new long[STRETCHES];

        synchronized void add(long at, long delay) {
            long number = Math.floorDiv(at, STRETCH_NANOS);
            int index = (int) Math.floorMod(number, (long) STRETCHES);
            worst[index] = stretch[index] == number ? Math.max(worst[index], delay) : delay;
            stretch[index] = number;
        }

        synchronized long worstSince(long since) {
            long first = Math.floorDiv(since, STRETCH_NANOS);
            long found = 0;
            for (int i = 0; i < STRETCHES; i++) {
                if (stretch[i] >= first) {
                    found = Math.max(found, worst[i]);
                }
            }
            return found;
        }
    }

    private LoadMeter() {}

    /** A meter that runs from now on. */
    public static LoadMeter start() {
        LoadMeter meter = new LoadMeter();
        meter.clock.scheduleWithFixedDelay(meter::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
        return meter;
    }

    private void tick() {
        long now = System.nanoTime();
        delays.add(now, Math.max(0, now - due.get()));
        due.set(System.nanoTime() + TICK_NANOS);
    }

    /** Where a measurement begins. */
    public Reading read() {
        return new Reading(System.nanoTime(), system.getProcessCpuTime(), collecting(), LoopTimes.read());
    }

    /** What happened since then. */
    public ClientLoad since(Reading begin) {
        long now = System.nanoTime();
        long lasted = Math.max(1, now - begin.at);
        long cpu = system.getProcessCpuTime();
        double share = cpu < 0 || begin.cpu < 0
                ? -1
                : (cpu - begin.cpu) / (double) lasted / Runtime.getRuntime().availableProcessors();
        // a tick that is overdue now has not been told yet
        long overdue = Math.max(0, now - due.get());
        LoopTimes loops = LoopTimes.read().since(begin.loops);
        long mostFiles = system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : -1;
        return new ClientLoad(
                Duration.ofNanos(lasted),
                share,
                system.getCpuLoad(),
                Duration.ofMillis(collecting() - begin.collecting),
                Duration.ofNanos(Math.max(overdue, delays.worstSince(begin.at))),
                loops.busy(),
                loops.waiting(),
                openFiles(mostFiles),
                mostFiles);
    }

    private long openFiles(long most) {
        try {
            return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : -1;
        } catch (InternalError e) {
            // counting them takes one itself, and the JDK throws this where there is none
            return most;
        }
    }

    private static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(millis -> millis > 0)
                .sum();
    }

    /** Where a measurement began. */
    public static final class Reading {
        private final long at;
        private final long cpu;
        private final long collecting;
        private final LoopTimes loops;

        private Reading(long at, long cpu, long collecting, LoopTimes loops) {
            this.at = at;
            this.cpu = cpu;
            this.collecting = collecting;
            this.loops = loops;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
