package dev.parley.cli.command;

import dev.parley.capture.Capture;
import dev.parley.capture.Recorder;
import dev.parley.cli.report.Output;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is kept of a session, to look at later or to hand on. */
final class EvidenceOptions implements OptionGroup {
    @Mixin
    private final CaptureOptions capture = new CaptureOptions();

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Write the conversation for parley replay, without the secrets in it.")
    private @Nullable Path record;

    @Option(
            names = "--record-secrets",
            description = "Write it as it was said, passwords and keys included, and messages that cannot be parsed.")
    private boolean recordSecrets;

    @Override
    public String heading() {
        return "Evidence";
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /**
     * Begins the files that are asked for.
     *
     * @throws InputException if they cannot be made
     */
    EvidenceFiles open(Output output) {
        capture.check();
        if (recordSecrets && record == null) {
            throw InputException.of(Reason.BAD_SETTING, "--record-secrets needs --record with a file");
        }
        Path captured = capture.file();
        if (captured != null && record != null && isSame(captured, record)) {
            throw InputException.of(
                    Reason.BAD_SETTING, "--capture and --record are two files, and " + captured + " is one");
        }
        Capture begun = capture.capture();
        Recorder recorded =
                record == null ? null : recordSecrets ? Recorder.openWithSecrets(record) : Recorder.open(record);
        return new EvidenceFiles(output, captured, begun, record, recorded);
    }
}
