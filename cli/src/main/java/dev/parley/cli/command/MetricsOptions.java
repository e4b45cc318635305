package dev.parley.cli.command;

import dev.parley.cli.metrics.Meters;
import dev.parley.cli.metrics.MetricsPlace;
import dev.parley.cli.metrics.MetricsServer;
import dev.parley.cli.report.Output;
import dev.parley.error.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Metrics of a command that runs for long, for Prometheus. */
final class MetricsOptions implements OptionGroup {
    @Option(
            names = "--metrics",
            paramLabel = "[ADDRESS:]PORT",
            description =
                    "Serve metrics for Prometheus at /metrics there, until the end; 0 takes any port that is free."
                            + " Without an address it is 127.0.0.1.")
    private @Nullable String place;

    @Override
    public String heading() {
        return "Diagnosis";
    }

    /** What was asked for, or null. */
    @Nullable
    String place() {
        return place;
    }

    /**
     * Begins to count and to serve, and says where; nothing of that unless it is asked for.
     *
     * @throws InputException if it cannot be served there
     */
    Measuring open(Output output) {
        if (place == null) {
            return Measuring.NOTHING;
        }
        MetricsPlace where = MetricsPlace.parse(place);
        Meters meters = new Meters();
        MetricsServer server;
        try {
            server = MetricsServer.start(where, meters::page);
        } catch (InputException e) {
            meters.close();
            throw e;
        }
        output.trace("Metrics at " + server.url());
        return new Measuring(meters, server);
    }
}
