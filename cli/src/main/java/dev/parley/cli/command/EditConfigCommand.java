package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.operation.ConfigSource;
import dev.parley.operation.Datastore;
import dev.parley.operation.DefaultOperation;
import dev.parley.operation.ErrorOption;
import dev.parley.operation.TestOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "edit-config",
        header = "Change a configuration.",
        description = {
            "Changes the candidate where the device has one, otherwise running. With --commit the whole way is gone:"
                    + " lock, edit, validate if asked, commit, unlock. If a step fails, the change is discarded and the"
                    + " lock released."
        },
        footer = {
            "@|bold Examples|@",
            "  parley edit-config pe1 change.xml --validate --commit",
            "  parley edit-config pe1 change.xml --confirmed --confirm-timeout 2m",
            "  parley edit-config pe1 change.xml --target running",
            "  sed s/eth0/eth1/ change.xml | parley edit-config pe1 - --test-option test-only"
        })
final class EditConfigCommand extends DeviceCommand {
    @Parameters(
            index = "1",
            paramLabel = "FILE|-|URL|XML",
            description = "The change, with or without <config> around it; a URL is fetched by the device.")
    private String content;

    @Option(
            names = "--target",
            paramLabel = "DATASTORE",
            converter = Words.OfDatastore.class,
            completionCandidates = Words.OfDatastore.class,
            description = "running or candidate.")
    private @Nullable Datastore target;

    @Option(
            names = "--default-operation",
            paramLabel = "OP",
            converter = Words.OfDefaultOperation.class,
            completionCandidates = Words.OfDefaultOperation.class,
            description = "What happens to elements that do not say so: ${COMPLETION-CANDIDATES}.")
    private @Nullable DefaultOperation defaultOperation;

    @Option(
            names = "--test-option",
            paramLabel = "OPTION",
            converter = Words.OfTestOption.class,
            completionCandidates = Words.OfTestOption.class,
            description = "Whether the device validates first: ${COMPLETION-CANDIDATES}.")
    private @Nullable TestOption testOption;

    @Option(
            names = "--error-option",
            paramLabel = "OPTION",
            converter = Words.OfErrorOption.class,
            completionCandidates = Words.OfErrorOption.class,
            description = "What happens when a part fails: ${COMPLETION-CANDIDATES}.")
    private @Nullable ErrorOption errorOption;

    @Option(names = "--lock", description = "Hold the target's lock meanwhile. --commit does so by itself.")
    private boolean lock;

    @Option(names = "--no-lock", description = "Hold no lock, not even with --commit.")
    private boolean noLock;

    @Option(names = "--validate", description = "Let the device validate the candidate after the edit.")
    private boolean validate;

    @Option(names = "--commit", description = "Commit the candidate after the edit.")
    private boolean commit;

    @Mixin
    private final ConfirmOptions confirm = new ConfirmOptions();

    @Mixin
    private final RequestOptions request = new RequestOptions();

    EditConfigCommand(Console console) {
        super(console);
    }

    @Override
    Talk.Work prepare(Output output) {
        ConfigSource change = Places.source(content, new Input(output.console()));
        boolean commits = commit || confirm.isConfirmed();
        check(commits);
        Edit edit = new Edit(
                change,
                target,
                defaultOperation,
                testOption,
                errorOption,
                noLock ? Boolean.FALSE : lock ? Boolean.TRUE : null,
                validate,
                commits ? confirm.commit(null, output.console()) : null,
                request.isForced());
        return (session, recorder) -> edit.carryOut(session, output, confirm, device.target());
    }

    private void check(boolean commits) {
        if (lock && noLock) {
            throw InputException.of(Reason.BAD_SETTING, "--lock and --no-lock exclude each other");
        }
        if (target == Datastore.RUNNING && commits) {
            throw InputException.of(
                    Reason.BAD_SETTING, "--commit is for the candidate; an edit of running takes effect at once");
        }
        if (target == Datastore.RUNNING && validate) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "--validate is for the candidate",
                    "use --test-option test-then-set to validate before running is changed",
                    null);
        }
    }
}
