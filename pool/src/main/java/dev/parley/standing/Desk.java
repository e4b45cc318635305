package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all standing sessions of a client share: the settings, the lock, the time, the gate, what is known of devices, and who is
 * told what happens. What is to be done about a change is found out under the lock and done after it.
 */
final class Desk {
    private final StandingSettings settings;
    private final Clockwork clock;
    private final Opener opener;
    private final Executor callbacks;
    private final RandomGenerator chance;
    private final Mail mail;
    private final ReentrantLock lock = new ReentrantLock();
    private final Gate gate;
    private final Map<String, Place> places = new HashMap<>();
    private final Set<Keeper> keepers = new LinkedHashSet<>();
    private final Counts counts = new Counts();
    private boolean closed;

    /** Begins attempts. */
    @FunctionalInterface
    interface Opener {
        /** Begins one; whatever goes wrong, the future tells. Cancelling it gives the attempt up. */
        CompletableFuture<Live> open(Device device);
    }

    /** What has happened so far. Under the lock. */
    static final class Counts {
        long opened;
        long failed;
        long lost;
    }

    Desk(
            StandingSettings settings,
            Clockwork clock,
            Opener opener,
            Executor callbacks,
            RandomGenerator chance,
            List<StandingListener> listeners) {
        this.settings = settings;
        this.clock = clock;
        this.opener = opener;
        this.callbacks = callbacks;
        this.chance = chance;
        this.mail = new Mail(listeners, callbacks);
        this.gate = new Gate(this, settings.maxOpening(), settings.openingsPerSecond());
    }

    StandingSettings settings() {
        return settings;
    }

    Clockwork clock() {
        return clock;
    }

    Gate gate() {
        return gate;
    }

    Counts counts() {
        return counts;
    }

    /** Those who keep a session. Under the lock. */
    Set<Keeper> keepers() {
        return keepers;
    }

    CompletableFuture<Live> open(Device device) {
        return opener.open(device);
    }

    /** Does what is a user's, or may block, where that belongs. */
    void callBack(Runnable task) {
        callbacks.execute(task);
    }

    /**
     * Changes something under the lock.
     *
     * @param change adds to the list what is to be done, in that order, when the lock is free again
     */
    void change(Consumer<List<Runnable>> change) {
        List<Runnable> later = new ArrayList<>();
        lock.lock();
        try {
            change.accept(later);
        } finally {
            lock.unlock();
        }
        later.forEach(Runnable::run);
        mail.deliver();
    }

    /** Looks at something under the lock. */
    <T> T look(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    /** Changes something after a while. */
    Future<?> after(Duration delay, Consumer<List<Runnable>> change) {
        return clock.after(delay, () -> change(change));
    }

    /** Tells one listener, and perhaps those of all sessions. Under the lock, so the order is that of the changes. */
    void tell(Device device, @Nullable StandingListener own, boolean all, StandingEvent event) {
        mail.add(device, own, all, event);
    }

    // ---- who keeps a session

    /** Begins to keep a session. */
    Keeper keep(Device device, @Nullable StandingListener listener) {
        List<Keeper> made = new ArrayList<>(1);
        change(later -> {
            if (closed) {
                throw new AcquireException(
                        AcquireException.Reason.POOL_CLOSED,
                        "no session is kept open with " + device.label() + ": the standing sessions are closed",
                        null,
                        null);
            }
            Place place = placeOf(device);
            Keeper keeper = new Keeper(this, place, device, listener);
            place.keepers().add(keeper);
            keepers.add(keeper);
            made.add(keeper);
            keeper.begin(later);
        });
        return made.get(0);
    }

    /** What is known of where a device is. Under the lock. */
    Place placeOf(Device device) {
        Place place = places.computeIfAbsent(
                Place.nameOf(device),
                name -> new Place(
                        name,
                        new Circuit(
                                settings.circuitFailures(),
                                settings.circuitFirst(),
                                settings.circuitLongest(),
                                chance)));
        place.touch(clock.nanos());
        return place;
    }

    /** Somebody says that a device is worth an attempt now. Under the lock. */
    void retry(Device device, List<Runnable> later) {
        Place place = placeOf(device);
        place.forgive(device);
        place.circuit().hasten(clock.nanos());
        for (Keeper keeper : List.copyOf(place.keepers())) {
            if (keeper.device().equals(device)) {
                keeper.retry(later);
            }
        }
    }

    /** One keeps no session any more. Under the lock. */
    void forget(Keeper keeper) {
        keepers.remove(keeper);
        keeper.place().keepers().remove(keeper);
        tidy(keeper.place());
    }

    /** Of how many places something is remembered. Under the lock. */
    int remembered() {
        return places.size();
    }

    /** Forgets a place of which there is nothing to remember. Under the lock. */
    void tidy(Place place) {
        if (place.isForgettable(clock.nanos())) {
            places.remove(place.name(), place);
        }
    }

    /** Forgets all places of which there is nothing to remember. Under the lock. */
    void tidyAll() {
        long now = clock.nanos();
        places.values().removeIf(place -> place.isForgettable(now));
    }

    /** Keeps none any more, and ends those that are kept. */
    CompletableFuture<Void> close() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        change(later -> {
            closed = true;
            for (Keeper keeper : List.copyOf(keepers)) {
                ends.add(keeper.close(later));
            }
        });
        return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
                .whenComplete((all, failure) -> clock.stop());
    }

    // ---- what comes of attempts, whoever makes them

    /** A time from that one up to half as much again, so that what was refused together is not tried together. */
    private Duration stretched(Duration pause) {
        return pause.plusNanos(chance.nextLong(pause.toNanos() / 2 + 1));
    }

    /** The device, or a check of ours, said no to an attempt. Under the lock. */
    Place.Refusal refused(Place place, Device device, Outcome outcome, Throwable failure, @Nullable Reading reading) {
        Place.Refusal before = place.refusalOf(device);
        int logins = before == null ? 0 : before.logins();
        Set<Object> tried = before == null ? new HashSet<>() : new HashSet<>(before.tried());
        if (outcome == Outcome.LOGIN_REFUSED) {
            logins++;
            tried.addAll(reading == null ? Set.of() : reading.logins());
        }
        Duration pause = stretched(outcome == Outcome.LOGIN_REFUSED ? settings.loginPause() : settings.refusedPause());
        boolean last = outcome == Outcome.HOPELESS || logins >= settings.maxLogins();
        long until = clock.nanos() + pause.toNanos();
        Place.Refusal refusal = new Place.Refusal(until, pause, logins, tried, last, failure, reading);
        place.touch(clock.nanos());
        place.refused(device, refusal);
        return refusal;
    }

    /** All attempts that were refused, and have not been made again with success. Under the lock. */
    Map<Device, Place.Refusal> refusals() {
        Map<Device, Place.Refusal> all = new HashMap<>();
        places.values().forEach(place -> all.putAll(place.refusals()));
        return all;
    }

    /** Lets those try again who met a refusal, if it is still the last one. Under the lock. */
    void overtake(Device device, Place.Refusal refusal, List<Runnable> later) {
        Place place = places.get(Place.nameOf(device));
        if (place != null && refusal.equals(place.refusalOf(device))) {
            place.refused(device, refusal.overtaken(clock.nanos()));
            mended(place, device, later);
        }
    }

    /** The device has let somebody in: nothing is known against that any more. Under the lock. */
    void letIn(Place place, Device device, List<Runnable> later) {
        place.forgive(device);
        mended(place, device, later);
    }

    private static void mended(Place place, Device device, List<Runnable> later) {
        for (Keeper keeper : List.copyOf(place.keepers())) {
            if (keeper.device().equals(device)) {
                keeper.mended(later);
            }
        }
    }

    /** The device has answered. Under the lock. */
    void answered(Place place, List<Runnable> later) {
        if (place.circuit().answered()) {
            for (Keeper keeper : List.copyOf(place.keepers())) {
                keeper.circuitClosed(later);
            }
        }
    }

    /** The device has not answered that attempt; true if it is left alone now. Under the lock. */
    boolean notAnswered(Place place, Throwable failure, Object who) {
        long now = clock.nanos();
        place.touch(now);
        Circuit circuit = place.circuit();
        boolean opened = circuit.failed(now, failure, who);
        if (opened) {
            Duration pause = Duration.ofNanos(circuit.until() - now);
            StandingEvent event = new StandingEvent.CircuitOpened(
                    circuit.failures(), clock.instant().plus(pause), failure);
            place.keepers().forEach(keeper -> keeper.tell(event));
        }
        return opened;
    }
}
