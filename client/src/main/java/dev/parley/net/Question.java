package dev.parley.net;

import dev.parley.device.Caller;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks an inventory once, on a thread that the inventory may keep: whoever waits for the answer can be let go before. */
final class Question implements Runnable {
    private final Inventory inventory;
    private final Caller caller;
    private final Consumer<Boolean> hangs;
    private final CompletableFuture<Optional<Device>> answer = new CompletableFuture<>();
    private Progress progress = Progress.WAITING;
    private @Nullable Thread asker;

    /** How far it is. */
    enum Progress {
        /** It has no thread yet. */
        WAITING,
        /** The inventory is being asked. */
        ASKED,
        /** The inventory is being asked, and nobody wants to know any more. */
        HANGING,
        /** The inventory has said something, or will not be asked. */
        OVER
    }

    /** @param hangs is told when the thread begins to hang, and when it does so no more */
    Question(Inventory inventory, Caller caller, Consumer<Boolean> hangs) {
        this.inventory = inventory;
        this.caller = caller;
        this.hangs = hangs;
    }

    synchronized Progress progress() {
        return progress;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        try {
            answer.complete(inventory.find(caller));
        } catch (RuntimeException | Error failure) {
            answer.completeExceptionally(failure);
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        if (progress != Progress.WAITING) {
            return false;
        }
        progress = Progress.ASKED;
        asker = Thread.currentThread();
        return true;
    }

    private void end() {
        boolean hung;
        synchronized (this) {
            hung = progress == Progress.HANGING;
            progress = Progress.OVER;
            asker = null;
        }
        if (hung) {
            hangs.accept(false);
        }
    }

    /** Waits for the answer: nobody if it was given up, and what the inventory threw if it did. */
    Optional<Device> answer() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Nobody wants to know any more: whoever waits is let go. Any thread; giving it up again does nothing. */
    void giveUp() {
        boolean hung;
        synchronized (this) {
            hung = progress == Progress.ASKED;
            progress = hung ? Progress.HANGING : progress == Progress.WAITING ? Progress.OVER : progress;
            if (hung && asker != null) {
                asker.interrupt();
            }
        }
        if (hung) {
            hangs.accept(true);
        }
        answer.complete(Optional.empty());
    }
}
