package dev.parley.pool;

import dev.parley.error.Durations;
import dev.parley.error.InputException;
import dev.parley.operation.Datastore;
import dev.parley.operation.Filter;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Operation;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions a pool has, how long it keeps them, and how long it waits. Every time is above zero and at most a day; any
 * other is refused with an {@link InputException}.
 *
 * @param maxPerDevice sessions with one device at the same time, those included that are being opened or closed. Devices
 *     have few: some three for all their clients together
 * @param maxTotal sessions with all devices at the same time
 * @param maxWaiting how many may wait for one device; who comes then is refused at once
 * @param acquire how long to wait for a session: for a turn, for its opening and for its validation together
 * @param maxIdle how long a session is kept without use; less than what the device allows, which ends sessions too
 * @param maxAge how old a session may become; it is not taken away from a holder for that
 * @param validateAfter after how long without use a session is tried before it is lent
 * @param validation what it is tried with, or null for not at all; an error that the device answers is an answer
 * @param validationLimit how long the answer to that may take
 * @param cleaning how long it may take to take back what was left on a session
 * @param drain how long {@link SessionPool#close} waits for holders
 * @param harmless operations beyond those of the standards that leave nothing behind on a session; any other that the pool
 *     does not know ends the session when it is returned
 */
public record PoolSettings(
        int maxPerDevice,
        int maxTotal,
        int maxWaiting,
        Duration acquire,
        Duration maxIdle,
        Duration maxAge,
        Duration validateAfter,
        @Nullable Operation<?> validation,
        Duration validationLimit,
        Duration cleaning,
        Duration drain,
        Set<QName> harmless) {
    /**
     * Two sessions with a device, 1000 in all, 1000 waiting for a device; acquire 30 s; idle for 2 min, an hour old; tried with
     * an empty {@code get-config} after 10 s without use, for 5 s; cleaning and drain 10 s.
     */
    public static final PoolSettings DEFAULT = new PoolSettings(
            2,
            1_000,
            1_000,
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            GetConfig.from(Datastore.RUNNING).filter(Filter.nothing()),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Set.of());

    public PoolSettings {
        if (maxPerDevice < 1 || maxTotal < 1 || maxWaiting < 1) {
            throw InputException.of(
                    InputException.Reason.BAD_SETTING, "a pool has at least one session, and one may wait for it");
        }
        Duration[] limits = {acquire, maxIdle, maxAge, validateAfter, validationLimit, cleaning, drain};
        for (Duration limit : limits) {
            Durations.checkLimit(limit);
        }
        harmless = Set.copyOf(harmless);
    }

    /** The components, while one of them changes. */
    private static final class Draft {
        private int maxPerDevice;
        private int maxTotal;
        private int maxWaiting;
        private Duration acquire;
        private Duration maxIdle;
        private Duration maxAge;
        private Duration validateAfter;
        private @Nullable Operation<?> validation;
        private Duration validationLimit;
        private Duration cleaning;
        private Duration drain;
        private Set<QName> harmless;

        Draft(PoolSettings from) {
            maxPerDevice = from.maxPerDevice;
            maxTotal = from.maxTotal;
            maxWaiting = from.maxWaiting;
            acquire = from.acquire;
            maxIdle = from.maxIdle;
            maxAge = from.maxAge;
            validateAfter = from.validateAfter;
            validation = from.validation;
            validationLimit = from.validationLimit;
            cleaning = from.cleaning;
            drain = from.drain;
            harmless = from.harmless;
        }
    }

    private PoolSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new PoolSettings(
                draft.maxPerDevice,
                draft.maxTotal,
                draft.maxWaiting,
                draft.acquire,
                draft.maxIdle,
                draft.maxAge,
                draft.validateAfter,
                draft.validation,
                draft.validationLimit,
                draft.cleaning,
                draft.drain,
                draft.harmless);
    }

    /** The same with that many sessions with one device, and in all. */
    public PoolSettings withSessions(int perDevice, int total) {
        return with(draft -> {
            draft.maxPerDevice = perDevice;
            draft.maxTotal = total;
        });
    }

    /** The same with that many who may wait for one device. */
    public PoolSettings withMaxWaiting(int most) {
        return with(draft -> draft.maxWaiting = most);
    }

    /** The same with another time to wait for a session. */
    public PoolSettings withAcquire(Duration limit) {
        return with(draft -> draft.acquire = limit);
    }

    /** The same with sessions kept that long, without use and altogether. */
    public PoolSettings withLifetime(Duration idle, Duration age) {
        return with(draft -> {
            draft.maxIdle = idle;
            draft.maxAge = age;
        });
    }

    /**
     * The same with sessions tried in another way.
     *
     * @param idle after how long without use
     * @param operation what is asked; something that the device answers at once
     * @param limit how long the answer may take
     */
    public PoolSettings withValidation(Duration idle, Operation<?> operation, Duration limit) {
        return with(draft -> {
            draft.validateAfter = idle;
            draft.validation = operation;
            draft.validationLimit = limit;
        });
    }

    /** The same with sessions lent as they are, however long nobody has used them. */
    public PoolSettings withoutValidation() {
        return with(draft -> draft.validation = null);
    }

    /** The same with another time for taking back what was left on a session. */
    public PoolSettings withCleaning(Duration limit) {
        return with(draft -> draft.cleaning = limit);
    }

    /** The same with another time to wait for holders when the pool is closed. */
    public PoolSettings withDrain(Duration limit) {
        return with(draft -> draft.drain = limit);
    }

    /** The same, with one more operation that leaves nothing behind on a session. */
    public PoolSettings withHarmless(String namespace, String operation) {
        Set<QName> more = new HashSet<>(harmless);
        more.add(new QName(namespace, operation));
        return with(draft -> draft.harmless = more);
    }
}
