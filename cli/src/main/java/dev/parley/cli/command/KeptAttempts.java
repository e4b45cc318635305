package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.Journal;
import dev.parley.error.InputException;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the attempts of a series in a file for as long as that can be written to. If it no longer can, because the disk is
 * full, that is told once; the series goes on, and its report has what the file has not. One thread at a time.
 */
final class KeptAttempts implements Closeable {
    private final Output output;
    private final @Nullable Journal journal;
    private boolean whole = true;

    /**
     * @param journal where they are kept, or null for nowhere
     * @param output where it is told
     */
    KeptAttempts(@Nullable Journal journal, Output output) {
        this.journal = journal;
        this.output = output;
    }

    /** Keeps one more, if the file has all before. */
    void add(AttemptLine line) {
        if (journal != null && whole) {
            try {
                journal.add(line);
            } catch (InputException e) {
                missing(e);
            }
        }
    }

    /** Whether the file has all of them. */
    boolean isWhole() {
        return whole;
    }

    @Override
    public void close() {
        if (journal != null) {
            try {
                journal.close();
            } catch (InputException e) {
                missing(e);
            }
        }
    }

    private void missing(InputException why) {
        if (whole) {
            output.warning(why.getMessage() + "; no further attempts are kept there, and the report has them all");
        }
        whole = false;
    }
}
