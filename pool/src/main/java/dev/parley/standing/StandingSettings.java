package dev.parley.standing;

import dev.parley.error.Durations;
import dev.parley.error.InputException;
import dev.parley.operation.Datastore;
import dev.parley.operation.Filter;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Operation;
import dev.parley.session.Backoff;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How sessions are kept open. Every time is above zero and at most a day, but for the thresholds of certificates; any other is
 * refused with an {@link InputException}.
 *
 * @param backoff how long to wait before an attempt
 * @param stable how long a session must have been up for the attempts to be counted from 1 again; one that is lost sooner counts
 *     as one more that was in vain
 * @param maxOpening how many attempts may be under way at once, to all devices together
 * @param openingsPerSecond how many attempts may begin in a second, to all devices together
 * @param circuitFailures after how many failures in a row a device is left alone
 * @param circuitFirst how long at first; between half of it and all of it
 * @param circuitLongest how long at most, since it doubles each time
 * @param refusedPause how long to wait at least after a failure that needs somebody to mend it
 * @param loginPause how long to wait at least after a login was refused, so that nobody is locked out
 * @param maxLogins how many logins may be refused in a row before the session is given up; below what locks users out
 * @param acquire how long to wait for a session
 * @param maxWaiting how many may wait for one
 * @param probe what a device is asked that has been silent, or null for nothing; an error that it answers is an answer
 * @param probeAfter after how long a silence
 * @param probeLimit how long the answer may take. A device or a link that is dead is noticed within {@code probeAfter +
 *     probeLimit} of the last byte that came from it; while requests are under way, within that time of the first that runs out
 *     of its own
 * @param drain how long closing waits for those who use a session
 * @param watch how often files and certificates are looked at
 * @param warnings how long before its end it is told of a certificate, the longest time first
 */
public record StandingSettings(
        Backoff backoff,
        Duration stable,
        int maxOpening,
        int openingsPerSecond,
        int circuitFailures,
        Duration circuitFirst,
        Duration circuitLongest,
        Duration refusedPause,
        Duration loginPause,
        int maxLogins,
        Duration acquire,
        int maxWaiting,
        @Nullable Operation<?> probe,
        Duration probeAfter,
        Duration probeLimit,
        Duration drain,
        Duration watch,
        List<Duration> warnings) {
    /**
     * Backoff from a second to a minute, stable after a minute; 256 attempts at once and 100 a second; left alone after five
     * failures, for 10 s to 2 min; 5 min after a refusal, half an hour after a refused login, given up after two of those; acquire
     * 30 s, 1000 waiting; an empty {@code get-config} after 2 min of silence, for 15 s; drain 10 s; files and certificates are
     * looked at each minute, with warnings 30, 14, 7 and 1 days before the end.
     */
    public static final StandingSettings DEFAULT = new StandingSettings(
            Backoff.DEFAULT,
            Duration.ofMinutes(1),
            256,
            100,
            5,
            Duration.ofSeconds(10),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            2,
            Duration.ofSeconds(30),
            1_000,
            GetConfig.from(Datastore.RUNNING).filter(Filter.nothing()),
            Duration.ofMinutes(2),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            List.of(Duration.ofDays(30), Duration.ofDays(14), Duration.ofDays(7), Duration.ofDays(1)));

    public StandingSettings {
        if (maxOpening < 1 || openingsPerSecond < 1 || openingsPerSecond > 10_000) {
            throw bad("at least one attempt at once, and from 1 to 10000 a second");
        }
        if (circuitFailures < 1 || maxLogins < 1 || maxWaiting < 1) {
            throw bad("at least one failure, one login, and one who waits");
        }
        if (circuitLongest.compareTo(circuitFirst) < 0) {
            throw bad("the longest time that a device is left alone is no shorter than the first");
        }
        Duration[] limits = {
            stable,
            circuitFirst,
            circuitLongest,
            refusedPause,
            loginPause,
            acquire,
            probeAfter,
            probeLimit,
            drain,
            watch
        };
        for (Duration limit : limits) {
            Durations.checkLimit(limit);
        }
        if (warnings.stream().anyMatch(time -> time.isNegative() || time.isZero())) {
            throw bad("warnings come before the end of a certificate; that it has expired is told anyhow");
        }
        warnings = warnings.stream().sorted(Comparator.reverseOrder()).toList();
    }

    private static InputException bad(String what) {
        return InputException.of(InputException.Reason.BAD_SETTING, what);
    }

    /** The components, while one of them changes. */
    private static final class Draft {
        private Backoff backoff;
        private Duration stable;
        private int maxOpening;
        private int openingsPerSecond;
        private int circuitFailures;
        private Duration circuitFirst;
        private Duration circuitLongest;
        private Duration refusedPause;
        private Duration loginPause;
        private int maxLogins;
        private Duration acquire;
        private int maxWaiting;
        private @Nullable Operation<?> probe;
        private Duration probeAfter;
        private Duration probeLimit;
        private Duration drain;
        private Duration watch;
        private List<Duration> warnings;

        Draft(StandingSettings from) {
            backoff = from.backoff;
            stable = from.stable;
            maxOpening = from.maxOpening;
            openingsPerSecond = from.openingsPerSecond;
            circuitFailures = from.circuitFailures;
            circuitFirst = from.circuitFirst;
            circuitLongest = from.circuitLongest;
            refusedPause = from.refusedPause;
            loginPause = from.loginPause;
            maxLogins = from.maxLogins;
            acquire = from.acquire;
            maxWaiting = from.maxWaiting;
            probe = from.probe;
            probeAfter = from.probeAfter;
            probeLimit = from.probeLimit;
            drain = from.drain;
            watch = from.watch;
            warnings = from.warnings;
        }
    }

    private StandingSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new StandingSettings(
                draft.backoff,
                draft.stable,
                draft.maxOpening,
                draft.openingsPerSecond,
                draft.circuitFailures,
                draft.circuitFirst,
                draft.circuitLongest,
                draft.refusedPause,
                draft.loginPause,
                draft.maxLogins,
                draft.acquire,
                draft.maxWaiting,
                draft.probe,
                draft.probeAfter,
                draft.probeLimit,
                draft.drain,
                draft.watch,
                draft.warnings);
    }

    /**
     * The same with another time before attempts, and until a session counts as stable.
     *
     * @param some must return at once; it is asked under a lock
     */
    public StandingSettings withBackoff(Backoff some, Duration stableAfter) {
        return with(draft -> {
            draft.backoff = some;
            draft.stable = stableAfter;
        });
    }

    /** The same with that many attempts at once and in a second, to all devices together. */
    public StandingSettings withOpenings(int atOnce, int perSecond) {
        return with(draft -> {
            draft.maxOpening = atOnce;
            draft.openingsPerSecond = perSecond;
        });
    }

    /** The same with devices left alone after that many failures in a row, for a time that doubles. */
    public StandingSettings withCircuit(int failures, Duration first, Duration longest) {
        return with(draft -> {
            draft.circuitFailures = failures;
            draft.circuitFirst = first;
            draft.circuitLongest = longest;
        });
    }

    /** The same with another time after a failure that needs somebody to mend it. */
    public StandingSettings withRefusedPause(Duration pause) {
        return with(draft -> draft.refusedPause = pause);
    }

    /** The same with that many refused logins in a row, and that time between them. */
    public StandingSettings withLogins(int most, Duration pause) {
        return with(draft -> {
            draft.maxLogins = most;
            draft.loginPause = pause;
        });
    }

    /** The same with another time to wait for a session. */
    public StandingSettings withAcquire(Duration limit) {
        return with(draft -> draft.acquire = limit);
    }

    /** The same with that many who may wait for a session. */
    public StandingSettings withMaxWaiting(int most) {
        return with(draft -> draft.maxWaiting = most);
    }

    /**
     * The same with devices that have been silent asked in another way.
     *
     * @param silence after how long a silence
     * @param operation what is asked; something that the device answers at once
     * @param limit how long the answer may take
     */
    public StandingSettings withProbe(Duration silence, Operation<?> operation, Duration limit) {
        return with(draft -> {
            draft.probeAfter = silence;
            draft.probe = operation;
            draft.probeLimit = limit;
        });
    }

    /** The same with devices asked nothing of themselves: a link that is dead is noticed by TCP's keepalive alone. */
    public StandingSettings withoutProbe() {
        return with(draft -> draft.probe = null);
    }

    /** The same with another time to wait for those who use a session when it is closed. */
    public StandingSettings withDrain(Duration limit) {
        return with(draft -> draft.drain = limit);
    }

    /** The same with files and certificates looked at that often, and warnings that long before the end of one. */
    public StandingSettings withWatch(Duration every, Duration... before) {
        return with(draft -> {
            draft.watch = every;
            draft.warnings = List.of(before);
        });
    }
}
