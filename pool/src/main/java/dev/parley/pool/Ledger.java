package dev.parley.pool;

import dev.parley.error.ErrorTag;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;
import dev.parley.message.Reply;
import dev.parley.operation.Datastore;
import dev.parley.operation.DiscardChanges;
import dev.parley.operation.Operation;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;
import dev.parley.operation.Rpc;
import dev.parley.operation.Unlock;
import dev.parley.xml.XmlReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * What one holder has left on a session so far: locks, changes in the candidate, a commit that waits, requests without an
 * answer. It counts what was answered, not what was asked, and when it cannot know it takes the worse for true.
 *
 * <p>Requests may be under way side by side. The device works on them in the order of sending (RFC 6241 section 4.5), which is
 * known for those that one thread sent, or of which one had ended when the other began; only then does, say, a commit take
 * away what an edit has left. Safe for all threads.
 */
final class Ledger {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    private final Set<QName> harmless;
    /** In the order of sending, up to the first of which there is no answer yet all are accounted for and gone. */
    private final Deque<Entry> open = new ArrayDeque<>();

    private final Map<Datastore, Entry> locks = new HashMap<>();
    private final Map<String, Entry> partialLocks = new HashMap<>();
    private final List<Entry> edits = new ArrayList<>();
    private @Nullable Entry waitingCommit;
    private @Nullable Verdict verdict;
    private boolean closed;
    private long ticks;

    private enum Outcome {
        UNKNOWN_YET,
        /** It succeeded. */
        DONE,
        /** It was refused, and may have been done in part; or nobody knows what came of it. */
        IN_PART,
        /** Nothing came of it, or what did is accounted for. */
        NOTHING
    }

    /** Why a session cannot be lent again. */
    record Verdict(Retirement why, String detail) {}

    /** One request. */
    final class Entry {
        private final String operation;
        private final Footprint footprint;
        private final Thread thread = Thread.currentThread();
        private final long sentAt = System.nanoTime();
        private final long begun = ++ticks;
        private long ended;
        private Outcome outcome = Outcome.UNKNOWN_YET;
        private @Nullable String lockId;

        private Entry(String operation, Footprint footprint) {
            this.operation = operation;
            this.footprint = footprint;
        }

        /** Whether the device has certainly worked on that one before this one. */
        private boolean follows(Entry other) {
            return other.begun < begun && (thread == other.thread || (other.ended != 0 && other.ended < begun));
        }

        PoolState.UnderWay shown() {
            return new PoolState.UnderWay(operation, Duration.ofNanos(System.nanoTime() - sentAt));
        }
    }

    Ledger(Set<QName> harmless) {
        this.harmless = harmless;
    }

    /** A request is about to be sent; null if the session was returned. */
    @Nullable
    Entry begin(Request<?> request) {
        return begin(request.operation().name(), Footprint.of(request.operation(), harmless));
    }

    /** A subscription is about to be asked for; null if the session was returned. */
    @Nullable
    Entry beginSubscription() {
        return begin("create-subscription", new Footprint.Stays(Retirement.SUBSCRIBED));
    }

    private synchronized @Nullable Entry begin(String operation, Footprint footprint) {
        if (closed) {
            return null;
        }
        Entry entry = new Entry(operation, footprint);
        open.add(entry);
        return entry;
    }

    /** The request with its reply looked at, where what it leaves behind has a name that only the reply tells. */
    <R> Request<R> watched(Request<R> request, Entry entry) {
        if (entry.footprint instanceof Footprint.LocksPart && request.body() instanceof ReplyBody.Whole<R> whole) {
            return request.as((ReplyBody.Whole<R>) (reply, operation) -> {
                lockIdIn(reply).ifPresent(id -> found(entry, id));
                return whole.read(reply, operation);
            });
        }
        return request;
    }

    private synchronized void found(Entry entry, String lockId) {
        entry.lockId = lockId;
    }

    private static Optional<String> lockIdIn(Reply reply) {
        return reply.element("lock-id")
                .map(xml -> {
                    XmlReader in = xml.reader();
                    in.nextTag();
                    return in.text(20);
                })
                .filter(id -> NUMBER.matcher(id).matches());
    }

    /**
     * A request has ended.
     *
     * @param failure what it failed with, or null
     */
    synchronized void end(Entry entry, @Nullable Throwable failure) {
        entry.ended = ++ticks;
        if (failure == null) {
            entry.outcome = Outcome.DONE;
        } else {
            Fate fate = failure instanceof NetconfException known ? known.fate() : Fate.UNKNOWN;
            boolean maybe = fate == Fate.UNKNOWN || (fate == Fate.REJECTED && !isOfTheWhole(failure));
            entry.outcome = maybe ? Outcome.IN_PART : Outcome.NOTHING;
            if (fate == Fate.UNKNOWN) {
                condemn(
                        whyItGoes(failure, Retirement.UNANSWERED),
                        entry.operation + " failed: " + failure.getMessage());
            }
        }
        while (!open.isEmpty() && open.peekFirst().outcome != Outcome.UNKNOWN_YET) {
            account(open.removeFirst());
        }
    }

    /** Why a session has to go on which a request failed: it may have failed because there is no session any more. */
    static Retirement whyItGoes(Throwable failure, Retirement otherwise) {
        boolean ended = failure instanceof RequestException request
                && (request.reason() == RequestException.Reason.SESSION_LOST
                        || request.reason() == RequestException.Reason.SESSION_CLOSED);
        return ended ? Retirement.ENDED : otherwise;
    }

    private void account(Entry entry) {
        switch (entry.outcome) {
            case DONE -> succeeded(entry);
            case IN_PART -> refused(entry);
            case NOTHING, UNKNOWN_YET -> {
                // there is nothing to be said of it
            }
        }
        entry.outcome = Outcome.NOTHING;
    }

    /** An edit that failed may have left a part (section 7.2), and so may what nobody knows. */
    private void refused(Entry entry) {
        if (entry.footprint instanceof Footprint.EditsCandidate) {
            edits.add(entry);
        } else if (entry.footprint instanceof Footprint.Stays stays && stays.why() == Retirement.UNKNOWN_OPERATION) {
            condemn(
                    stays.why(),
                    "the device refused " + entry.operation + ", which may have left something all the same");
        }
    }

    /** Whether somebody else has the datastore: then nothing of the request was looked at. */
    private static boolean isOfTheWhole(Throwable failure) {
        if (!(failure instanceof RpcErrorException refusal)) {
            return false;
        }
        String tag = refusal.first().tag();
        return tag.equals(ErrorTag.IN_USE.wireName()) || tag.equals(ErrorTag.LOCK_DENIED.wireName());
    }

    private void succeeded(Entry entry) {
        Footprint footprint = entry.footprint;
        if (footprint instanceof Footprint.Locks lock) {
            locks.put(lock.datastore(), entry);
        } else if (footprint instanceof Footprint.Unlocks unlock) {
            unlocked(unlock.datastore(), entry);
        } else if (footprint instanceof Footprint.LocksPart) {
            lockedPart(entry);
        } else if (footprint instanceof Footprint.UnlocksPart unlock) {
            Entry lock = partialLocks.get(unlock.lockId());
            if (lock != null && entry.follows(lock)) {
                partialLocks.remove(unlock.lockId());
            }
        } else if (footprint instanceof Footprint.EditsCandidate) {
            edits.add(entry);
        } else if (footprint instanceof Footprint.Discards) {
            edits.removeIf(entry::follows);
        } else if (footprint instanceof Footprint.Commits commit) {
            edits.removeIf(entry::follows);
            if (commit.waits()) {
                waitingCommit = entry;
            } else {
                confirmed(entry);
            }
        } else if (footprint instanceof Footprint.CancelsCommit) {
            confirmed(entry);
        } else if (footprint instanceof Footprint.Stays stays) {
            condemn(stays.why(), entry.operation);
        }
    }

    private void unlocked(Datastore datastore, Entry entry) {
        Entry lock = locks.get(datastore);
        if (lock != null && entry.follows(lock)) {
            locks.remove(datastore);
        }
        if (datastore == Datastore.CANDIDATE) {
            edits.removeIf(entry::follows);
        }
    }

    private void lockedPart(Entry entry) {
        if (entry.lockId == null) {
            condemn(Retirement.NOT_CLEANED, "the number of a partial lock was not seen in the reply");
        } else {
            partialLocks.put(entry.lockId, entry);
        }
    }

    private void confirmed(Entry entry) {
        if (waitingCommit != null && entry.follows(waitingCommit)) {
            waitingCommit = null;
        }
    }

    private void condemn(Retirement why, String detail) {
        if (verdict == null) {
            verdict = new Verdict(why, detail);
        }
    }

    /** The session was returned: nothing more can be sent by this holder. False if it was before. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** Whether the session was returned. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Why the session has to go, or null; what is under way counts as unanswered. */
    synchronized @Nullable Verdict verdict() {
        if (verdict != null) {
            return verdict;
        }
        List<String> unanswered = unanswered().map(entry -> entry.operation).toList();
        if (!unanswered.isEmpty()) {
            return new Verdict(
                    Retirement.UNANSWERED, String.join(", ", unanswered) + " was under way when it was returned");
        }
        return waitingCommit == null ? null : new Verdict(Retirement.COMMIT_PENDING, "the device undoes it now");
    }

    /**
     * What takes back what is left, in order.
     *
     * @param goes whether the session ends, which releases locks by itself, and with that of the candidate its changes
     */
    synchronized List<Operation<?>> cleaning(boolean goes) {
        // what has ended behind something that has not
        open.stream().filter(entry -> entry.ended != 0).forEach(this::account);
        List<Operation<?>> steps = new ArrayList<>();
        if (mayHaveEdited() && !(goes && locks.containsKey(Datastore.CANDIDATE))) {
            steps.add(new DiscardChanges());
        }
        if (!goes) {
            partialLocks
                    .keySet()
                    .forEach(id -> steps.add(Rpc.of("<partial-unlock xmlns='" + Footprint.PARTIAL_LOCK + "'><lock-id>"
                            + id + "</lock-id></partial-unlock>")));
            locks.keySet().stream().sorted().forEach(datastore -> steps.add(new Unlock(datastore)));
        }
        return steps;
    }

    /** Whether something may be in the candidate: the device works on what is under way before what is sent now. */
    private boolean mayHaveEdited() {
        return !edits.isEmpty() || unanswered().anyMatch(entry -> entry.footprint instanceof Footprint.EditsCandidate);
    }

    private Stream<Entry> unanswered() {
        return open.stream().filter(entry -> entry.ended == 0);
    }

    /** The requests that have no answer, the oldest first. */
    synchronized List<PoolState.UnderWay> underWay() {
        return unanswered().map(Entry::shown).toList();
    }
}
