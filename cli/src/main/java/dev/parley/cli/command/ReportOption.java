package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A page to hand on. */
final class ReportOption {
    private static final String NAME = "--report";

    @Option(
            names = NAME,
            paramLabel = "FILE",
            description =
                    "Write what was found to that file, too, as one page of HTML to hand on: with charts, for a browser"
                            + " and for paper.")
    private @Nullable Path file;

    /** Refuses a file that cannot be written, before anything is asked of the device. */
    void check() {
        if (file != null) {
            TargetFile.of(file, NAME).check();
        }
    }

    /** Writes the page if one is asked for, and tells. */
    void write(Supplier<String> page, Output output) {
        if (file != null) {
            write(TargetFile.of(file, NAME), page.get(), output);
            output.fact("report", file.toAbsolutePath());
        }
    }

    /** Writes a page to a file, and tells people. */
    static void write(TargetFile file, String page, Output output) {
        byte[] text = page.getBytes(StandardCharsets.UTF_8);
        file.write(partial -> Files.write(partial, text));
        output.note(output.errPaint().success("✓") + " " + file.path() + ": a page of " + Bytes.text(text.length));
    }
}
