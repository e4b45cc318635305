package dev.parley.standing;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a device is worth an attempt: after some failures in a row it is left alone for a while, then tried once, and left alone
 * for twice as long if that fails, too. Times carry jitter, so that devices that failed together are not tried together. Under the
 * lock; times are those of the nanosecond clock.
 *
 * <p>It is our own, because one of resilience4j takes 812 bytes for a device where this takes 64 (measured with ten thousand), and
 * would come with two modules that have no descriptors.
 */
final class Circuit {
    private final int threshold;
    private final long first;
    private final long longest;
    private final RandomGenerator chance;
    private int failures;
    private int openings;
    private long until;
    /** Whether no attempt is made, until it is time for one. */
    private boolean leftAlone;
    /** Whose attempt decides how it goes on with a device that is left alone; null if none is under way. */
    private @Nullable Object trier;

    private @Nullable Throwable lastFailure;

    /** What somebody hears who wants to make an attempt. */
    enum Answer {
        /** Go on. */
        YES,
        /** Not before {@link #until}. */
        LATER,
        /** Somebody else is trying just now. */
        WHEN_TRIED
    }

    Circuit(int threshold, Duration first, Duration longest, RandomGenerator chance) {
        this.threshold = threshold;
        this.first = first.toNanos();
        this.longest = longest.toNanos();
        this.chance = chance;
    }

    /**
     * Somebody wants to make an attempt; after a YES, its end must be reported.
     *
     * @param who whose attempt it is, by identity
     */
    Answer ask(long now, Object who) {
        if (!leftAlone) {
            return Answer.YES;
        }
        if (trier != null) {
            return Answer.WHEN_TRIED;
        }
        if (now - until < 0) {
            return Answer.LATER;
        }
        trier = who;
        return Answer.YES;
    }

    /** When one may try. */
    long until() {
        return until;
    }

    /** How many attempts in a row have failed. */
    int failures() {
        return failures;
    }

    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    boolean isClosed() {
        return !leftAlone;
    }

    /**
     * The device has answered, be it with a refusal.
     *
     * @return whether it had been left alone
     */
    boolean answered() {
        boolean was = leftAlone;
        leftAlone = false;
        trier = null;
        failures = 0;
        openings = 0;
        lastFailure = null;
        return was;
    }

    /**
     * The device has not answered.
     *
     * @param who whose attempt it was
     * @return whether it is left alone now because of that
     */
    boolean failed(long now, Throwable why, Object who) {
        failures++;
        lastFailure = why;
        if (leftAlone ? trier != who : failures < threshold) {
            // an attempt from before it was left alone says nothing new
            return false;
        }
        long bound = Math.min(longest, first << Math.min(openings, Long.numberOfLeadingZeros(first) - 2));
        openings++;
        until = now + bound / 2 + chance.nextLong(bound / 2 + 1);
        leftAlone = true;
        trier = null;
        return true;
    }

    /** The attempt ended before it said anything of the device. */
    void abandoned(Object who) {
        // one from before the device was left alone decides nothing, and does not let another in
        if (trier == who) {
            // the next one decides
            trier = null;
        }
    }

    /** Somebody says that it is worth an attempt now. */
    void hasten(long now) {
        if (leftAlone) {
            until = now;
        }
    }
}
