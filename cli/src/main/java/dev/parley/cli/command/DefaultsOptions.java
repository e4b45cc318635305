package dev.parley.cli.command;

import dev.parley.operation.WithDefaults;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether default values are wanted. */
final class DefaultsOptions implements OptionGroup {
    @Option(
            names = "--with-defaults",
            paramLabel = "MODE",
            converter = Words.OfWithDefaults.class,
            completionCandidates = Words.OfWithDefaults.class,
            description = "How default values are reported: ${COMPLETION-CANDIDATES}.")
    private @Nullable WithDefaults mode;

    @Override
    public String heading() {
        return "Selection";
    }

    @Nullable
    WithDefaults mode() {
        return mode;
    }
}
