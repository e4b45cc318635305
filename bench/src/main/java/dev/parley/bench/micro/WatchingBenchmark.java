package dev.parley.bench.micro;

import dev.parley.bench.client.Watching;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What watching adds to a request: what a listener does before it, and at its end. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WatchingBenchmark {
    private static final Duration TOOK = Duration.ofMillis(3);

    /** Who watches. */
    public enum Who {
        /** Nobody: a listener that has no use for requests. */
        NOBODY,
        /** Metrics with histograms, in a registry of Prometheus. */
        METRICS,
        /** Observations that a handler sees which does nothing. */
        OBSERVATIONS,
        /** Flight Recorder without a recording. */
        FLIGHT,
        /** Flight Recorder with one. */
        RECORDED
    }

    /** Who watches. */
    @Param
    public Who who;

    private final SessionKey key = new SessionKey(1, "pe1");
    private SessionListener listener = (session, event) -> {};
    private long id;

    /** Makes the listener of one session. */
    @Setup
    public void watch() {
        SessionListener all = switch (who) {
            case NOBODY -> (session, event) -> {};
            case METRICS -> Watching.metrics();
            case OBSERVATIONS -> Watching.observations();
            case FLIGHT -> Watching.flightLog();
            case RECORDED -> Watching.recordedFlightLog();
        };
        listener = all.forSession(key);
    }

    /** A request that succeeds. */
    @Benchmark
    public void request() {
        RequestListener request = listener.request(key, ++id, "get-config");
        if (request != null) {
            request.ended(TOOK, null);
        }
    }
}
