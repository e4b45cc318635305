package dev.parley.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many attempts at sessions be under way at once, and the others wait, in the order of coming: thousands that are
 * begun together would otherwise share the processors until the time of most of them is up. Safe for all threads.
 *
 * @param <A> what tells the attempts apart
 */
final class Gate<A> {
    private final int most;
    private final Map<A, Runnable> waiting = new LinkedHashMap<>();
    private final Set<A> inside = new HashSet<>();
    /** Whether somebody is letting others in, who will see to those that could come in meanwhile too. */
    private boolean letting;

    /** With room for so many. */
    Gate(int most) {
        this.most = most;
    }

    /** Runs a task when there is room for this attempt: now, or on the thread of one that ends. */
    void enter(A attempt, Runnable task) {
        synchronized (this) {
            waiting.put(attempt, task);
        }
        letIn();
    }

    /** An attempt has ended; true if it was still waiting, so that its task will not run. */
    boolean leave(A attempt) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(attempt) != null;
            inside.remove(attempt);
        }
        letIn();
        return waited;
    }

    /** How many wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    private void letIn() {
        synchronized (this) {
            if (letting) {
                return;
            }
            letting = true;
        }
        // one after the other and not one within the other: an attempt that cannot even begin ends at once
        boolean through = false;
        try {
            for (Runnable next = next(); next != null; next = next()) {
                next.run();
            }
            through = true;
        } finally {
            if (!through) {
                shut();
            }
        }
    }

    /** A task failed, and with it whoever ran it: the next that enters or leaves goes on. */
    private synchronized void shut() {
        letting = false;
    }

    private synchronized @Nullable Runnable next() {
        var first = waiting.entrySet().iterator();
        if (inside.size() == most || !first.hasNext()) {
            letting = false;
            return null;
        }
        Map.Entry<A, Runnable> entry = first.next();
        first.remove();
        inside.add(entry.getKey());
        return entry.getValue();
    }
}
