package dev.parley.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The meters of something that is asked whenever they are read, such as a pool. They hold on to it: close this, on any thread, when
 * it is closed and the registry lives on, or before something else is watched under the same name, because a registry keeps the first
 * meter of a name and tags. The meters are not in the registry then. Closing again does nothing.
 */
public final class Watched implements AutoCloseable {
    private final AtomicReference<Runnable> end;

    Watched(Runnable end) {
        this.end = new AtomicReference<>(end);
    }

    static Watched of(MeterRegistry registry, Meter... meters) {
        return new Watched(() -> List.of(meters).forEach(registry::remove));
    }

    @Override
    public void close() {
        // not a second time: by then it may be another that has meters of those names, and nothing is held on to any
        // more
        end.getAndSet(() -> {}).run();
    }
}
