package dev.parley.cli.command;

import dev.parley.capture.Capture;
import dev.parley.capture.CaptureSettings;
import dev.parley.capture.Recorder;
import dev.parley.cli.report.Output;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is kept of a session, to look at later or to hand on. */
final class EvidenceOptions implements OptionGroup {
    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Write what passes at the socket as pcapng, for Wireshark. Only its owner can read the file.")
    private @Nullable Path capture;

    @Option(
            names = "--capture-tls-secrets",
            description =
                    "Write the secrets of TLS into it, so that whoever has the file reads the session. For test data.")
    private boolean tlsSecrets;

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
        if (tlsSecrets && capture == null) {
            throw InputException.of(Reason.BAD_SETTING, "--capture-tls-secrets needs --capture with a file");
        }
        if (recordSecrets && record == null) {
            throw InputException.of(Reason.BAD_SETTING, "--record-secrets needs --record with a file");
        }
        if (capture != null && record != null && isSame(capture, record)) {
            throw InputException.of(
                    Reason.BAD_SETTING, "--capture and --record are two files, and " + capture + " is one");
        }
        CaptureSettings settings = tlsSecrets ? CaptureSettings.DEFAULT.withTlsSecrets() : CaptureSettings.DEFAULT;
        Capture captured = capture == null ? null : Capture.open(capture, settings);
        Recorder recorded =
                record == null ? null : recordSecrets ? Recorder.openWithSecrets(record) : Recorder.open(record);
        return new EvidenceFiles(output, capture, captured, record, recorded);
    }
}
