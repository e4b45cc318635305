package dev.parley.simulator.datastore;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.simulator.datastore.ChangeListener.ConfirmedCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one device and what the protocol does with it: read, edit, copy, lock, commit, confirm, revert
 * (RFC 6241 sections 7 and 8). Sessions are known by their numbers.
 *
 * <p>Every operation either does all that its name says or throws {@link Refusal} with the errors that the standard's
 * appendix A prescribes; an edit may, as its {@code error-option} allows, do a part and throw. May be used by any thread:
 * every method holds this object's monitor, none blocks for anything else.
 */
public final class Datastores {
    private final Set<Feature> features;
    private final Schema schema;
    private final List<Rule> rules;
    private final Scheduler scheduler;
    private final ChangeListener listener;

    // Guarded by this.
    private DataTree running;
    private DataTree startup;
    /** Null while the candidate is what running is: then nothing waits to be committed. */
    private @Nullable DataTree candidate;

    private @Nullable Pending pending;
    private long confirmedCommits;
    private final Map<Datastore, HeldLock> locks = new EnumMap<>(Datastore.class);
    private final Map<String, DataTree> files = new HashMap<>();

    /**
     * A lock on a whole datastore.
     *
     * @param session who holds it
     * @param since since when
     */
    public record HeldLock(long session, Instant since) {}

    /** A confirmed commit that nobody has confirmed yet. */
    private record Pending(
            long number,
            DataTree before,
            long session,
            @Nullable String persist,
            Scheduler.Scheduled timer) {}

    private Datastores(Builder from) {
        this.features = from.features.isEmpty() ? Set.of() : Set.copyOf(from.features);
        this.schema = from.schema;
        this.rules = List.copyOf(from.rules);
        this.scheduler = from.scheduler;
        this.listener = from.listener;
        this.running = from.running;
        this.startup = from.startup;
    }

    /** Starts a description of a device's datastores. */
    public static Builder builder() {
        return new Builder();
    }

    /** What the device can do beyond the base protocol. */
    public Set<Feature> features() {
        return features;
    }

    /** What is known of the data. */
    public Schema schema() {
        return schema;
    }

    /** The whole content of a datastore. */
    public synchronized DataTree read(Datastore from) {
        requireDatastore(from);
        return held(from);
    }

    private DataTree held(Datastore in) {
        return switch (in) {
            case RUNNING -> running;
            case CANDIDATE -> candidate != null ? candidate : running;
            case STARTUP -> startup;
        };
    }

    /** Changes a part of running or candidate. */
    public synchronized void edit(long session, Datastore target, Edit edit) {
        switch (target) {
            case RUNNING -> require(Feature.WRITABLE_RUNNING);
            case CANDIDATE -> require(Feature.CANDIDATE);
            case STARTUP ->
                throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.INVALID_VALUE, "startup is not a target of edit-config");
        }
        if (edit.test() == Edit.Test.TEST_ONLY) {
            require(Feature.VALIDATE);
        }
        if (edit.onError() == Edit.OnError.ROLLBACK) {
            require(Feature.ROLLBACK_ON_ERROR);
        }
        requireUnlocked(session, target);
        Editor.Outcome outcome = Editor.apply(edit, read(target), schema);
        List<RpcError> errors = new ArrayList<>(outcome.errors());
        boolean undone = !errors.isEmpty() && edit.onError() == Edit.OnError.ROLLBACK;
        if (!undone && edit.test() != Edit.Test.SET) {
            List<RpcError> invalid = violations(outcome.tree());
            undone = !invalid.isEmpty();
            errors.addAll(invalid);
        }
        if (!undone && edit.test() != Edit.Test.TEST_ONLY) {
            store(session, target, outcome.tree());
        }
        refuseIfAny(errors);
    }

    /** Replaces a whole configuration. */
    public synchronized void copy(long session, Location source, Location target) {
        if (source.equals(target)) {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.INVALID_VALUE, "source and target are the same");
        }
        DataTree tree = content(source);
        if (target instanceof Location.Stored stored) {
            requireDatastore(stored.datastore());
            if (stored.datastore() == Datastore.RUNNING) {
                require(Feature.WRITABLE_RUNNING);
                refuseIfAny(violations(tree));
            }
            requireUnlocked(session, stored.datastore());
            boolean clean = stored.datastore() == Datastore.CANDIDATE && source.equals(Location.of(Datastore.RUNNING));
            if (clean) {
                candidate = null;
            } else {
                store(session, stored.datastore(), tree);
            }
        } else if (target instanceof Location.Url file) {
            require(Feature.URL);
            files.put(checked(file), tree);
        } else {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.INVALID_VALUE, "the request itself is not a target");
        }
    }

    /** Empties startup, or forgets a file; running and candidate cannot be deleted. */
    public synchronized void delete(long session, Location target) {
        if (target instanceof Location.Url file) {
            require(Feature.URL);
            if (files.remove(checked(file)) == null) {
                throw Refusal.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "there is no such file");
            }
            return;
        }
        if (!target.equals(Location.of(Datastore.STARTUP))) {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.INVALID_VALUE, "only startup can be deleted");
        }
        require(Feature.STARTUP);
        requireUnlocked(session, Datastore.STARTUP);
        store(session, Datastore.STARTUP, DataTree.empty());
    }

    /** Locks a datastore for a session. */
    public synchronized void lock(long session, Datastore target) {
        requireDatastore(target);
        HeldLock held = locks.get(target);
        if (held != null) {
            throw lockDenied(held.session, "session " + held.session + " holds the lock");
        }
        if (target == Datastore.CANDIDATE && candidate != null) {
            throw lockDenied(0, "the candidate has changes that were neither committed nor discarded");
        }
        if (target == Datastore.RUNNING && pending != null && pending.session != session) {
            throw lockDenied(pending.session, "session " + pending.session + " has a confirmed commit under way");
        }
        locks.put(target, new HeldLock(session, Instant.now()));
    }

    /** Releases a session's lock; that of the candidate takes its uncommitted changes along (RFC 6241 section 8.3.5.2). */
    public synchronized void unlock(long session, Datastore target) {
        requireDatastore(target);
        HeldLock held = locks.get(target);
        if (held == null) {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.OPERATION_FAILED, target.wireName() + " is not locked");
        }
        if (held.session != session) {
            throw lockDenied(held.session, "session " + held.session + " holds the lock");
        }
        release(target);
    }

    /** Makes the candidate running, for good or until it has to be confirmed. */
    public synchronized void commit(long session, Commit commit) {
        require(Feature.CANDIDATE);
        if (commit instanceof Commit.Confirmed confirmed) {
            requireConfirmed(confirmed.persist() != null || confirmed.persistId() != null);
        } else if (commit.persistId() != null) {
            requireConfirmed(true);
        }
        for (Datastore datastore : List.of(Datastore.RUNNING, Datastore.CANDIDATE)) {
            requireUnlocked(session, datastore);
        }
        requireOwner(session, commit.persistId());
        DataTree next = read(Datastore.CANDIDATE);
        refuseIfAny(violations(next));
        DataTree before = pending != null ? pending.before : running;
        String persist = pending != null ? pending.persist : null;
        boolean followsUp = pending != null;
        endPending();
        store(session, Datastore.RUNNING, next);
        candidate = null;
        if (commit instanceof Commit.Confirmed confirmed) {
            String token = confirmed.persist() != null ? confirmed.persist() : persist;
            await(session, before, token, confirmed.timeout());
            ConfirmedCommit step = followsUp ? ConfirmedCommit.EXTEND : ConfirmedCommit.START;
            listener.confirmedCommit(session, step, confirmed.timeout());
        } else if (followsUp) {
            listener.confirmedCommit(session, ConfirmedCommit.COMPLETE, Duration.ZERO);
        }
    }

    /** Undoes a confirmed commit that nobody has confirmed yet (RFC 6241 section 8.4.4.1). */
    public synchronized void cancelCommit(long session, @Nullable String persistId) {
        require(Feature.CONFIRMED_COMMIT);
        if (pending == null && persistId == null) {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.OPERATION_FAILED, "no confirmed commit is under way");
        }
        requireOwner(session, persistId);
        revert(session, ConfirmedCommit.CANCEL);
    }

    /** Forgets what was prepared in the candidate. */
    public synchronized void discard(long session) {
        require(Feature.CANDIDATE);
        requireUnlocked(session, Datastore.CANDIDATE);
        candidate = null;
    }

    /** Checks a configuration against the device's rules. */
    public synchronized void validate(Location source) {
        if (!features.contains(Feature.VALIDATE_1_0)) {
            require(Feature.VALIDATE);
        }
        refuseIfAny(violations(content(source)));
    }

    /** Releases what a session held: its locks, and a confirmed commit that it had not made persistent. */
    public synchronized void sessionEnded(long session) {
        for (Datastore datastore : Datastore.values()) {
            HeldLock held = locks.get(datastore);
            if (held != null && held.session == session) {
                release(datastore);
            }
        }
        if (pending != null && pending.persist == null && pending.session == session) {
            revert(session, ConfirmedCommit.CANCEL);
        }
    }

    /** Sets a datastore's content as the device's own hand would, past locks and rules. */
    public synchronized void overwrite(Datastore target, DataTree tree) {
        store(0, target, tree);
    }

    /** The session that holds the lock. */
    public synchronized Optional<Long> lockHolder(Datastore target) {
        return heldLock(target).map(HeldLock::session);
    }

    /** The lock on a datastore. */
    public synchronized Optional<HeldLock> heldLock(Datastore target) {
        return Optional.ofNullable(locks.get(target));
    }

    /** Whether the device has that datastore. */
    public boolean has(Datastore datastore) {
        return datastore == Datastore.RUNNING
                || features.contains(datastore == Datastore.CANDIDATE ? Feature.CANDIDATE : Feature.STARTUP);
    }

    /** Whether a confirmed commit waits for its confirmation. */
    public synchronized boolean isCommitPending() {
        return pending != null;
    }

    /** Whether the candidate has changes that were neither committed nor discarded. */
    public synchronized boolean isCandidateModified() {
        return candidate != null;
    }

    private void await(long session, DataTree before, @Nullable String persist, Duration timeout) {
        long number = ++confirmedCommits;
        Scheduler.Scheduled timer = scheduler.schedule(timeout, () -> timedOut(number));
        pending = new Pending(number, before, session, persist, timer);
    }

    /** The timer may be late, and find another commit pending than the one that it was set for. */
    private synchronized void timedOut(long number) {
        if (pending != null && pending.number == number) {
            revert(0, ConfirmedCommit.TIMEOUT);
        }
    }

    private void revert(long session, ConfirmedCommit step) {
        Pending undone = pending;
        if (undone != null) {
            endPending();
            store(session, Datastore.RUNNING, undone.before);
            listener.confirmedCommit(undone.session, step, Duration.ZERO);
        }
    }

    private void endPending() {
        if (pending != null) {
            pending.timer.cancel();
            pending = null;
        }
    }

    private void release(Datastore datastore) {
        locks.remove(datastore);
        if (datastore == Datastore.CANDIDATE) {
            candidate = null;
        }
    }

    private void store(long session, Datastore target, DataTree tree) {
        DataTree before = held(target);
        switch (target) {
            case RUNNING -> running = tree;
            case CANDIDATE -> candidate = tree;
            case STARTUP -> startup = tree;
        }
        if (target != Datastore.CANDIDATE && listener != ChangeListener.NONE && !before.equals(tree)) {
            listener.changed(session, target, before, tree);
        }
    }

    /** The whole configuration that is kept at a place. */
    public synchronized DataTree content(Location location) {
        if (location instanceof Location.Stored stored) {
            return read(stored.datastore());
        }
        if (location instanceof Location.Inline inline) {
            return inline.tree();
        }
        require(Feature.URL);
        DataTree found = files.get(checked((Location.Url) location));
        if (found == null) {
            throw Refusal.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "there is no such file");
        }
        return found;
    }

    private static String checked(Location.Url location) {
        if (!location.url().startsWith("file:")) {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.INVALID_VALUE, "only the scheme file is supported");
        }
        return location.url();
    }

    private List<RpcError> violations(DataTree tree) {
        List<RpcError> found = new ArrayList<>();
        for (Rule rule : rules) {
            found.addAll(rule.check(tree));
        }
        return found;
    }

    private static void refuseIfAny(List<RpcError> errors) {
        if (!errors.isEmpty()) {
            throw new Refusal(errors);
        }
    }

    private void requireDatastore(Datastore datastore) {
        if (datastore != Datastore.RUNNING) {
            require(datastore == Datastore.CANDIDATE ? Feature.CANDIDATE : Feature.STARTUP);
        }
    }

    private void requireConfirmed(boolean persistent) {
        if (persistent || !features.contains(Feature.CONFIRMED_COMMIT_1_0)) {
            require(Feature.CONFIRMED_COMMIT);
        }
    }

    private void require(Feature feature) {
        if (!features.contains(feature)) {
            throw Refusal.of(
                    ErrorType.PROTOCOL,
                    ErrorTag.OPERATION_NOT_SUPPORTED,
                    "this device has no capability " + feature.urn());
        }
    }

    private void requireUnlocked(long session, Datastore datastore) {
        HeldLock held = locks.get(datastore);
        if (held != null && held.session != session) {
            throw Refusal.of(
                    ErrorType.PROTOCOL,
                    ErrorTag.IN_USE,
                    datastore.wireName() + " is locked by session " + held.session);
        }
    }

    /** Lets only the one follow up a confirmed commit who made it, or who has its token (RFC 6241 section 8.4.1). */
    private void requireOwner(long session, @Nullable String persistId) {
        String token = pending == null ? null : pending.persist;
        if (!Objects.equals(token, persistId)) {
            throw Refusal.of(
                    ErrorType.PROTOCOL,
                    ErrorTag.INVALID_VALUE,
                    "the persist-id does not belong to a confirmed commit that is under way");
        }
        if (pending != null && token == null && pending.session != session) {
            throw Refusal.of(
                    ErrorType.PROTOCOL,
                    ErrorTag.IN_USE,
                    "session " + pending.session + " has a confirmed commit under way");
        }
    }

    private static Refusal lockDenied(long holder, String message) {
        return new Refusal(RpcError.of(ErrorType.PROTOCOL, ErrorTag.LOCK_DENIED, message)
                .withInfo(Names.BASE, "session-id", Long.toString(holder)));
    }

    /** What a device's datastores are made from. Not for use by several threads. */
    public static final class Builder {
        private final Set<Feature> features = EnumSet.noneOf(Feature.class);
        private Schema schema = Schema.open();
        private final List<Rule> rules = new ArrayList<>();
        private DataTree running = DataTree.empty();
        private DataTree startup = DataTree.empty();
        private Scheduler scheduler = (delay, task) -> {
            throw new IllegalStateException("a confirmed commit needs a scheduler");
        };

        private ChangeListener listener = ChangeListener.NONE;

        private Builder() {}

        /** Is told what becomes of the configuration. */
        public Builder listener(ChangeListener told) {
            this.listener = told;
            return this;
        }

        /** Abilities beyond the base protocol; none to begin with. */
        public Builder features(Feature... more) {
            features.addAll(List.of(more));
            return this;
        }

        /** What is known of the data; nothing to begin with. */
        public Builder schema(Schema known) {
            this.schema = known;
            return this;
        }

        /** A constraint that validate, commit and tested edits hold the configuration to. */
        public Builder rule(Rule rule) {
            rules.add(rule);
            return this;
        }

        /** What running holds at first. */
        public Builder running(DataTree tree) {
            this.running = tree;
            return this;
        }

        /** What startup holds at first. */
        public Builder startup(DataTree tree) {
            this.startup = tree;
            return this;
        }

        /** What wakes the device when a confirmed commit was not confirmed in time. */
        public Builder scheduler(Scheduler waker) {
            this.scheduler = waker;
            return this;
        }

        /** The datastores. */
        public Datastores build() {
            return new Datastores(this);
        }
    }
}
