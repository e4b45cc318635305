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
import dev.parley.message.Namespaces;
import dev.parley.message.ServerHello;
import dev.parley.operation.CloseSession;
import dev.parley.operation.Request;
import dev.parley.xml.Prolog;
import dev.parley.xml.XmlWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
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

    private static final int REMEMBERED = 256;

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
    /** Waiting to be sent, in order. */
    private final ArrayDeque<Call> queued = new ArrayDeque<>(0);
    /** Sent and unanswered, in order. */
    private final ArrayDeque<Call> pending = new ArrayDeque<>(4);
    /** Given up, but the device may still answer. */
    private final ArrayDeque<Call> abandoned = new ArrayDeque<>(0);

    private State state = State.NEW;
    private Framing framing = Framing.END_OF_MESSAGE;
    private FrameDecoder decoder = Framing.END_OF_MESSAGE.decoder();
    private final FrameDecoder.Sink parts = this::part;
    private Route route = Route.UNDECIDED;
    private @Nullable Call replying;
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
            terminate(
                    state == State.HELLO
                            ? HelloFailure.explain(settings.peer(), message.bytes(), message.length(), e)
                            : e);
        }
        bytes.position(bytes.limit());
    }

    /** Takes bytes of the current message. */
    private void part(ByteBuffer part) {
        if (route == Route.REPLY_STREAMED) {
            stream(part);
            return;
        }
        if (route == Route.NOWHERE) {
            streamed += part.remaining();
            checkStreamed();
            return;
        }
        int limit = state == State.HELLO ? settings.maxHelloBytes() : settings.maxMessageBytes();
        if (route != Route.UNDECIDED && part.remaining() > limit - message.length()) {
            throw tooLarge(limit);
        }
        message.append(part);
        if (route == Route.UNDECIDED && envelope.scan(message.bytes(), message.length())) {
            dispatch();
            if (route == Route.REPLY_STREAMED) {
                stream(ByteBuffer.wrap(message.bytes(), 0, message.length()));
                message.release();
            } else if (route != Route.NOWHERE && message.length() > limit) {
                throw tooLarge(limit);
            }
        }
    }

    private ProtocolException tooLarge(long limit) {
        String what = route == Route.UNDECIDED ? "a message" : "a <" + envelope.name() + ">";
        return new ProtocolException(
                Reason.LIMIT_EXCEEDED,
                what + " of more than " + limit + " bytes from " + settings.peer(),
                state == State.HELLO
                        ? "raise the limit for hellos if the device really has that much to say"
                        : "take large replies in as a file or through a reader, or raise the limit for messages",
                null);
    }

    private void stream(ByteBuffer part) {
        streamed += part.remaining();
        checkStreamed();
        if (replying != null) {
            ((ReplySink.Streamed) replying.sink()).part(part);
        }
    }

    private void checkStreamed() {
        if (streamed > settings.maxStreamedBytes()) {
            throw tooLarge(settings.maxStreamedBytes());
        }
    }

    /** The root of the message is known: decides where it goes. */
    private void dispatch() {
        envelope.reportTo(this::deviation);
        String name = envelope.name();
        String namespace = envelope.namespace();
        boolean base = namespace.equals(Namespaces.BASE) || namespace.isEmpty();
        if (state == State.HELLO) {
            route = base && name.equals("rpc-reply") ? Route.REFUSAL : Route.HELLO;
        } else if (base && name.equals("rpc-reply")) {
            replying = match(envelope.messageId());
            if (replying == null) {
                route = Route.NOWHERE;
            } else {
                route = replying.sink() instanceof ReplySink.Streamed ? Route.REPLY_STREAMED : Route.REPLY_IN_MEMORY;
            }
        } else if (name.equals("notification") && (namespace.equals(Namespaces.NOTIFICATION) || namespace.isEmpty())) {
            route = Route.NOTIFICATION;
        } else {
            throw new ProtocolException(
                    Reason.UNEXPECTED_MESSAGE,
                    settings.peer() + " sent <" + name + "> of namespace \"" + namespace
                            + "\" where only replies and notifications may come",
                    name.equals("rpc") ? "the peer behaves like a client; is this its listening port?" : null,
                    null);
        }
    }

    /** The request that a reply belongs to, or null when it belongs to none that is still wanted. */
    private @Nullable Call match(@Nullable String id) {
        if (id == null) {
            return matchWithoutId();
        }
        boolean first = true;
        for (Call call : pending) {
            if (sameId(call, id)) {
                if (!first) {
                    deviation(Deviation.UNORDERED_REPLY, "message-id " + id);
                }
                return call;
            }
            first = false;
        }
        for (Call call : abandoned) {
            if (sameId(call, id)) {
                abandoned.remove(call);
                out.lateReply(call);
                return null;
            }
        }
        deviation(Deviation.UNKNOWN_REPLY, "message-id \"" + shortened(id) + "\"");
        return null;
    }

    private @Nullable Call matchWithoutId() {
        if (pending.size() == 1 && abandoned.isEmpty()) {
            deviation(Deviation.REPLY_WITHOUT_ID, "taken as the reply to " + describe(pending.getFirst()));
            return pending.getFirst();
        }
        throw new ProtocolException(
                Reason.UNMATCHED_REPLY,
                settings.peer() + " sent a reply without message-id while " + (pending.size() + abandoned.size())
                        + " requests were unanswered: it cannot be told which it answers",
                "send one request at a time to this device",
                null);
    }

    private static boolean sameId(Call call, String id) {
        long value = 0;
        int length = id.length();
        for (int i = 0; i < length; i++) {
            int digit = id.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i > 18) {
                return false;
            }
            value = value * 10 + digit;
        }
        return length > 0 && value == call.id() && (id.charAt(0) != '0' || length == 1);
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
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
                    pending.remove(call);
                    answered(call, bytes, length);
                }
            }
            case HELLO, REFUSAL, NOWHERE -> {
                // dealt with already
            }
            case UNDECIDED ->
                throw ProtocolException.of(
                        Reason.MALFORMED_XML,
                        "a message of " + length + " bytes from " + settings.peer() + " without a whole root element");
        }
    }

    private void answered(Call call, byte[] bytes, int length) {
        if (call.sink() instanceof ReplySink.Whole whole) {
            whole.reply(bytes, length);
        } else {
            ((ReplySink.Streamed) call.sink()).end();
        }
        if (state == State.CLOSING && pending.isEmpty()) {
            // the device has nothing more to say; it gets a moment to close by itself
            long soon = now + PEER_CLOSES;
            stateDeadline = soon - stateDeadline < 0 ? soon : stateDeadline;
            wakeAt(stateDeadline);
        }
        sendQueued();
    }

    private void capabilityExchange(Route ended, byte[] bytes, int length) {
        if (ended == Route.REFUSAL) {
            throw HelloFailure.refusal(settings.peer(), bytes, length);
        }
        if (ended == Route.UNDECIDED) {
            return;
        }
        ServerHello hello =
                ServerHello.parse(bytes, length, settings.hello().offer11(), settings.xmlLimits(), this::deviation);
        framing = hello.framing();
        decoder = framing.decoder();
        state = State.OPEN;
        stateDeadline = NEVER;
        out.established(hello);
    }

    private void deviation(Deviation deviation, String detail) {
        out.deviation(deviation, detail);
        if (settings.strict()) {
            throw ProtocolException.of(
                    Reason.DEVIATION,
                    deviation.description() + " (" + detail + "), which strict mode does not tolerate");
        }
    }

    /**
     * Sends a request, or queues it while too many are unanswered. Every call that is handed over ends through its sink,
     * also one that comes too late.
     */
    public void send(Call call, long now) {
        this.now = now;
        if (state != State.OPEN) {
            call.sink().fail(closed(call, "the session is " + (state == State.CLOSING ? "closing" : "closed"), null));
        } else if (call.deadline() - now <= 0) {
            call.sink().fail(late(call));
        } else if (queued.isEmpty() && mayTransmit()) {
            transmit(call);
        } else if (queued.size() >= settings.maxQueued()) {
            call.sink().fail(queueFull(call));
        } else {
            queued.add(call);
            wakeAt(call.deadline());
        }
    }

    private boolean mayTransmit() {
        return writable && pending.size() < settings.maxInFlight();
    }

    private void transmit(Call call) {
        pending.add(call);
        wakeAt(call.deadline());
        out.passed(true, call.message(), Framing.HEADROOM, call.messageLength());
        out.write(call.framed(framing));
        if (call.name().equals("close-session")) {
            // the device ignores all that follows (RFC 6241 section 7.8), so it would never be answered
            state = State.CLOSING;
            stateDeadline = call.deadline();
            failAll(queued, late -> closed(late, "the session is closing", null));
        }
    }

    private void sendQueued() {
        while (!queued.isEmpty() && mayTransmit()) {
            transmit(queued.removeFirst());
        }
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
        if (forget(call)) {
            call.sink()
                    .fail(new RequestException(
                            RequestException.Reason.CANCELLED,
                            call.fate(),
                            describe(call) + " was cancelled by the caller after " + since(call.startedAt()),
                            null,
                            null));
            sendQueued();
        }
    }

    /** Takes a call out of the queues; false if it has ended already. */
    private boolean forget(Call call) {
        if (queued.remove(call)) {
            return true;
        }
        if (!pending.remove(call)) {
            return false;
        }
        if (call == replying) {
            replying = null;
            route = Route.NOWHERE;
            message.release();
        } else {
            if (abandoned.size() == REMEMBERED) {
                abandoned.removeFirst();
            }
            abandoned.add(call);
        }
        return true;
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
        wake = NEVER;
        wakeAt(stateDeadline);
        expire(queued);
        expire(pending);
        if (state == State.OPEN || state == State.CLOSING) {
            sendQueued();
        }
    }

    private void expire(ArrayDeque<Call> calls) {
        ArrayDeque<Call> late = new ArrayDeque<>(0);
        for (Call call : calls) {
            if (call.deadline() - now <= 0) {
                late.add(call);
            } else {
                wakeAt(call.deadline());
            }
        }
        for (Call call : late) {
            RequestException failure = late(call);
            forget(call);
            call.sink().fail(failure);
        }
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
        failAll(queued, call -> closed(call, "the session was closed", null));
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
        if (state == State.CLOSING && cause == null && onlyClosePending()) {
            terminate(null);
            return;
        }
        boolean inMessage = !decoder.isBetweenMessages()
                && !(route == Route.UNDECIDED
                        && Prolog.skipPadding(message.bytes(), 0, message.length()) == message.length());
        String where = inMessage ? ", in the middle of a message" : "";
        if (state == State.HELLO) {
            terminate(HelloFailure.closed(settings.peer(), how, consumed, message.bytes(), message.length(), cause));
        } else {
            terminate(new ProtocolException(
                    Reason.TRUNCATED, "the session with " + settings.peer() + " ended: " + how + where, null, cause));
        }
    }

    private boolean onlyClosePending() {
        return pending.isEmpty()
                || (pending.size() == 1 && pending.getFirst().name().equals("close-session"));
    }

    /** Ends the session from our side at once, for a reason of the driver's. */
    public void abort(NetconfException why, long now) {
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
        abandoned.clear();
        String how = failure == null ? "the session was closed" : failure.getMessage();
        failAll(queued, call -> closed(call, how, failure));
        failAll(pending, call -> closed(call, how, failure));
        out.terminated(failure);
    }

    private interface Failure {
        RequestException of(Call call);
    }

    private static void failAll(ArrayDeque<Call> calls, Failure failure) {
        // a sink may hand in further calls meanwhile; those are refused by the state
        for (Call call = calls.poll(); call != null; call = calls.poll()) {
            call.sink().fail(failure.of(call));
        }
    }

    private RequestException closed(Call call, String how, @Nullable NetconfException failure) {
        return new RequestException(
                failure == null ? RequestException.Reason.SESSION_CLOSED : RequestException.Reason.SESSION_LOST,
                call.fate(),
                describe(call) + " has no reply after " + since(call.startedAt()) + ": " + how,
                call.isSent() ? "it may have been applied: look at the device before repeating it" : "it was not sent",
                failure);
    }

    private RequestException late(Call call) {
        String progress;
        if (!call.isSent()) {
            progress = "it waited behind " + pending.size() + " others and was not sent";
        } else if (call == replying) {
            long bytes = route == Route.REPLY_STREAMED ? streamed : message.length();
            progress = bytes + " bytes of the reply arrived, the last " + since(lastByteAt) + " ago";
        } else {
            progress = "nothing of a reply arrived; the last byte of any kind came " + since(lastByteAt) + " ago";
        }
        return new RequestException(
                RequestException.Reason.DEADLINE,
                call.fate(),
                describe(call) + " has no reply after " + since(call.startedAt()) + ": " + progress,
                call.isSent() ? "the device may still apply it: look before repeating it" : null,
                null);
    }

    private RequestException queueFull(Call call) {
        return new RequestException(
                RequestException.Reason.QUEUE_FULL,
                call.fate(),
                describe(call) + " was not sent: " + pending.size() + " requests are unanswered and " + queued.size()
                        + " wait",
                "wait for replies before sending more, or open further sessions",
                null);
    }

    private String describe(Call call) {
        return call.name() + " on " + settings.peer();
    }

    private String since(long time) {
        return Durations.text(Duration.ofNanos(now - time));
    }

    /** How many bytes the engine has taken in: always all that it was given. */
    public long consumed() {
        return consumed;
    }

    /** Requests that were sent and are unanswered. */
    public int pendingCount() {
        return pending.size();
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
