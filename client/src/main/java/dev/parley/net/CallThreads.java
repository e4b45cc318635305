package dev.parley.net;

import dev.parley.device.Inventory;
import dev.parley.error.OpenException.Reason;
import dev.parley.transport.Attempt;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for what may block on behalf of devices that have called, bounded in number and apart from those for dialling: some
 * check certificates and read keys, others ask the inventory, which is somebody else's code. Safe for all threads.
 *
 * <p>The inventory has threads of its own because TLS holds a lock of the connection while it waits for a certificate to be
 * checked, and the event loop needs that lock to close the connection: whoever waits for the inventory has to be let go
 * first, whatever the inventory does. The thread that hangs in it is interrupted, and made up for by a further one if that
 * does not help, so that who calls next finds as many as ever: up to {@value #MOST_HANGING} of them.
 */
public final class CallThreads {
    /** So many do each of the two for calls that are not over. */
    static final int MOST_AT_WORK = 64;

    /** So many that hang in the inventory are made up for. */
    static final int MOST_HANGING = 192;

    private static final Logger LOG = LoggerFactory.getLogger(CallThreads.class);

    private final ThreadPoolExecutor workers = ElasticThreads.of("parley-calls", MOST_AT_WORK);
    private final ThreadPoolExecutor askers = ElasticThreads.of("parley-inventory", MOST_AT_WORK);
    private final Set<Question> open = ConcurrentHashMap.newKeySet();
    /** Guarded by this. */
    private int hanging;

    CallThreads() {}

    /** A place for one call. */
    Place place() {
        return new Place();
    }

    /** How many threads hang in the inventory for calls that are over. */
    synchronized int hanging() {
        return hanging;
    }

    /** Lets go of all who wait, and ends the threads as far as they let themselves be ended. */
    void close() {
        workers.shutdownNow();
        askers.shutdownNow();
        open.forEach(Question::giveUp);
    }

    private synchronized void hang(boolean more) {
        hanging += more ? 1 : -1;
        askers.setMaximumPoolSize(MOST_AT_WORK + Math.min(hanging, MOST_HANGING));
        if (!more) {
            return;
        }
        if (hanging == MOST_HANGING) {
            LOG.warn("{} threads hang in the inventory of devices that call; no more of them are made up for", hanging);
        }
        try {
            // a thread begins with a task, and goes on with those that wait
            askers.execute(() -> {});
        } catch (RejectedExecutionException e) {
            LOG.debug("the client is closed: nobody waits for a thread any more");
        }
    }

    /** What may block for one call. It is left when the call is over; then the inventory is not asked any more. */
    public final class Place implements Executor {
        private @Nullable Question question;
        private boolean left;

        private Place() {}

        /** Runs a task; if the client is closed, the attempt fails. On its loop. */
        public void execute(Attempt attempt, Runnable task) {
            try {
                execute(task);
            } catch (RejectedExecutionException e) {
                attempt.failed(Reason.CLIENT_CLOSED, "the client is closed", null, e);
            }
        }

        /**
         * Runs a task, also if the call is over by then: it may be the one that notices.
         *
         * @throws RejectedExecutionException if the client is closed
         */
        @Override
        public void execute(Runnable task) {
            workers.execute(task);
        }

        /** The same inventory; it knows nobody any more as soon as the call is over, even while it is being asked. */
        public Inventory asking(Inventory inventory) {
            return caller -> {
                Question asked = new Question(inventory, caller, CallThreads.this::hang);
                synchronized (this) {
                    if (left) {
                        return Optional.empty();
                    }
                    question = asked;
                }
                open.add(asked);
                try {
                    askers.execute(asked);
                    return asked.answer();
                } finally {
                    open.remove(asked);
                }
            };
        }

        /** The call is over. Leaving again does nothing. */
        public void leave() {
            Question asked;
            synchronized (this) {
                left = true;
                asked = question;
            }
            if (asked != null) {
                asked.giveUp();
            }
        }

        /** If the call is held up by the inventory, how. */
        public synchronized Optional<Attempt.HeldUp> heldUp() {
            if (question == null) {
                return Optional.empty();
            }
            return switch (question.progress()) {
                case WAITING ->
                    Optional.of(new Attempt.HeldUp(
                            "all threads that ask the inventory were taken, and " + hanging() + " more hang in it",
                            "find out what the inventory waits for, or how it could answer sooner"));
                case ASKED ->
                    Optional.of(new Attempt.HeldUp(
                            "the inventory did not say whether it knows the device",
                            "find out what the inventory waits for; it has to answer within the time limit of SECURE"));
                case HANGING, OVER -> Optional.empty();
            };
        }
    }
}
