package dev.parley.metrics;

import dev.parley.error.NetconfException;
import dev.parley.event.RequestListener;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The timers of requests with one operation; one of these follows all of them, since each comes with its own time. */
final class OperationMeters implements RequestListener {
    private final Timers timers;
    private final LongAdder underWay;
    private final RequestResults results;
    private final String operation;
    private final Timer succeeded;
    private final Map<String, Timer> failed = new ConcurrentHashMap<>();

    OperationMeters(Timers timers, LongAdder underWay, RequestResults results, String operation) {
        this.timers = timers;
        this.underWay = underWay;
        this.results = results;
        this.operation = operation;
        succeeded = timer("ok");
    }

    private Timer timer(String outcome) {
        return timers.of(
                "netconf.requests",
                "Requests, until their replies were whole",
                "operation",
                operation,
                "outcome",
                outcome);
    }

    @Override
    public void ended(Duration took, @Nullable NetconfException failure) {
        underWay.decrement();
        results.count(failure);
        Timer timer = failure == null ? succeeded : failed.computeIfAbsent(failure.code(), this::timer);
        timer.record(took);
    }
}
