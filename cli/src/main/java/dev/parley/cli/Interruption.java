package dev.parley.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does: it interrupts the thread that runs the command, which then gives up what it waits for, releases its
 * locks, says goodbye to the device and prints what became of its request. Only then does the process end.
 */
final class Interruption {
    /** Longer than the orderly end of a session takes at most; whoever is in a hurry presses Ctrl-\. */
    private static final long PATIENCE_SECONDS = 10;

    /** What a shell says of a process that Ctrl-C has ended. */
    private static final int INTERRUPTED = 130;

    private final CountDownLatch over = new CountDownLatch(1);

    private Interruption() {}

    /** Interrupts that thread when the process is told to end. */
    static Interruption of(Thread command) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.interrupt(command), "interruption"));
        return interruption;
    }

    private void interrupt(Thread command) {
        if (over.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended; what is left of the process may go. */
    void over() {
        over.countDown();
    }
}
