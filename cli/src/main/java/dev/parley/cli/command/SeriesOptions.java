package dev.parley.cli.command;

import dev.parley.doctor.series.Pace;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Many attempts in place of one: how many, how fast, and where they are kept. */
final class SeriesOptions implements OptionGroup {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int MOST = 10_000_000;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description =
                    "Make so many attempts, for a fault that comes and goes, and look for what those that fail share.")
    private @Nullable Integer times;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Make attempts for so long instead: 30m, 24h. Ctrl-C ends it sooner, with the report.")
    private @Nullable Duration lasting;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "The time from one beginning to the next. Default: 1s.")
    private @Nullable Duration every;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "So many may be under way, from 1 to 64; each time a random number of them begins together."
                    + " Default: 1.")
    private @Nullable Integer parallel;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description =
                    "Keep the attempts in that file, as one line of JSON each. Those that are there already are gone on"
                            + " with, and count in the report.")
    private @Nullable Path record;

    @Override
    public String heading() {
        return "A fault that comes and goes";
    }

    /** Where the attempts are kept, or null. */
    @Nullable
    Path record() {
        return record;
    }

    /**
     * How many attempts, and how fast; empty if it is to be one.
     *
     * @param metrics what is of use for many attempts only
     * @throws InputException if that cannot be
     */
    Optional<Pace> pace(MetricsOptions metrics) {
        if (times == null && lasting == null) {
            refuse("--metrics", metrics.place());
            refuse("--every", every);
            refuse("--parallel", parallel);
            refuse("--record", record);
            return Optional.empty();
        }
        if (times != null && lasting != null) {
            throw new InputException(
                    Reason.BAD_SETTING, "--repeat and --for both say when the series ends", "give one of them", null);
        }
        check("--repeat", times, MOST);
        check("--parallel", parallel, Pace.MOST_AT_ONCE);
        check("--for", lasting);
        check("--every", every);
        return Optional.of(new Pace(
                times == null ? Integer.MAX_VALUE : times,
                lasting == null ? Pace.FOR_EVER : lasting,
                every == null ? Duration.ofSeconds(1) : every,
                parallel == null ? 1 : parallel));
    }

    private static void refuse(String option, @Nullable Object given) {
        if (given != null) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    option + " is about many attempts, and this is one",
                    "say how many with --repeat 200, or for how long with --for 24h",
                    null);
        }
    }

    private static void check(String option, @Nullable Integer given, int most) {
        if (given != null && (given < 1 || given > most)) {
            throw new InputException(
                    Reason.BAD_VALUE, option + " " + given + " is not from 1 to " + most, "give another number", null);
        }
    }

    private static void check(String option, @Nullable Duration given) {
        if (given != null && given.compareTo(LONGEST) > 0) {
            throw new InputException(
                    Reason.BAD_VALUE, option + " is more than a year", "give something from 1ms to 8760h", null);
        }
    }
}
