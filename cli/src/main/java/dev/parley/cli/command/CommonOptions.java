package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.ColorMode;
import dev.parley.cli.terminal.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command understands: how to say what it has to say. */
final class CommonOptions implements OptionGroup {
    private final Console console;
    private @Nullable Output output;

    @Option(names = "--json", description = "Print one JSON object, on success and on failure.")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = Words.OfColorMode.class,
            completionCandidates = Words.OfColorMode.class,
            description = "auto, always or never. NO_COLOR is honoured.")
    private ColorMode color = ColorMode.AUTO;

    @Option(names = "-v", description = "Say more; -vv says most.")
    private boolean[] verbose = new boolean[0];

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    CommonOptions(Console console) {
        this.console = console;
    }

    @Override
    public String heading() {
        return "Common";
    }

    Console console() {
        return console;
    }

    int verbosity() {
        return verbose.length;
    }

    /** The style that these options ask for. */
    Style style() {
        return new Style(json, color, verbosity() > 1);
    }

    /** Where this command says what it has to say; always the same. */
    Output output() {
        Output known = output;
        if (known == null) {
            known = new Output(console, style());
            output = known;
        }
        return known;
    }

    /** Settles how it is said, for commands with more to say about that. */
    Output output(Style style) {
        Output settled = new Output(console, style);
        output = settled;
        return settled;
    }
}
