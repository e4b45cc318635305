package dev.parley.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * Makes timers that are alike.
 *
 * @param registry where
 * @param tags of each
 * @param histograms whether they have buckets
 */
record Timers(MeterRegistry registry, Tags tags, boolean histograms) {
    /** From what a device beside us takes to what one at the end of a bad line does. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    /** A timer with buckets, if any are wanted. */
    Timer of(String name, String description, String... further) {
        Timer.Builder timer = Timer.builder(name).description(description).tags(tags.and(further));
        if (histograms) {
            timer.serviceLevelObjectives(BUCKETS);
        }
        return timer.register(registry);
    }
}
