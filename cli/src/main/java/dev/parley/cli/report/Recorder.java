package dev.parley.cli.report;

import dev.parley.cli.terminal.Bytes;
import dev.parley.cli.terminal.Waterfall;
import dev.parley.error.Durations;
import dev.parley.error.Phase;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.message.Deviation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notes when each phase and each request of a session began and ended, for the timeline and for whoever waits at the
 * terminal. Listens on the session's loop, is asked by other threads.
 */
public final class Recorder implements SessionListener {
    private final String device;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> deviations = new LinkedHashMap<>();
    private long start = System.nanoTime();
    private long received;
    private @Nullable Supplier<String> progress;

    /** A step that has begun, and may have ended. */
    private static final class Step {
        private final String label;
        private final long began;
        private final long id;
        private long ended;
        private boolean over;
        private boolean failed;
        private String detail = "";

        Step(String label, long id) {
            this.label = label;
            this.id = id;
            this.began = System.nanoTime();
        }

        void end(boolean badly, String what) {
            ended = System.nanoTime();
            over = true;
            failed = badly;
            detail = what;
        }
    }

    /** A recorder for one session after the other with a device of that name. */
    public Recorder(String device) {
        this.device = device;
    }

    @Override
    public synchronized void on(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.Opening) {
            // the one before, if there was one, is history
            steps.clear();
            start = System.nanoTime();
        } else if (event instanceof SessionEvent.PhaseBegun begun) {
            steps.add(new Step(begun.phase().name().toLowerCase(Locale.ROOT), -1));
        } else if (event instanceof SessionEvent.PhaseEnded ended) {
            end(-1, false, detail(ended));
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            end(-1, true, failed.failure().code());
        } else if (event instanceof SessionEvent.RequestBegun begun) {
            received = 0;
            steps.add(new Step(begun.operation(), begun.id()));
        } else if (event instanceof SessionEvent.RequestEnded ended) {
            end(
                    ended.id(),
                    ended.failure() != null,
                    ended.failure() == null ? "" : ended.failure().code());
        } else if (event instanceof SessionEvent.DeviationMet met) {
            deviations.merge(describe(met.deviation(), met.detail()), 1, Integer::sum);
        }
    }

    private static String describe(Deviation deviation, String detail) {
        return deviation.description() + " (" + detail + ")";
    }

    /** An address without the name in front of it; the path of a UNIX socket is left as it is. */
    private static String detail(SessionEvent.PhaseEnded ended) {
        return ended.phase() == Phase.CONNECT
                ? ended.detail().replaceFirst("^([^/]+/|/(?=[^/]*:\\d+$))", "")
                : ended.detail();
    }

    private void end(long id, boolean badly, String what) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step.id == id && !step.over) {
                step.end(badly, what);
                return;
            }
        }
    }

    /** The end of the session begins: the orderly goodbye is a step of its own. */
    public synchronized void closing() {
        steps.add(new Step("close", -2));
    }

    /** The session is over. */
    public synchronized void closed() {
        end(-2, false, "");
    }

    /** How many bytes of the reply that is being waited for have been written. */
    public synchronized void received(long bytes) {
        received = bytes;
    }

    /** Who knows better what is being waited for, while that lasts; null for nobody. */
    public synchronized void progress(@Nullable Supplier<String> text) {
        progress = text;
    }

    /** What is being waited for, for the status line; empty when nothing is. */
    public synchronized String waitingFor() {
        Supplier<String> known = progress;
        if (known != null) {
            return known.get();
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (!step.over) {
                long nanos = System.nanoTime() - step.began;
                boolean streaming = step.id >= 0 && received > 0;
                String progress = !streaming ? "" : ", " + Bytes.text(received) + ", " + Bytes.rate(received, nanos);
                return device + ": " + step.label + " … " + Durations.text(Duration.ofNanos(nanos)) + progress;
            }
        }
        return "";
    }

    /** How the device departed from the standard so far, each way once. */
    public synchronized List<String> deviations() {
        return List.copyOf(deviations.keySet());
    }

    /** All that was recorded, as a chart. */
    public synchronized Waterfall waterfall() {
        long now = System.nanoTime();
        return new Waterfall(steps.stream()
                .map(step -> new Waterfall.Row(
                        step.label,
                        Duration.ofNanos(step.began - start),
                        Duration.ofNanos((step.over ? step.ended : now) - step.began),
                        step.failed,
                        step.detail))
                .toList());
    }

    /** All that was recorded, for JSON. */
    static List<Map<String, @Nullable Object>> facts(Waterfall waterfall) {
        List<Map<String, @Nullable Object>> facts = new ArrayList<>();
        for (Waterfall.Row row : waterfall.rows()) {
            Map<String, @Nullable Object> fact = new LinkedHashMap<>();
            fact.put("step", row.label());
            fact.put("beganMs", row.began());
            fact.put("tookMs", row.took());
            fact.put("failed", row.failed());
            fact.put("detail", row.detail());
            facts.add(fact);
        }
        return facts;
    }
}
