package dev.parley.doctor.series;

import dev.parley.device.Device;
import dev.parley.doctor.Doctor;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.error.OpenException;
import dev.parley.error.RequestException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Attempts at one device, one after the other or several at once, for a fault that comes and goes. Each opens a session,
 * asks one harmless thing and closes it again; none is repeated. They are made different in what a fault may depend on: each
 * time a random number of them begins together, as far as several may be under way; one in four makes a full TLS handshake
 * although sessions may be resumed; and if the device's name has several addresses, three in four go to one of them that is
 * picked at random (not over SSH).
 */
public final class Series {
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Doctor doctor;
    private final Pace pace;
    private final Consumer<AttemptLine> listener;
    private final RandomGenerator random = new SecureRandom();
    private final Variety variety;
    private final Surroundings surroundings;
    private final ReentrantLock telling = new ReentrantLock();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();

    private Series(Doctor doctor, Device device, Pace pace, Consumer<AttemptLine> listener, Surroundings surroundings) {
        this.doctor = doctor;
        this.pace = pace;
        this.listener = listener;
        this.variety = new Variety(device, random);
        this.surroundings = surroundings;
    }

    /**
     * Makes a series, and returns when it is over. An interrupt ends it: no further attempt begins, those under way have
     * three seconds to end, what is left of them is given up and not told, and the thread stays interrupted.
     *
     * @param doctor who makes the attempts
     * @param device with whom
     * @param pace how many and how fast
     * @param listener is told of each attempt when it is over, one at a time; an exception of it ends the series, and is
     *     thrown here
     */
    public static void make(Doctor doctor, Device device, Pace pace, Consumer<AttemptLine> listener) {
        try (Surroundings surroundings = new Surroundings()) {
            new Series(doctor, device, pace, listener, surroundings).run();
        }
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
            begin(lanes, free);
            free.acquire(pace.atOnce());
        } catch (InterruptedException e) {
            interrupted = true;
            giveUp(lanes, free);
        } finally {
            lanes.shutdown();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable failure = broken.get();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /**
     * Begins them, each time a random number together, as far as there is room. What had to wait for its turn moves what
     * comes behind it: nothing comes in a rush.
     */
    private void begin(ExecutorService lanes, Semaphore free) throws InterruptedException {
        long start = System.nanoTime();
        long due = start;
        int begun = 0;
        while (begun < pace.times()
                && broken.get() == null
                && due - start <= pace.lasting().toNanos()) {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            free.acquire();
            due = Math.max(due, System.nanoTime()) + pace.every().toNanos();
            int together = Math.min(1 + random.nextInt(pace.atOnce()), pace.times() - begun);
            int began = 0;
            do {
                lanes.execute(() -> attempt(free));
                began++;
            } while (began < together && free.tryAcquire());
            begun += began;
        }
    }

    private void giveUp(ExecutorService lanes, Semaphore free) {
        try {
            if (free.tryAcquire(pace.atOnce(), GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            // somebody is in a hurry
        }
        lanes.shutdownNow();
        free.acquireUninterruptibly(pace.atOnce());
    }

    private void attempt(Semaphore free) {
        Map<String, @Nullable Object> around = surroundings.begin();
        try {
            Evidence evidence = doctor.attempt(variety.next());
            surroundings.end();
            variety.seen(evidence.target(), evidence.addresses());
            if (!isGivenUp(evidence)) {
                tell(AttemptLine.of(evidence, around));
            }
        } catch (RuntimeException | Error e) {
            broken.compareAndSet(null, e);
        } finally {
            free.release();
        }
    }

    private static boolean isGivenUp(Evidence evidence) {
        return evidence.trouble()
                .map(failure ->
                        failure.is(OpenException.Reason.CANCELLED) || failure.is(RequestException.Reason.CANCELLED))
                .orElse(false);
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
