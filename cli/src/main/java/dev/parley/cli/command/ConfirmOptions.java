package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.Question;
import dev.parley.error.Durations;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.operation.CancelCommit;
import dev.parley.operation.Commit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How a commit is made that the device undoes unless it is confirmed (RFC 6241 section 8.4): on a terminal the answer to a
 * question confirms it, otherwise a later command does, with the token.
 */
final class ConfirmOptions implements OptionGroup {
    private static final Duration DEVICE_DEFAULT = Duration.ofMinutes(10);

    @Option(names = "--confirmed", description = "Let the device undo the commit unless it is confirmed.")
    private boolean confirmed;

    @Option(
            names = "--confirm-timeout",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "How long the device waits for that. Default: 10m.")
    private @Nullable Duration timeout;

    @Option(names = "--persist", paramLabel = "TOKEN", description = "Confirm later, by commit --persist-id TOKEN.")
    private @Nullable String token;

    @Override
    public String heading() {
        return "Confirmed commit";
    }

    boolean isConfirmed() {
        return confirmed;
    }

    /**
     * The commit that these options ask for.
     *
     * @param persistId the token of an earlier commit, or null
     */
    Commit commit(@Nullable String persistId, Console console) {
        if (confirmed
                && token == null
                && !(console.terminal().in() && console.terminal().err())) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "a confirmed commit is undone when its session ends, which is when this command does",
                    "add --persist TOKEN, and confirm with: parley commit DEVICE --persist-id TOKEN",
                    null);
        }
        if (!confirmed && (timeout != null || token != null)) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "--confirm-timeout and --persist belong to a confirmed commit only",
                    "add --confirmed; a commit made with --persist is confirmed by --persist-id",
                    null);
        }
        return new Commit(confirmed, timeout, token, persistId);
    }

    /** After a confirmed commit: asks whether to keep it, or says how to confirm it later. */
    void settle(String device, Steps steps, Output output) {
        if (!confirmed) {
            return;
        }
        Duration left = timeout == null ? DEVICE_DEFAULT : timeout;
        if (token != null) {
            output.fact("persistId", token);
            output.note("  "
                    + output.errPaint()
                            .lead("→ confirm it within " + Durations.text(left) + ": parley commit " + device
                                    + " --persist-id " + token));
            return;
        }
        if (keep(left, output)) {
            steps.take("confirming commit", Commit.now());
        } else {
            steps.take("cancel-commit", CancelCommit.ofThisSession());
        }
    }

    private static boolean keep(Duration left, Output output) {
        try {
            String question = "  The change is in force. Keep it? Without an answer it is undone in "
                    + Durations.text(left) + ". [y/N] ";
            return Question.confirmed(output.console(), output.errPaint().strong(question), left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
