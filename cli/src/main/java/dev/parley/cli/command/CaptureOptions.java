package dev.parley.cli.command;

import dev.parley.capture.Capture;
import dev.parley.capture.CaptureSettings;
import dev.parley.cli.report.Output;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What passes at the socket, for Wireshark. */
final class CaptureOptions implements OptionGroup {
    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Write what passes at the socket as pcapng, for Wireshark. Only its owner can read the file.")
    private @Nullable Path file;

    @Option(
            names = "--capture-tls-secrets",
            description =
                    "Write the secrets of TLS into it, so that whoever has the file reads the session. For test data.")
    private boolean tlsSecrets;

    @Override
    public String heading() {
        return "Evidence";
    }

    /** Whether it is asked for. */
    boolean isAsked() {
        return file != null;
    }

    /** Where it is written, or null. */
    @Nullable
    Path file() {
        return file;
    }

    /**
     * Looks at what is asked for, before anything is made.
     *
     * @throws InputException if it makes no sense
     */
    void check() {
        if (tlsSecrets && file == null) {
            throw InputException.of(Reason.BAD_SETTING, "--capture-tls-secrets needs --capture with a file");
        }
    }

    /**
     * Begins the capture, or nothing if none is asked for.
     *
     * @throws InputException if it cannot be made
     */
    EvidenceFiles open(Output output) {
        check();
        return new EvidenceFiles(output, file, capture(), null, null);
    }

    /** Begins the capture; null if none is asked for. */
    @Nullable
    Capture capture() {
        return file == null
                ? null
                : Capture.open(file, tlsSecrets ? CaptureSettings.DEFAULT.withTlsSecrets() : CaptureSettings.DEFAULT);
    }
}
