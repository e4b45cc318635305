package dev.parley.event;

import dev.parley.device.Device;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.framing.Framing;
import dev.parley.tls.TlsDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each attempt at a session as one line for programs to the SLF4J logger {@code dev.parley.attempt}, when it has
 * succeeded (INFO) or failed (WARN):
 *
 * <pre>
 * attempt began=2026-11-20T12:03:04.123456Z device="pe1" scheme=tls address=192.0.2.7 tls=TLSv1.3
 *     suite=TLS_AES_128_GCM_SHA256 handshake=resumed framing=1.1 sessions=1 idle=12.301 resolve=0.4 connect=1.2 …
 * attempt began=2026-11-20T12:03:09.124567Z device="pe1" scheme=tls address=192.0.2.8 sessions=1 idle=4.802 resolve=0.4
 *     connect=1.1 secure=10000.2 failure=handshake-timeout phase=secure message="connect to pe1 (…) failed in SECURE …"
 * </pre>
 *
 * (in one line). Phases are in milliseconds. {@code sessions} is how many of this client with the device were open or under way
 * when it began, itself among them; {@code idle} the seconds since the last of them had ended, if there were no others. Of a device
 * that calls, both are as they were when it was known which one it is. What is not known is left out. The doctor reads these lines again, whatever stands in front of them.
 */
final class AttemptLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.parley.attempt");

    /** The end of what a transport says of the connection: {@code pe1/192.0.2.7:6513}, {@code /[2001:db8::1]:830}. */
    private static final Pattern ADDRESS = Pattern.compile("(?:^|/)\\[?([0-9A-Fa-f.:]+(?:%\\w+)?)\\]?:\\d+(?:, .*)?$");

    private static final Pattern ONE_ADDRESS = Pattern.compile("[0-9A-Fa-f.:]+(?:%\\w+)?");

    /** More devices than these are callers that nobody knows, or a fleet that is never idle. */
    private static final int MOST_DEVICES = 10_000;

    private final Map<SessionKey, Attempt> open = new ConcurrentHashMap<>();
    private final Object neighbours = new Object();
    private final Map<String, Integer> sessions = new HashMap<>();
    private final Map<String, Long> lastEnds = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_DEVICES;
        }
    };

    /** What is known of an attempt so far; on its session's loop alone. */
    private static final class Attempt {
        private final Instant began = Instant.now();
        private final long start = System.nanoTime();
        private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        private int sessions;
        private double idle;
        private Device device;
        private @Nullable String address;
        private @Nullable TlsDetails tls;

        Attempt(Device device) {
            this.device = device;
        }
    }

    /** Something happened in a session; on its loop. Of one that is up nothing is kept but that there is one more. */
    void on(SessionKey key, SessionEvent event) {
        if (event instanceof SessionEvent.RequestEnded || event instanceof SessionEvent.RequestBegun) {
            return;
        }
        if (event instanceof SessionEvent.Opening opening) {
            open.put(key, begin(opening.device()));
        } else if (event instanceof SessionEvent.Closed) {
            end(key.device());
        } else {
            Attempt attempt = open.get(key);
            if (attempt != null) {
                note(key, attempt, event);
            }
        }
    }

    private void note(SessionKey key, Attempt attempt, SessionEvent event) {
        if (event instanceof SessionEvent.Identified identified) {
            move(attempt, identified.device());
        } else if (event instanceof SessionEvent.PhaseEnded ended) {
            attempt.phases.put(ended.phase(), ended.took());
            if (ended.phase() == Phase.RESOLVE) {
                // one address is where it goes, whether anybody answers there or not
                attempt.address = ONE_ADDRESS.matcher(ended.detail()).matches() ? ended.detail() : null;
            } else if (ended.phase() == Phase.CONNECT) {
                Matcher address = ADDRESS.matcher(ended.detail());
                attempt.address = address.find() ? address.group(1) : null;
            }
        } else if (event instanceof SessionEvent.Secured secured && secured.details() instanceof TlsDetails tls) {
            attempt.tls = tls;
        } else if (event instanceof SessionEvent.Established up) {
            open.remove(key);
            if (LOG.isInfoEnabled()) {
                LOG.info("{}", line(attempt, up.hello().framing(), null));
            }
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            open.remove(key);
            if (LOG.isWarnEnabled()) {
                LOG.warn("{}", line(attempt, null, failed.failure()));
            }
            end(attempt.device.name());
        }
    }

    private Attempt begin(Device device) {
        Attempt attempt = new Attempt(device);
        synchronized (neighbours) {
            join(attempt);
        }
        return attempt;
    }

    /** It has turned out which device has called: its other sessions count, and not those of the address it came from. */
    private void move(Attempt attempt, Device caller) {
        synchronized (neighbours) {
            oneLess(attempt.device.name());
            attempt.device = caller;
            join(attempt);
        }
    }

    private void join(Attempt attempt) {
        String name = attempt.device.name();
        attempt.sessions = sessions.merge(name, 1, Integer::sum);
        Long lastEnd = lastEnds.get(name);
        // it may have ended while this one was under way
        attempt.idle = lastEnd == null || attempt.sessions > 1 ? -1 : Math.max(0, (attempt.start - lastEnd) / 1e9);
    }

    private void end(String device) {
        synchronized (neighbours) {
            oneLess(device);
            // at the end of the order, in which the eldest goes first
            lastEnds.remove(device);
            lastEnds.put(device, System.nanoTime());
        }
    }

    private void oneLess(String device) {
        sessions.computeIfPresent(device, (name, count) -> count > 1 ? count - 1 : null);
    }

    private static String line(Attempt attempt, @Nullable Framing framing, @Nullable NetconfException failure) {
        StringBuilder line = new StringBuilder("attempt");
        field(line, "began", attempt.began.toString());
        field(line, "device", quoted(attempt.device.name()));
        field(line, "scheme", attempt.device.access().scheme());
        field(line, "address", attempt.address);
        TlsDetails tls = attempt.tls;
        if (tls != null) {
            field(line, "tls", tls.version().protocol());
            field(line, "suite", tls.suite());
            field(line, "handshake", tls.resumed() ? "resumed" : "full");
        }
        field(line, "framing", framing == null ? null : framing == Framing.CHUNKED ? "1.1" : "1.0");
        field(line, "sessions", String.valueOf(attempt.sessions));
        field(line, "idle", attempt.idle < 0 ? null : String.format(Locale.ROOT, "%.3f", attempt.idle));
        attempt.phases.forEach((phase, took) -> field(line, word(phase), millis(took)));
        if (failure != null) {
            Phase phase = failure instanceof OpenException known ? known.phase() : null;
            if (phase != null) {
                Duration before = attempt.phases.values().stream().reduce(Duration.ZERO, Duration::plus);
                field(
                        line,
                        word(phase),
                        millis(Duration.ofNanos(System.nanoTime() - attempt.start)
                                .minus(before)));
            }
            field(line, "failure", failure.code());
            field(line, "phase", phase == null ? null : word(phase));
            field(line, "message", quoted(String.valueOf(failure.getMessage())));
        }
        return line.toString();
    }

    private static void field(StringBuilder line, String name, @Nullable String value) {
        if (value != null) {
            line.append(' ').append(name).append('=').append(value);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String millis(Duration took) {
        return String.format(Locale.ROOT, "%.1f", took.toNanos() / 1e6);
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
