package dev.parley.cli.terminal;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The last line of a terminal while a command waits: it says what for, and is gone when the waiting is over. It shows up
 * only if that takes a while, and nowhere but on a terminal. Repainted by a thread of its own.
 */
public final class StatusLine implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 300;
    private static final long REFRESH_MILLIS = 100;
    private static final String FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final String ERASE = "\r\u001b[K";
    /** In a terminal that has become narrower meanwhile the line must not wrap, or each repainting leaves one behind. */
    private static final String WITHOUT_WRAPPING = "\u001b[?7l";

    private static final String WRAPPING = "\u001b[?7h";

    private final PrintStream err;
    private final Paint paint;
    private final int columns;
    private final Supplier<String> text;
    private final ScheduledExecutorService painter;
    private int frame;
    private boolean visible;
    private boolean over;
    private boolean paused;

    private StatusLine(Console console, Paint paint, Supplier<String> text) {
        this.err = console.err();
        this.paint = paint;
        this.columns = console.terminal().columns();
        this.text = text;
        this.painter = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "status-line");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A line that begins to show soon.
     *
     * @param text asked again and again what to show; an empty text hides the line for the moment
     */
    public static StatusLine show(Console console, Paint paint, Supplier<String> text) {
        StatusLine line = new StatusLine(console, paint, text);
        if (console.terminal().err()) {
            line.painter.scheduleWithFixedDelay(line::paint, PATIENCE_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        }
        return line;
    }

    private synchronized void paint() {
        if (over || paused) {
            return;
        }
        String now = text.get();
        if (now.isEmpty()) {
            erase();
            return;
        }
        String spinner = String.valueOf(FRAMES.charAt(frame++ % FRAMES.length()));
        String shown = now.length() > columns - 4 ? now.substring(0, columns - 5) + "…" : now;
        err.print(ERASE + WITHOUT_WRAPPING + paint.lead(spinner) + " " + paint.faint(shown) + WRAPPING);
        err.flush();
        visible = true;
    }

    private void erase() {
        if (visible) {
            err.print(ERASE);
            err.flush();
            visible = false;
        }
    }

    /** Makes room for something else to be printed; the line comes back below it. */
    public synchronized void aside(Runnable print) {
        erase();
        print.run();
    }

    /** Takes the line away until {@link #resume}, because somebody is asked something. */
    public synchronized void pause() {
        paused = true;
        erase();
    }

    /** Lets it come back. */
    public synchronized void resume() {
        paused = false;
    }

    /** Takes the line away for good. */
    @Override
    public synchronized void close() {
        over = true;
        painter.shutdownNow();
        erase();
    }
}
