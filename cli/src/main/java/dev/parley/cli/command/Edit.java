package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.NetconfException;
import dev.parley.message.Capability;
import dev.parley.operation.Commit;
import dev.parley.operation.ConfigSource;
import dev.parley.operation.Datastore;
import dev.parley.operation.DefaultOperation;
import dev.parley.operation.DiscardChanges;
import dev.parley.operation.EditConfig;
import dev.parley.operation.ErrorOption;
import dev.parley.operation.Lock;
import dev.parley.operation.TestOption;
import dev.parley.operation.Unlock;
import dev.parley.operation.Validate;
import dev.parley.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * A change of a configuration with everything around it: lock, edit, validate, commit, unlock. What fails is undone as
 * far as it went, so that the candidate and its lock are left as they were found.
 *
 * @param change what is changed
 * @param target which datastore, or null for the candidate where there is one
 * @param defaultOperation see {@link EditConfig}
 * @param testOption see {@link EditConfig}
 * @param errorOption see {@link EditConfig}
 * @param lock whether the target's lock is held, or null for where that makes sense
 * @param validate whether the candidate is validated
 * @param commit how the candidate is committed, or null for not at all
 * @param forced whether requests are sent that need more than the device announces
 */
record Edit(
        ConfigSource change,
        @Nullable Datastore target,
        @Nullable DefaultOperation defaultOperation,
        @Nullable TestOption testOption,
        @Nullable ErrorOption errorOption,
        @Nullable Boolean lock,
        boolean validate,
        @Nullable Commit commit,
        boolean forced) {

    /** Carries it out. */
    void carryOut(Session session, Output output, ConfirmOptions confirm, String device) {
        Datastore datastore = target(session);
        boolean locked = lock == null ? commit != null : lock;
        check(datastore, locked);
        output.fact("target", datastore);
        EditConfig edit = new EditConfig(datastore, change, defaultOperation, testOption, errorOption);
        Steps steps = new Steps(session, output, forced);
        if (locked) {
            steps.take("lock " + datastore, new Lock(datastore));
        }
        try {
            steps.take("edit " + datastore, edit);
            if (validate) {
                steps.take("validate " + datastore, new Validate(datastore));
            }
            if (commit != null) {
                steps.take(commit.confirmed() ? "confirmed commit" : "commit", commit);
                confirm.settle(device, steps, output);
            }
        } catch (NetconfException e) {
            undo(datastore, locked, device, steps, output);
            throw e;
        }
        if (locked) {
            steps.take("unlock " + datastore, new Unlock(datastore));
        }
        if (datastore == Datastore.CANDIDATE && commit == null && testOption != TestOption.TEST_ONLY) {
            output.note("  "
                    + output.errPaint()
                            .lead("→ in force after: parley commit " + device + "; thrown away by: parley discard "
                                    + device));
        }
    }

    private Datastore target(Session session) {
        if (target != null) {
            return target;
        }
        return commit != null || validate || session.capabilities().has(Capability.CANDIDATE)
                ? Datastore.CANDIDATE
                : Datastore.RUNNING;
    }

    private void check(Datastore datastore, boolean locked) {
        if (datastore == Datastore.CANDIDATE && locked && commit == null) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "unlocking the candidate discards what is not committed, so the change would be lost",
                    "add --commit, or leave out --lock",
                    null);
        }
    }

    /** Without the lock, what is in the candidate may be somebody else's: it is not ours to discard. */
    private static void undo(Datastore datastore, boolean locked, String device, Steps steps, Output output) {
        if (locked && datastore == Datastore.CANDIDATE) {
            steps.undo("discard-changes", new DiscardChanges());
        }
        if (locked) {
            steps.undo("unlock " + datastore, new Unlock(datastore));
        } else if (datastore == Datastore.CANDIDATE) {
            output.note("  "
                    + output.errPaint()
                            .lead("→ the candidate may hold a part of the change: parley discard " + device
                                    + " throws it away"));
        }
    }
}
