package dev.parley.doctor.series;

import dev.parley.device.Device;
import dev.parley.doctor.Doctor;
import dev.parley.doctor.evidence.Evidence;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Attempts at one device, one after the other or several at once, for a fault that comes and goes. Each opens a session,
 * asks one harmless thing and closes it again; none is repeated in another way.
 */
public final class Series {
    private final Doctor doctor;
    private final Device device;
    private final Pace pace;
    private final Consumer<AttemptLine> listener;
    private final ReentrantLock telling = new ReentrantLock();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
    private final long start = System.nanoTime();
    private volatile long lastEnd = -1;

    private Series(Doctor doctor, Device device, Pace pace, Consumer<AttemptLine> listener) {
        this.doctor = doctor;
        this.device = device;
        this.pace = pace;
        this.listener = listener;
    }

    /**
     * Makes a series, and returns when it is over. An interrupt ends it: no further attempt begins, those under way are
     * waited for, and the thread stays interrupted.
     *
     * @param doctor who makes the attempts
     * @param device with whom
     * @param pace how many and how fast
     * @param listener is told of each attempt when it is over, one at a time; an exception of it ends the series, and is
     *     thrown here
     */
    public static void make(Doctor doctor, Device device, Pace pace, Consumer<AttemptLine> listener) {
        new Series(doctor, device, pace, listener).run();
    }

    private void run() {
        ExecutorService lanes = Executors.newFixedThreadPool(pace.atOnce(), task -> {
            Thread thread = new Thread(task, "parley-series");
            thread.setDaemon(true);
            return thread;
        });
        Semaphore free = new Semaphore(pace.atOnce());
        boolean interrupted = false;
        try {
            for (int i = 0; i < pace.times() && broken.get() == null; i++) {
                Duration due = pace.every().multipliedBy(i);
                if (due.compareTo(pace.lasting()) > 0) {
                    break;
                }
                TimeUnit.NANOSECONDS.sleep(due.toNanos() - (System.nanoTime() - start));
                free.acquire();
                lanes.execute(() -> attempt(free));
            }
            free.acquire(pace.atOnce());
        } catch (InterruptedException e) {
            interrupted = true;
            free.acquireUninterruptibly(pace.atOnce());
        } finally {
            lanes.shutdown();
        }
        RuntimeException failure = broken.get();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void attempt(Semaphore free) {
        try {
            int atOnce = underWay.incrementAndGet();
            double since = lastEnd < 0 ? -1 : (System.nanoTime() - lastEnd) / 1e9;
            Evidence evidence = doctor.attempt(device);
            tell(AttemptLine.of(evidence, atOnce, Math.rint(since * 1000) / 1000));
        } catch (RuntimeException e) {
            broken.compareAndSet(null, e);
        } finally {
            underWay.decrementAndGet();
            lastEnd = System.nanoTime();
            free.release();
        }
    }

    private void tell(AttemptLine line) {
        telling.lock();
        try {
            listener.accept(line);
        } finally {
            telling.unlock();
        }
    }
}
