package dev.parley.cli.command;

import dev.parley.cli.device.Callers;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.device.CallHome;
import dev.parley.device.Hosts;
import dev.parley.error.Durations;
import dev.parley.error.NetconfException;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.framing.Framing;
import dev.parley.message.ServerHello;
import dev.parley.security.SecurityDetails;
import dev.parley.session.CallHandler;
import dev.parley.session.CallHomeListener;
import dev.parley.session.Session;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Receives the sessions of devices that call, works on them, and tells of everything: one line each for people, one JSON
 * object each for programs. Several threads call; they speak one at a time.
 */
final class Reception implements CallHandler, SessionListener {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** How long work that is under way may go on after Ctrl-C. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Output output;
    private final Errand errand;
    private final int sessions;

    /** What the devices of the sessions that are held announced: by that an end is known to be a session's. */
    private final Map<SessionKey, ServerHello> hellos = new ConcurrentHashMap<>();

    /** How sessions ended of which that is still to be told. */
    private final Map<ServerHello, SessionEvent.Closed> ends = Collections.synchronizedMap(new IdentityHashMap<>());

    private int come;
    private int working;
    private boolean over;
    private ExitCode worst = ExitCode.OK;

    /**
     * @param output where it is told
     * @param errand what is done on each session
     * @param sessions after how many of them it is over
     */
    Reception(Output output, Errand errand, int sessions) {
        this.output = output;
        this.errand = errand;
        this.sessions = sessions;
    }

    /** Says where devices are expected, and which. */
    void introduce(CallHomeListener listener, CallHome how, Callers callers) {
        InetSocketAddress bound = listener.address();
        String address = Hosts.text(bound);
        String where =
                bound.getAddress().isAnyLocalAddress() ? "port " + bound.getPort() + " of every address" : address;
        int known = callers.known(how.security().scheme());
        Map<String, @Nullable Object> facts = event("listening");
        facts.put("security", how.security().scheme());
        facts.put("address", address);
        facts.put("devices", known);
        output.happened(
                facts,
                "Listening for devices over " + how.security().scheme().toUpperCase(Locale.ROOT) + " on "
                        + output.paint().strong(where) + "; " + (known == 1 ? "1 device" : known + " devices")
                        + " may call. Ctrl-C ends it.");
        if (known == 0) {
            output.warning(callers.advice(how.security().scheme()));
        }
    }

    /** Waits until it is over: enough sessions, enough time, or Ctrl-C. */
    void serve(CallHomeListener listener, @Nullable Duration limit) {
        long end = System.nanoTime() + (limit == null ? Duration.ofDays(365) : limit).toNanos();
        try {
            await(() -> come >= sessions, end);
            listener.close();
            // with its session held open, a device has been served when it goes
            await(() -> working == 0, errand.isNothing() ? System.nanoTime() : Long.MAX_VALUE);
        } catch (InterruptedException ctrlC) {
            listener.close();
            awaitLastWords();
        }
        // whoever tells that a device has gone does so before the end is told, or not at all
        synchronized (output) {
            over();
            end(listener.counts());
        }
    }

    private synchronized void over() {
        over = true;
    }

    private void end(CallHomeListener.Counts counts) {
        Map<String, @Nullable Object> facts = event("ended");
        facts.put("taken", counts.taken());
        facts.put("served", counts.served());
        facts.put("refused", counts.refused());
        facts.put("hungUp", counts.hungUp());
        output.happened(
                facts,
                counts.taken() + (counts.taken() == 1 ? " call, " : " calls, ") + counts.served() + " served, "
                        + counts.refused() + " refused"
                        + (counts.hungUp() == 0 ? "" : ", " + counts.hungUp() + " hung up at once"));
    }

    private void awaitLastWords() {
        try {
            await(() -> working == 0, System.nanoTime() + GRACE.toNanos());
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface State {
        boolean isReached();
    }

    private synchronized void await(State state, long end) throws InterruptedException {
        while (!state.isReached()) {
            long left = end == Long.MAX_VALUE ? Long.MAX_VALUE : end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** The exit status: that of the first operation that failed, if one did. */
    synchronized int finish() {
        return worst == ExitCode.OK ? output.end().status() : worst.status();
    }

    @Override
    public void session(Session session) {
        ServerHello hello = session.hello();
        if (!begin()) {
            // nobody was told of it
            var unused = session.ended().thenAccept(traffic -> ends.remove(hello));
            close(session);
            return;
        }
        boolean held = false;
        try {
            welcome(session);
            if (errand.isNothing()) {
                held = true;
                var unused = session.ended()
                        .thenAccept(traffic -> gone(session.device().name(), hello));
            } else {
                work(session);
            }
        } catch (RuntimeException fault) {
            note(ExitCode.INTERNAL);
            // the client logs it
            throw fault;
        } finally {
            if (!held) {
                close(session);
            }
            done();
        }
    }

    private void close(Session session) {
        try {
            session.close();
        } catch (IllegalStateException unheard) {
            // what came of the work has been told
            output.warning(session.device().name() + ": " + unheard.getMessage());
        }
    }

    /** The first that went wrong decides how all of it ended. */
    private synchronized void note(ExitCode exit) {
        worst = worst == ExitCode.OK ? exit : worst;
    }

    /** Whether one more session is wanted. */
    private synchronized boolean begin() {
        if (over || come >= sessions) {
            return false;
        }
        come++;
        working++;
        notifyAll();
        return true;
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized void done() {
        working--;
        notifyAll();
    }

    private void welcome(Session session) {
        Paint paint = output.paint();
        SecurityDetails security = session.security();
        String base = session.hello().framing() == Framing.CHUNKED ? "1.1" : "1.0";
        String from = session.device().access().address();
        Map<String, @Nullable Object> facts = event("session");
        facts.put("device", session.device().name());
        facts.put("from", from);
        facts.put("sessionId", session.id());
        facts.put("base", base);
        facts.put("security", security == null ? null : security.summary());
        output.happened(
                facts,
                head(session.device().name()) + "from " + from + ", session " + session.id() + ", base " + base
                        + (security == null ? "" : paint.faint(", " + Printable.line(security.summary()))));
    }

    private void work(Session session) {
        long began = System.nanoTime();
        Errand.Outcome outcome = errand.on(session);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        boolean well = outcome.exit() == ExitCode.OK;
        note(outcome.exit());
        Map<String, @Nullable Object> facts = event("result");
        facts.put("device", session.device().name());
        facts.put("operation", errand.name());
        facts.put("ok", well);
        facts.put("tookMs", took);
        Paint paint = output.paint();
        String mark = well ? paint.success("✓") : paint.error("✗");
        output.happened(
                facts,
                outcome.out(),
                head(session.device().name()) + mark + " " + errand.name() + "  " + paint.faint(Durations.text(took))
                        + "\n" + outcome.err() + outcome.out());
    }

    @Override
    public void refused(String from, NetconfException why) {
        if (isOver()) {
            // it is we who hang up
            return;
        }
        Problem problem = Problem.of(why);
        Map<String, @Nullable Object> facts = event("refused");
        facts.put("from", from);
        facts.put("error", problem.facts());
        Paint paint = output.paint();
        String advice = problem.advice();
        output.happened(
                facts,
                head("") + paint.error("✗") + " refused " + from + ": " + Printable.line(problem.message())
                        + (advice == null ? "" : "\n  " + paint.lead("→ " + Printable.line(advice))));
    }

    /** Notes how sessions that are held end. On the event loop, where nothing may wait for whoever reads what is told. */
    @Override
    public void on(SessionKey session, SessionEvent event) {
        if (!errand.isNothing()) {
            return;
        }
        if (event instanceof SessionEvent.Established established) {
            hellos.put(session, established.hello());
        } else if (event instanceof SessionEvent.Closed closed) {
            ServerHello hello = hellos.remove(session);
            if (hello != null) {
                ends.put(hello, closed);
            }
        }
    }

    private void gone(String device, ServerHello hello) {
        SessionEvent.Closed closed = Objects.requireNonNull(ends.remove(hello), "the event comes before the end");
        NetconfException failure = closed.failure();
        Map<String, @Nullable Object> facts = event("gone");
        facts.put("device", device);
        facts.put("lastedMs", closed.lasted());
        facts.put("error", failure == null ? null : Problem.of(failure).facts());
        String line = head(device) + "gone after " + Durations.text(closed.lasted())
                + (failure == null ? "" : ": " + Printable.line(failure.getMessage()));
        synchronized (output) {
            if (!isOver()) {
                output.happened(facts, line);
            }
        }
    }

    private static Map<String, @Nullable Object> event(String name) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("event", name);
        facts.put("time", Instant.now());
        return facts;
    }

    private String head(String device) {
        String time = output.paint().faint(LocalTime.now(ZoneId.systemDefault()).format(CLOCK));
        return time + " " + (device.isEmpty() ? "" : output.paint().strong(Printable.line(device)) + "  ");
    }
}
