package dev.parley.session;

import dev.parley.device.CallAccess;
import dev.parley.device.Device;
import dev.parley.error.Circumstance;
import dev.parley.error.Durations;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionListener;
import dev.parley.event.TcpState;
import dev.parley.event.Timeline;
import dev.parley.message.ServerHello;
import dev.parley.security.SecurityDetails;
import dev.parley.transport.Attempt;
import dev.parley.transport.Link;
import dev.parley.transport.LinkListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.LinkTraffic;
import dev.parley.transport.Transport;
import dev.parley.transport.WireTap;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a session: it keeps the time of every phase, and ends exactly once, with a session that is up or
 * with the reason why there is none. Nobody sees a session before its capability exchange is complete. On its loop, but
 * for what says that it is for any thread.
 */
final class Opening implements Attempt {
    private Device device;
    private final LinkLoop loop;
    private final EventSink events;
    private final Sessions sessions;
    private final CompletableFuture<Session> result = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private State state = State.WAITING;
    private long startedAt = System.nanoTime();
    private final List<Timeline.Entry> entries = new ArrayList<>(4);
    private Phase phase = Phase.RESOLVE;
    private long phaseAt = startedAt;
    private LinkLoop.@Nullable Timer timer;
    private @Nullable Runnable release;
    private LinkTraffic passed = LinkTraffic.NONE;
    private @Nullable SessionDriver driver;
    /** For a device that calls: is run when it is known who that is. */
    private Runnable known = () -> {};

    private Supplier<Optional<HeldUp>> heldUp = Optional::empty;

    /** How far it is. */
    private enum State {
        /** Too many others are under way; nobody has been told of it. */
        WAITING,
        UNDER_WAY,
        OVER
    }

    Opening(Device device, LinkLoop loop, EventSink events, Sessions sessions) {
        this.device = device;
        this.loop = loop;
        this.events = events;
        this.sessions = sessions;
    }

    /** What comes of it: completed on the loop; cancelling it gives the attempt up. */
    CompletableFuture<Session> result() {
        return result;
    }

    /** Completed when a failed or cancelled attempt has let go of its connection. */
    CompletableFuture<Void> released() {
        return released;
    }

    /** It was given up before its turn came. */
    void neverBegan() {
        released.complete(null);
    }

    /** Sets out; its time counts from now on. Any thread; the loop may have ended with the client. */
    void begin(Transport transport) {
        result.whenComplete((session, failure) -> {
            if (result.isCancelled()) {
                post(() -> failed(Reason.CANCELLED, "cancelled by the caller", null, null));
            }
        });
        post(() -> {
            if (isOver()) {
                return;
            }
            setOut();
            try {
                transport.open(device, this);
            } catch (RuntimeException | LinkageError e) {
                // a library that the transport needs may be missing
                failed(Reason.FAILED, "the transport failed: " + e, null, e);
            }
        });
    }

    /** A device has called. On the loop. */
    void called(Runnable whenKnown) {
        known = whenKnown;
        phase = Phase.SECURE;
        setOut();
    }

    private void setOut() {
        state = State.UNDER_WAY;
        startedAt = System.nanoTime();
        phaseAt = startedAt;
        events.tell(new SessionEvent.Opening(device));
    }

    /** Waits for what comes of it. An interrupt gives the attempt up, and leaves the thread interrupted. */
    Session await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    // which ends the wait soon, unless the session came up first
                    giveUp(Reason.CANCELLED, "the thread that opened it was interrupted");
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetconfException failure) {
                // it was made on the loop: the caller's own stack is what helps
                failure.setStackTrace(new Throwable().getStackTrace());
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The client is closed: there is no use in going on. Any thread. */
    void clientClosed() {
        giveUp(Reason.CLIENT_CLOSED, "the client was closed");
    }

    private void giveUp(Reason reason, String why) {
        Runnable giveUp = () -> failed(reason, why, null, null);
        if (loop.isCurrent()) {
            giveUp.run();
        } else {
            post(giveUp);
        }
    }

    private void post(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            neverMore(Reason.CLIENT_CLOSED, "the client is closed", null);
        } catch (OutOfMemoryError e) {
            // also says that no thread could be begun for the loop
            neverMore(Reason.FAILED, "the event loop takes no task: " + e.getMessage(), e);
        }
    }

    /** There is no loop to say it on. */
    private void neverMore(Reason reason, String why, @Nullable Throwable cause) {
        released.complete(null);
        result.completeExceptionally(new OpenException(
                reason,
                phase,
                device.label(),
                Duration.ofNanos(System.nanoTime() - startedAt),
                Traffic.NONE,
                why,
                null,
                cause));
    }

    @Override
    public LinkLoop loop() {
        return loop;
    }

    @Override
    public boolean isOver() {
        return state == State.OVER;
    }

    @Override
    public void onAbort(Runnable release) {
        this.release = release;
    }

    @Override
    public void heldUpBy(Supplier<Optional<HeldUp>> what) {
        heldUp = what;
    }

    @Override
    public void begin(Phase next) {
        phase = next;
        phaseAt = System.nanoTime();
        setTimer(Duration.ofNanos(deadline(next, phaseAt) - phaseAt));
        events.tell(new SessionEvent.PhaseBegun(next));
    }

    private void setTimer(Duration delay) {
        stopTimer();
        timer = loop.schedule(this::timeout, delay.isNegative() ? Duration.ZERO : delay);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** When a phase has to be over: by its own limit, or by that of the whole opening. */
    private long deadline(Phase of, long begun) {
        long ownEnd = begun + device.timeouts().of(of).toNanos();
        long wholeEnd = startedAt + device.timeouts().total().toNanos();
        return ownEnd - wholeEnd < 0 ? ownEnd : wholeEnd;
    }

    @Override
    public void end(Phase ended, String detail) {
        Duration took = Duration.ofNanos(System.nanoTime() - phaseAt);
        entries.add(new Timeline.Entry(ended, Duration.ofNanos(phaseAt - startedAt), took, detail));
        events.tell(new SessionEvent.PhaseEnded(ended, took, detail));
    }

    @Override
    public void addressFailed(SocketAddress address, String why) {
        events.tell(new SessionEvent.AddressFailed(address, why));
    }

    @Override
    public void identified(Device caller) {
        if (isOver()) {
            return;
        }
        known.run();
        device = caller.withAccess(device.access());
        events.belongsTo(device.name());
        events.tell(new SessionEvent.Identified(device));
        setTimer(Duration.ofNanos(deadline(phase, phaseAt) - System.nanoTime()));
    }

    @Override
    public void secured(SecurityDetails details) {
        events.tell(new SessionEvent.Secured(details));
    }

    @Override
    public void traffic(LinkTraffic traffic) {
        passed = traffic;
    }

    @Override
    public @Nullable WireTap tap() {
        return events.wants(SessionListener.Interest.WIRE) ? new Tap(events) : null;
    }

    /** Passes on what is seen on the wire, for as long as the session lasts. */
    private record Tap(EventSink events) implements WireTap {
        @Override
        public void connected(SocketAddress local, SocketAddress remote) {
            events.tell(new SessionEvent.Connected(local, remote));
        }

        @Override
        public void passed(boolean outbound, ByteBuffer bytes) {
            events.tell(new SessionEvent.WirePassed(outbound, bytes));
        }

        @Override
        public void measured(TcpState state) {
            events.tell(new SessionEvent.TcpMeasured(state));
        }
    }

    @Override
    public LinkListener connected(Link link) {
        phase = Phase.HELLO;
        phaseAt = System.nanoTime();
        stopTimer();
        events.tell(new SessionEvent.PhaseBegun(Phase.HELLO));
        SessionDriver opened = new SessionDriver(device, link, events, this, sessions.callbacks());
        driver = opened;
        release = opened::abandon;
        opened.begin(deadline(Phase.HELLO, phaseAt));
        return opened;
    }

    /** The capability exchange is complete. */
    void established(SessionDriver opened, ServerHello hello) {
        if (isOver()) {
            return;
        }
        end(Phase.HELLO, hello.capabilities().size() + " capabilities, session " + hello.sessionId());
        state = State.OVER;
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        events.tell(new SessionEvent.Established(hello, took));
        Session session = new Session(opened, hello, new Timeline(entries, took), sessions.callbacks());
        sessions.opened(session, opened);
        if (!result.complete(session)) {
            session.ended().thenRun(() -> released.complete(null));
            opened.close();
        }
    }

    /** The capability exchange failed. */
    void helloFailed(@Nullable NetconfException failure) {
        if (!(failure instanceof ProtocolException why)) {
            failed(Reason.FAILED, "the session ended before it was up", null, failure);
            return;
        }
        Reason reason = switch (why.reason()) {
            case HELLO_TIMEOUT -> Reason.HELLO_TIMEOUT;
            case NO_COMMON_BASE -> Reason.NO_COMMON_BASE;
            case SESSION_REFUSED -> Reason.SESSION_REFUSED;
            case LIMIT_EXCEEDED -> Reason.LIMIT_EXCEEDED;
            case TRUNCATED -> Reason.CLOSED_BY_PEER;
            case BAD_HELLO, UNEXPECTED_MESSAGE, DEVIATION -> Reason.BAD_HELLO;
            case BAD_CHUNK, MALFORMED_XML, DOCTYPE, ENTITY, UNMATCHED_REPLY -> Reason.NOT_NETCONF;
        };
        String spent = reason == Reason.HELLO_TIMEOUT
                        && !isAbout(had(), device.timeouts().of(Phase.HELLO))
                ? " (it had " + limit() + ")"
                : "";
        failed(reason, why.getMessage() + spent, why.advice().orElse(null), why);
    }

    private void timeout() {
        String limit = limit();
        HeldUp cause = heldUp.get().orElse(null);
        String why = cause == null ? "" : ": " + cause.what();
        switch (phase) {
            case RESOLVE ->
                failed(
                        Reason.RESOLVE_TIMEOUT,
                        "no answer from the name service within " + limit + why,
                        "try an address in place of the name",
                        null);
            case CONNECT ->
                failed(
                        Reason.CONNECT_TIMEOUT,
                        cause == null
                                ? "no answer to the connection request within " + limit
                                : "the way to the device was not open within " + limit + why,
                        cause == null
                                ? "the device is down, or a packet filter drops what is sent to it"
                                : cause.advice(),
                        null);
            case SECURE ->
                failed(
                        Reason.HANDSHAKE_TIMEOUT,
                        "the connection stands, but the " + securing() + " was not complete within " + limit + why,
                        cause == null
                                ? "is it the right port? A server of another kind waits for us to speak; a path that "
                                        + "drops large packets looks the same"
                                : cause.advice(),
                        null);
            case AUTHENTICATE ->
                failed(
                        Reason.AUTHENTICATION_TIMEOUT,
                        "the device had not let us in and started NETCONF within " + limit,
                        "it may be asking another server about us, or somebody has to answer a question",
                        null);
            default -> failed(Reason.FAILED, "not complete within " + limit, null, null);
        }
    }

    /** How long this phase had, and whose limit that was if it was not its own. */
    private String limit() {
        Duration own = device.timeouts().of(phase);
        Duration total = device.timeouts().total();
        Duration had = had();
        if (isAbout(had, own)) {
            return Durations.text(own);
        }
        return isAbout(had, total)
                ? Durations.text(total) + ", the limit of the whole opening"
                : Durations.text(had) + ", which was left of the " + Durations.text(total) + " for the whole opening";
    }

    private Duration had() {
        return Duration.ofNanos(deadline(phase, phaseAt) - phaseAt);
    }

    /** Whether the difference, such as what the phases before it have taken, is not worth a word. */
    private static boolean isAbout(Duration had, Duration limit) {
        return limit.minus(had).compareTo(limit.dividedBy(20)) <= 0;
    }

    private String securing() {
        return device.access().scheme().equals("ssh") ? "SSH key exchange" : "TLS handshake";
    }

    @Override
    public void failed(
            Reason reason,
            @Nullable Circumstance circumstance,
            String detail,
            @Nullable String advice,
            @Nullable Throwable cause) {
        if (isOver()) {
            return;
        }
        boolean begun = letGo();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedAt);
        Traffic traffic = traffic();
        String layers = traffic.wireOut() > 0 && !isAnswer(reason) ? " (" + traffic.report() + ")" : "";
        String told = detail + layers;
        finish(
                begun,
                device.access() instanceof CallAccess
                        ? OpenException.ofCall(
                                reason, circumstance, phase, device.label(), elapsed, traffic, told, advice, cause)
                        : new OpenException(
                                reason, circumstance, phase, device.label(), elapsed, traffic, told, advice, cause));
    }

    /** Whether both sides have said all that there is to say: how far the bytes got explains nothing then. */
    private static boolean isAnswer(Reason reason) {
        return switch (reason) {
            case HOST_KEY_UNKNOWN,
                    HOST_KEY_CHANGED,
                    HOST_KEY_REVOKED,
                    UNKNOWN_CALLER,
                    AUTHENTICATION_REFUSED,
                    SUBSYSTEM_REFUSED -> true;
            default -> false;
        };
    }

    private Traffic traffic() {
        return driver != null
                ? driver.traffic()
                : new Traffic(
                        passed.wireIn(),
                        passed.plainIn(),
                        passed.plainIn(),
                        passed.reads(),
                        passed.wireOut(),
                        passed.plainOut(),
                        Duration.ZERO);
    }

    @Override
    public void unusable(InputException why) {
        if (!isOver()) {
            finish(letGo(), why);
        }
    }

    /** Whether anybody had been told of it. */
    private boolean letGo() {
        boolean begun = state == State.UNDER_WAY;
        state = State.OVER;
        stopTimer();
        if (release != null) {
            release.run();
        }
        return begun;
    }

    private void finish(boolean begun, NetconfException failure) {
        if (begun) {
            events.tell(new SessionEvent.OpenFailed(failure));
        }
        released.complete(null);
        result.completeExceptionally(failure);
    }
}
