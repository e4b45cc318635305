package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.NetconfException;
import dev.parley.operation.CopyConfig;
import dev.parley.operation.Datastore;
import dev.parley.operation.Lock;
import dev.parley.operation.Unlock;
import dev.parley.operation.WithDefaults;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "copy-config",
        header = "Replace a whole configuration by another.",
        description = "Copies from one place to another; what was there is gone.",
        footer = {
            "@|bold Examples|@",
            "  parley copy-config pe1 running startup",
            "  parley copy-config pe1 running file:///backup/pe1.xml",
            "  parley copy-config pe1 whole.xml running --lock"
        })
final class CopyConfigCommand extends DeviceCommand {
    @Parameters(index = "1", paramLabel = "SOURCE", description = "A datastore, a URL, a local file, - or XML.")
    private String source;

    @Parameters(index = "2", paramLabel = "TARGET", description = "A datastore, or a URL.")
    private String target;

    @Option(names = "--lock", description = "Hold the target's lock meanwhile.")
    private boolean lock;

    @Option(
            names = "--with-defaults",
            paramLabel = "MODE",
            converter = Words.OfWithDefaults.class,
            completionCandidates = Words.OfWithDefaults.class,
            description = "How default values are written: ${COMPLETION-CANDIDATES}.")
    private @Nullable WithDefaults withDefaults;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    CopyConfigCommand(Console console) {
        super(console);
    }

    @Override
    Talk.Work prepare(Output output) {
        CopyConfig copy =
                new CopyConfig(Places.source(source, new Input(output.console())), Places.target(target), withDefaults);
        Datastore locked = lock ? lockable(copy) : null;
        return (session, recorder) -> {
            Steps steps = new Steps(session, output, request.isForced());
            if (locked == null) {
                copy(copy, steps);
                return;
            }
            steps.take("lock " + locked, new Lock(locked));
            try {
                copy(copy, steps);
            } catch (NetconfException e) {
                steps.undo("unlock " + locked, new Unlock(locked));
                throw e;
            }
            steps.take("unlock " + locked, new Unlock(locked));
        };
    }

    private static Datastore lockable(CopyConfig copy) {
        if (copy.target() == Datastore.CANDIDATE) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "unlocking the candidate discards what is not committed, so the copy would be lost",
                    "leave out --lock, or use edit-config --default-operation replace --commit",
                    null);
        }
        if (copy.target() instanceof Datastore datastore) {
            return datastore;
        }
        throw InputException.of(Reason.BAD_SETTING, "--lock needs a datastore as its target; a URL has no lock");
    }

    private static void copy(CopyConfig copy, Steps steps) {
        steps.take("copy " + copy.source() + " to " + copy.target(), copy);
    }
}
