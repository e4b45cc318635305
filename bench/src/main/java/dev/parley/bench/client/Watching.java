package dev.parley.bench.client;

import dev.parley.event.SessionListener;
import dev.parley.flight.FlightLog;
import dev.parley.metrics.NetconfMetrics;
import dev.parley.observation.NetconfObservations;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import jdk.jfr.Recording;

/** What watches a client's sessions, so that it can be seen what that costs. */
public final class Watching {
    private Watching() {}

    /** Metrics as they are by default, in a registry of Prometheus. */
    public static SessionListener metrics() {
        return NetconfMetrics.of(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /** Observations with a handler that does nothing: what a tracer costs is its own. */
    public static SessionListener observations() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new Idle());
        return new NetconfObservations(registry);
    }

    private static final class Idle implements ObservationHandler<Observation.Context> {
        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    /** Flight Recorder, while nothing is recorded. */
    public static SessionListener flightLog() {
        return new FlightLog();
    }

    /** Flight Recorder, while all of it is recorded, and nothing else of the JVM. */
    public static SessionListener recordedFlightLog() {
        Recording recording = new Recording();
        for (String event : List.of("Opening", "OpeningPhase", "Session", "Request", "NotificationsLost")) {
            recording.enable("dev.parley." + event).withoutThreshold();
        }
        recording.setToDisk(true);
        recording.setMaxSize(64L << 20);
        recording.start();
        return new FlightLog();
    }
}
