package dev.parley.engine;

import dev.parley.error.Durations;
import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.error.RequestException;
import dev.parley.framing.FrameDecoder;
import dev.parley.framing.Framing;
import dev.parley.message.Deviation;
import dev.parley.message.EnvelopeScanner;
import dev.parley.message.Excerpt;
import dev.parley.message.Namespaces;
import dev.parley.message.ServerHello;
import dev.parley.operation.CloseSession;
import dev.parley.operation.Request;
import dev.parley.xml.Prolog;
import dev.parley.xml.XmlWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One NETCONF session, seen from the client, without any I/O.
 *
 * <pre>
 *            start, send, cancel, close                      write
 *   driver ─────────────────────────────▶ ┌──────────────┐ ─────────▶ bytes to the device
 *            receive(bytes), peerClosed   │ ClientEngine │ ─────────▶ established, replies, notifications
 *   driver ─────────────────────────────▶ └──────────────┘ ─────────▶ terminated
 *            tick(now) ◀── nextWake()
 *
 *   NEW ── start ──▶ HELLO ── server's hello ──▶ OPEN ── close ──▶ CLOSING ── ok, peer closes ──▶ CLOSED
 *                      └────────── any failure, at any time ──────────────────────────────────────▲
 * </pre>
 *
 * The law it is built on: whatever is handed to {@link #receive} is consumed before that returns, so no byte that has
 * arrived ever waits for another. It has no clock, no thread, no lock and no logger. Time is an argument, in nanoseconds
 * on any clock that {@link System#nanoTime} could be; {@link #nextWake} says when it next wants to be told the time.
 *
 * <p>Replies are matched by message-id and by nothing else (RFC 6241 section 4.1). Each request ends exactly once: with its
 * reply, its deadline, its cancellation, or the end of the session.
 */
public final class ClientEngine {
    /** {@link #nextWake} when there is nothing to wait for. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Half a second, in nanoseconds. */
    private static final long PEER_CLOSES = 500_000_000;

    private enum State {
        NEW,
        HELLO,
        OPEN,
        CLOSING,
        CLOSED
    }

    private final EngineSettings settings;
    private final EngineOutput out;
    private final EnvelopeScanner envelope = new EnvelopeScanner();
    private final MessageBuffer message = new MessageBuffer();
    private final Calls calls;
    private final RequestFailures failures;
    private State state = State.NEW;
    private Framing framing = Framing.END_OF_MESSAGE;
    private FrameDecoder decoder = Framing.END_OF_MESSAGE.decoder();
    private final FrameDecoder.Sink parts = this::part;
    private Route route = Route.UNDECIDED;
    private @Nullable Call replying;
    private @Nullable ProtocolException brokenHello;
    private long streamed;
    private boolean writable = true;
    private long stateDeadline = NEVER;
    private long wake = NEVER;
    private long now;
    private long startedAt;
    private long lastByteAt;
    private long consumed;

    /** Where the message that is arriving goes. */
    private enum Route {
        UNDECIDED,
        HELLO,
        /** A hello, or a refusal, whose root is malformed: what it says is of interest all the same. */
        BROKEN_HELLO,
        REFUSAL,
        NOTIFICATION,
        REPLY_IN_MEMORY,
        REPLY_STREAMED,
        NOWHERE
    }

    /** An engine that has not begun. */
    public ClientEngine(EngineSettings settings, EngineOutput out) {
        this.settings = settings;
        this.out = out;
        this.calls = new Calls(settings.maxInFlight(), settings.maxQueued());
        this.failures = new RequestFailures(settings.peer());
    }

    /**
     * Sends our hello, at once and without waiting for the peer's (RFC 6241 section 8.1).
     *
     * @param now the time
     * @param deadline when the peer's hello must be here
     */
    public void start(long now, long deadline) {
        requireState(State.NEW);
        this.now = now;
        startedAt = now;
        lastByteAt = now;
        state = State.HELLO;
        stateDeadline = deadline;
        wakeAt(deadline);
        XmlWriter hello = new XmlWriter(512).reserve(Framing.HEADROOM);
        settings.hello().writeTo(hello);
        int end = hello.size();
        hello.reserve(Framing.TAILROOM);
        out.passed(true, hello.buffer(), Framing.HEADROOM, end - Framing.HEADROOM);
        out.write(Framing.END_OF_MESSAGE.frame(hello.buffer(), end));
    }

    /**
     * Takes in what has arrived, all of it.
     *
     * @param bytes is used up when this returns
     * @param now the time
     */
    public void receive(ByteBuffer bytes, long now) {
        if (state == State.NEW) {
            throw new IllegalStateException("bytes before the engine was started");
        }
        this.now = now;
        lastByteAt = now;
        consumed += bytes.remaining();
        try {
            while (bytes.hasRemaining() && state != State.CLOSED) {
                if (decoder.decode(bytes, parts)) {
                    endOfMessage();
                }
            }
        } catch (ProtocolException e) {
            terminate(state == State.HELLO ? helloFailure(e) : e);
        }
        bytes.position(bytes.limit());
    }

    private ProtocolException helloFailure(ProtocolException why) {
        return HelloFailure.early(settings.peer(), why, envelope.comments(), message.bytes(), message.length());
    }

    /** Takes bytes of the current message. */
    private void part(ByteBuffer part) {
        if (route == Route.REPLY_STREAMED) {
            stream(part);
            return;
        }
        if (route == Route.NOWHERE) {
            drop(part.remaining());
            return;
        }
        int limit = state == State.HELLO ? settings.maxHelloBytes() : settings.maxMessageBytes();
        if (route != Route.UNDECIDED && part.remaining() > limit - message.length()) {
            throw tooLarge(limit);
        }
        message.append(part);
        if (route != Route.UNDECIDED || !scanned()) {
            return;
        }
        dispatch();
        if (route == Route.REPLY_STREAMED) {
            ByteBuffer begun = ByteBuffer.wrap(message.bytes(), 0, message.length());
            message.release();
            stream(begun);
        } else if (route == Route.NOWHERE) {
            int length = message.length();
            message.release();
            drop(length);
        } else if (message.length() > limit) {
            throw tooLarge(limit);
        }
    }

    /** Whether the root of the message is known. */
    private boolean scanned() {
        try {
            return envelope.scan(message.bytes(), message.length());
        } catch (ProtocolException e) {
            if (state != State.HELLO || !envelope.hasTag()) {
                throw e;
            }
            route = Route.BROKEN_HELLO;
            brokenHello = e;
            return false;
        }
    }

    private ProtocolException tooLarge(long limit) {
        String what = route == Route.BROKEN_HELLO ? "a message" : "a <" + envelope.name() + ">";
        return new ProtocolException(
                Reason.LIMIT_EXCEEDED,
                what + " of more than " + limit + " bytes from " + settings.peer(),
                state == State.HELLO
                        ? "raise the limit for hellos if the device really has that much to say"
                        : "take large replies in as a file or through a reader, or raise the limit for messages",
                null);
    }

    /** Hands bytes of a reply on, up to the limit. */
    private void stream(ByteBuffer part) {
        int within = (int) Math.min(part.remaining(), settings.maxStreamedBytes() - streamed);
        if (replying != null && within > 0) {
            ((ReplySink.Streamed) replying.sink()).part(part.slice(part.position(), within));
        }
        drop(part.remaining());
    }

    private void drop(int bytes) {
        streamed += bytes;
        if (streamed > settings.maxStreamedBytes()) {
            throw tooLarge(settings.maxStreamedBytes());
        }
    }

    /** The root of the message is known: decides where it goes. Who hears of a deviation may end a call, or all. */
    private void dispatch() {
        String name = envelope.name();
        String namespace = envelope.namespace();
        boolean base = namespace.equals(Namespaces.BASE) || namespace.isEmpty();
        if (state == State.HELLO && name.equals("hello")) {
            route = Route.HELLO;
        } else if (state == State.HELLO && base && (name.equals("rpc-reply") || name.equals("rpc-error"))) {
            route = Route.REFUSAL;
        } else if (state != State.HELLO && base && name.equals("rpc-reply")) {
            reply(envelope.messageId());
        } else if (state != State.HELLO
                && name.equals("notification")
                && (namespace.equals(Namespaces.NOTIFICATION) || namespace.isEmpty())) {
            route = Route.NOTIFICATION;
        } else {
            throw new ProtocolException(
                    Reason.UNEXPECTED_MESSAGE,
                    settings.peer() + " sent <" + name + "> of namespace \"" + namespace + "\" where only "
                            + (state == State.HELLO ? "its hello" : "replies and notifications") + " may come",
                    name.equals("rpc") ? "the peer behaves like a client; is this its listening port?" : null,
                    null);
        }
        envelope.reportTo(this::deviation);
    }

    /** Finds the request that a reply belongs to. */
    private void reply(@Nullable String id) {
        Call call = id == null ? calls.onlyUnanswered() : calls.pending(id);
        if (call == null) {
            route = Route.NOWHERE;
            unmatched(id);
            return;
        }
        replying = call;
        route = call.sink() instanceof ReplySink.Streamed ? Route.REPLY_STREAMED : Route.REPLY_IN_MEMORY;
        if (id == null) {
            deviation(Deviation.REPLY_WITHOUT_ID, "taken as the reply to " + call.name());
        } else if (call != calls.oldest()) {
            deviation(Deviation.UNORDERED_REPLY, "message-id " + id);
        }
    }

    /** A reply belongs to no request that is still wanted. */
    private void unmatched(@Nullable String id) {
        if (id == null) {
            throw new ProtocolException(
                    Reason.UNMATCHED_REPLY,
                    settings.peer() + " sent a reply without message-id while " + calls.unanswered()
                            + " requests were unanswered: it cannot be told which it answers",
                    "send one request at a time to this device",
                    null);
        }
        Call late = calls.takeAbandoned(id);
        if (late != null) {
            out.lateReply(late);
        } else {
            deviation(
                    Deviation.UNKNOWN_REPLY,
                    "message-id \"" + (id.length() > 60 ? id.substring(0, 60) + "…" : id) + "\"");
        }
    }

    private void endOfMessage() {
        Route ended = route;
        Call call = replying;
        byte[] bytes = message.bytes();
        int length = message.length();
        if (ended != Route.REPLY_STREAMED && ended != Route.NOWHERE) {
            out.passed(false, bytes, 0, length);
        }
        if (state == State.HELLO) {
            capabilityExchange(ended, bytes, length);
        }
        if (ended != Route.UNDECIDED) {
            envelope.reset();
        }
        route = Route.UNDECIDED;
        replying = null;
        streamed = 0;
        message.release();
        switch (ended) {
            case NOTIFICATION -> out.notification(bytes, length);
            case REPLY_IN_MEMORY, REPLY_STREAMED -> {
                if (call != null) {
                    calls.remove(call);
                    answered(call, bytes, length);
                }
            }
            case HELLO, BROKEN_HELLO, REFUSAL, NOWHERE -> {
                // dealt with already
            }
            case UNDECIDED -> terminate(withoutRoot(bytes, length));
        }
    }

    private ProtocolException withoutRoot(byte[] bytes, int length) {
        return ProtocolException.of(
                Reason.MALFORMED_XML,
                length == 0
                        ? "an empty message from " + settings.peer()
                        : "a message from " + settings.peer() + " without a whole root element: "
                                + Excerpt.head(bytes, 0, length));
    }

    private void answered(Call call, byte[] bytes, int length) {
        if (call.sink() instanceof ReplySink.Whole whole) {
            whole.reply(bytes, length);
        } else {
            ((ReplySink.Streamed) call.sink()).end();
        }
        if (state == State.CLOSING && calls.oldest() == null) {
            // the device has nothing more to say; it gets a moment to close by itself
            long soon = now + PEER_CLOSES;
            stateDeadline = soon - stateDeadline < 0 ? soon : stateDeadline;
            wakeAt(stateDeadline);
        }
        sendQueued();
    }

    /** The peer's first message is whole. */
    private void capabilityExchange(Route ended, byte[] bytes, int length) {
        String peer = settings.peer();
        switch (ended) {
            case HELLO -> {
                try {
                    established(ServerHello.parse(
                            bytes, length, settings.hello().offer11(), settings.xmlLimits(), this::deviation));
                } catch (ProtocolException e) {
                    terminate(HelloFailure.whole(peer, bytes, length, e));
                }
            }
            case REFUSAL -> terminate(HelloFailure.refusal(peer, bytes, length));
            case BROKEN_HELLO ->
                terminate(HelloFailure.whole(peer, bytes, length, Objects.requireNonNull(brokenHello)));
            default -> terminate(HelloFailure.whole(peer, bytes, length, withoutRoot(bytes, length)));
        }
    }

    private void established(ServerHello hello) {
        if (state == State.HELLO) {
            framing = hello.framing();
            decoder = framing.decoder();
            state = State.OPEN;
            stateDeadline = NEVER;
            out.established(hello);
        }
    }

    private void deviation(Deviation deviation, String detail) {
        if (state == State.CLOSED) {
            return;
        }
        out.deviation(deviation, detail);
        if (settings.strict()) {
            throw deviation.refused(detail);
        }
    }

    /**
     * Sends a request, or queues it while too many are unanswered. Every call that is handed over ends through its sink,
     * also one that comes too late.
     */
    public void send(Call call, long now) {
        this.now = now;
        if (state != State.OPEN) {
            String how = state == State.CLOSED ? "closed" : state == State.CLOSING ? "closing" : "not open yet";
            call.sink().fail(failures.ended(call, "the session is " + how, null, now));
        } else if (call.isLate(now)) {
            call.sink().fail(failures.late(call, progress(call), now));
        } else if (writable && calls.mayTransmit()) {
            transmit(call);
        } else if (calls.enqueue(call)) {
            wakeAt(call.deadline());
        } else {
            call.sink().fail(failures.queueFull(call, calls.unanswered(), calls.waiting()));
        }
    }

    private void transmit(Call call) {
        calls.transmitted(call);
        wakeAt(call.deadline());
        if (call.closesSession()) {
            // the device ignores all that follows (RFC 6241 section 7.8), so it would never be answered
            state = State.CLOSING;
            stateDeadline = call.deadline();
        }
        out.passed(true, call.message(), Framing.HEADROOM, call.messageLength());
        out.write(call.framed(framing));
        if (call.closesSession()) {
            failQueued("the session is closing", null);
        }
    }

    private void sendQueued() {
        for (Call call = next(); call != null; call = next()) {
            transmit(call);
        }
    }

    private @Nullable Call next() {
        return writable && state == State.OPEN ? calls.takeQueued() : null;
    }

    /** Tells whether the transport takes more bytes just now; requests wait while it does not. */
    public void writable(boolean writable, long now) {
        this.now = now;
        this.writable = writable;
        sendQueued();
    }

    /** Gives a request up. Its reply, if it comes, is dropped. */
    public void cancel(Call call, long now) {
        this.now = now;
        if (calls.holds(call)) {
            giveUp(call, failures.cancelled(call, now));
            sendQueued();
        }
    }

    /** Ends a call without its reply; what still comes of that goes nowhere. */
    private void giveUp(Call call, RequestException why) {
        if (call == replying) {
            calls.remove(call);
            replying = null;
            route = Route.NOWHERE;
            message.release();
        } else {
            calls.abandon(call);
        }
        call.sink().fail(why);
    }

    /** When {@link #tick} is to be called at the latest, or {@link #NEVER}. */
    public long nextWake() {
        return wake;
    }

    private void wakeAt(long time) {
        if (time != NEVER && (wake == NEVER || time - wake < 0)) {
            wake = time;
        }
    }

    /** Looks at the time: ends what is past its deadline. */
    public void tick(long now) {
        this.now = now;
        if (state == State.CLOSED) {
            return;
        }
        if (stateDeadline != NEVER && now - stateDeadline >= 0) {
            if (state == State.HELLO) {
                terminate(HelloFailure.timeout(
                        settings.peer(),
                        Duration.ofNanos(now - startedAt),
                        Duration.ofNanos(now - lastByteAt),
                        consumed,
                        message.bytes(),
                        message.length()));
            } else {
                terminate(null);
            }
            return;
        }
        for (Call call = calls.expired(now); call != null; call = calls.expired(now)) {
            giveUp(call, failures.late(call, progress(call), now));
        }
        wake = calls.nextDeadline();
        wakeAt(stateDeadline);
        sendQueued();
    }

    private String layers() {
        String layers = out.layers();
        return layers.isEmpty() ? "" : " (" + layers + ")";
    }

    /** How far the reply to a request has come. */
    private String progress(Call call) {
        if (!call.isSent()) {
            return writable ? "it waited behind " + calls.unanswered() + " others" : "the transport took no bytes";
        }
        String ago = Durations.text(Duration.ofNanos(now - lastByteAt)) + " ago";
        if (call == replying) {
            long bytes = route == Route.REPLY_STREAMED ? streamed : message.length();
            return bytes + " bytes of the reply arrived, the last " + ago + layers();
        }
        return "nothing of a reply arrived; the last byte of any kind came " + ago + layers();
    }

    /**
     * Ends the session in order: {@code close-session}, behind the requests that are already with the device. Requests
     * that still wait fail as not sent.
     *
     * @param id the message-id for the request
     * @param deadline when the session is over in any case
     */
    public void close(long id, long now, long deadline) {
        this.now = now;
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        if (state != State.OPEN || !writable) {
            terminate(null);
            return;
        }
        ReplySink.Whole sink = new ReplySink.Whole() {
            @Override
            public void reply(byte[] message, int length) {
                // whether ok or error, the session ends
            }

            @Override
            public void fail(NetconfException failure) {
                // the session ends in any case
            }
        };
        transmit(Call.of(id, Request.of(new CloseSession()), settings.hello().declaration(), now, deadline, sink));
    }

    /**
     * The transport has ended, from the peer's side or by a failure below.
     *
     * @param how what happened, as the rest of the sentence "the session with X ended: …"
     * @param cause the transport's exception, or null for an orderly end
     */
    public void peerClosed(String how, @Nullable Throwable cause, long now) {
        this.now = now;
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.CLOSING && calls.onlyCloseIsUnanswered()) {
            // how the device ends what was to end anyhow makes no difference
            terminate(null);
            return;
        }
        boolean onlyPadding = route == Route.UNDECIDED
                && message.length() > 0
                && Prolog.skipPadding(message.bytes(), 0, message.length()) == message.length();
        boolean inMessage = !decoder.isBetweenMessages() && !onlyPadding;
        String where = inMessage ? ", in the middle of a message" : "";
        String remark = route == Route.UNDECIDED && !envelope.comments().isEmpty()
                ? "; the device remarks: " + envelope.comments().get(0)
                : "";
        if (state == State.HELLO) {
            terminate(HelloFailure.closed(settings.peer(), how, consumed, message.bytes(), message.length(), cause));
        } else {
            terminate(new ProtocolException(
                    Reason.TRUNCATED,
                    "the session with " + settings.peer() + " ended: " + how + where + remark,
                    null,
                    cause));
        }
    }

    /**
     * Ends the session from our side at once.
     *
     * @param why the driver's reason, or null if the session is simply to be over
     */
    public void abort(@Nullable NetconfException why, long now) {
        this.now = now;
        terminate(why);
    }

    private void terminate(@Nullable NetconfException failure) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        stateDeadline = NEVER;
        wake = NEVER;
        replying = null;
        route = Route.NOWHERE;
        message.release();
        String how = failure == null ? "the session was closed" : failure.getMessage();
        failQueued(how, failure);
        // a sink may hand in further calls meanwhile; those are refused by the state
        for (Call call = calls.takePending(); call != null; call = calls.takePending()) {
            call.sink().fail(failures.ended(call, how, failure, now));
        }
        out.terminated(failure);
    }

    private void failQueued(String how, @Nullable NetconfException failure) {
        for (Call call = calls.takeWaiting(); call != null; call = calls.takeWaiting()) {
            call.sink().fail(failures.ended(call, how, failure, now));
        }
    }

    /** How many bytes the engine has taken in: always all that it was given. */
    public long consumed() {
        return consumed;
    }

    /** Whether requests can be sent. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    private void requireState(State expected) {
        if (state != expected) {
            throw new IllegalStateException("the engine is " + state + ", not " + expected);
        }
    }
}
