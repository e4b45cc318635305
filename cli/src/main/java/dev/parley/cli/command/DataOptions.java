package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.report.Recorder;
import dev.parley.cli.terminal.Bytes;
import dev.parley.error.Durations;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;
import dev.parley.operation.WholeFile;
import dev.parley.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where data goes that a device returns, and in which form. */
final class DataOptions implements OptionGroup {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the reply to a file while it arrives, whatever its size.")
    private @Nullable Path file;

    @Option(names = "--pretty", description = "Indent the XML, also where nobody reads it.")
    private boolean pretty;

    @Option(names = "--raw", description = "Print the XML as the device sent it, also on a terminal.")
    private boolean raw;

    @Override
    public String heading() {
        return "Output";
    }

    /** Refuses contradictions, and a file that cannot be written, before anything is asked of the device. */
    void check() {
        if (pretty && raw) {
            throw InputException.of(Reason.BAD_SETTING, "--pretty and --raw exclude each other");
        }
        if (file != null && pretty) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "--output keeps what the device sent, byte by byte; --pretty would change it",
                    "redirect instead: --pretty > " + file,
                    null);
        }
        if (file != null) {
            new TargetFile(file, "--output", "leave --output out and redirect instead: > " + file).check();
        }
    }

    /** Sends a request, and writes the content of the reply to where it was asked for. */
    void fetch(Session session, Request<?> request, Output output, Recorder recorder) {
        if (file != null) {
            toFile(session, request, file, output, recorder);
            return;
        }
        String xml = session.send(request.as(ReplyBody.string()));
        output.fact("data", xml);
        output.xml(xml, pretty ? Boolean.TRUE : raw ? Boolean.FALSE : null);
    }

    private static void toFile(Session session, Request<?> request, Path target, Output output, Recorder recorder) {
        long began = System.nanoTime();
        session.send(request.as(ReplyBody.file(target, recorder::received)));
        long took = System.nanoTime() - began;
        long size = size(target);
        force(target);
        output.fact("file", target.toAbsolutePath());
        output.fact("bytes", size);
        output.note(output.errPaint().success("✓") + " " + target + ": " + Bytes.text(size) + " in "
                + Durations.text(Duration.ofNanos(took)) + ", " + Bytes.rate(size, took));
    }

    /** A fleet calls a device done then, and does not fetch it again, not even after a loss of power. */
    private static void force(Path file) {
        try {
            Path written = file.toRealPath();
            WholeFile.force(written);
            WholeFile.force(Objects.requireNonNull(written.getParent(), "a file is in a folder"));
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot write " + file + ": " + FileTrouble.words(e), null, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new InputException(Reason.FILE_UNREADABLE, file + " was written and is gone", null, e);
        }
    }
}
