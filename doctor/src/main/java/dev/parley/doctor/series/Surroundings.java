package dev.parley.doctor.series;

import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.LoadMeter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is true around the attempts of a series: how many are under way, how long nothing was, and how this machine fared in
 * the second or more before each; of those in the first second that is not known. Safe for all threads.
 */
final class Surroundings implements AutoCloseable {
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LoadMeter meter = LoadMeter.start();
    private LoadMeter.@Nullable Reading earlier;
    private LoadMeter.Reading later = meter.read();
    private long laterAt = System.nanoTime();
    private int underWay;
    private long lastEnd;
    private boolean ended;

    /** An attempt begins: what is true around it, in plain values. */
    synchronized Map<String, @Nullable Object> begin() {
        long now = System.nanoTime();
        Map<String, @Nullable Object> around = new LinkedHashMap<>();
        around.put(Factors.AT_ONCE, ++underWay);
        if (ended) {
            double idle = underWay > 1 ? 0 : (now - lastEnd) / 1e9;
            around.put(Factors.SINCE, Math.rint(idle * 1000) / 1000);
        }
        if (now - laterAt >= LEAST_NANOS) {
            earlier = later;
            later = meter.read();
            laterAt = now;
        }
        if (earlier != null) {
            ClientLoad load = meter.since(earlier);
            around.put(Factors.MACHINE, load.machineCpu());
            around.put(Factors.DELAY, Math.rint(load.worstDelay().toNanos() / 1e3) / 1e3);
            around.put(Factors.COLLECTING, load.collecting().toMillis());
        }
        return around;
    }

    /** It has ended. */
    synchronized void end() {
        underWay--;
        lastEnd = System.nanoTime();
        ended = true;
    }

    @Override
    public void close() {
        meter.close();
    }
}
