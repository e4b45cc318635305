package dev.parley.session;

import dev.parley.device.Device;
import dev.parley.engine.Call;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionKey;
import dev.parley.event.Timeline;
import dev.parley.message.Capabilities;
import dev.parley.message.ServerHello;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.KillSession;
import dev.parley.operation.Ok;
import dev.parley.operation.Operation;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;
import dev.parley.operation.Requirement;
import dev.parley.security.SecurityDetails;
import dev.parley.tls.TlsDetails;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An open NETCONF session (RFC 6241). The capability exchange is complete, and requests can be sent.
 *
 * <p>Safe for all threads. Requests may be sent while others are unanswered; the device works on them in order, and each
 * gets its own reply. A blocked caller holds no lock, so virtual threads are welcome. Asynchronous results are completed on
 * the client's executor, never on an event loop: what is done with them may block.
 *
 * <p>Each request has a deadline: its own, or the device's {@code timeouts().rpc()}, counted from the call. Failures are
 * {@link dev.parley.error.NetconfException}s, which say whether the device may have applied the request.
 */
public final class Session implements AutoCloseable {
    private final SessionDriver driver;
    private final ServerHello hello;
    private final Timeline timeline;
    private final Callbacks callbacks;
    private final Subscribing subscribing;

    Session(SessionDriver driver, ServerHello hello, Timeline timeline, Callbacks callbacks) {
        this.driver = driver;
        this.hello = hello;
        this.timeline = timeline;
        this.callbacks = callbacks;
        this.subscribing = new Subscribing(this, driver, callbacks);
    }

    /**
     * Sends an operation and waits for its result. An interrupt cancels the request, and leaves the thread interrupted.
     *
     * @throws dev.parley.error.RpcErrorException if the device reports an error
     * @throws RequestException if there is no usable reply
     */
    public <R> R send(Operation<R> operation) {
        return send(Request.of(operation));
    }

    /**
     * Sends a request and waits for its result. An interrupt cancels the request, and leaves the thread interrupted.
     *
     * @throws dev.parley.error.RpcErrorException if the device reports an error
     * @throws RequestException if there is no usable reply
     * @throws IllegalStateException on an event loop, such as in a listener: it would wait for itself
     */
    public <R> R send(Request<R> request) {
        if (isOnLoop()) {
            throw new IllegalStateException("send would block the event loop that it waits for; use sendAsync");
        }
        check(request);
        return sendUnchecked(request);
    }

    /**
     * Sends an operation. The future is completed on the client's executor, exceptionally with what {@link #send(Operation)}
     * would throw. Cancelling it cancels the request.
     *
     * <p>What is attached to the future may ask and wait on this client as it likes: a further thread makes up for it. What
     * waits long for anything else belongs on an executor of its own ({@code thenApplyAsync(…, executor)}), because the
     * client's has few threads.
     */
    public <R> CompletableFuture<R> sendAsync(Operation<R> operation) {
        return sendAsync(Request.of(operation));
    }

    /** Sends a request; see {@link #sendAsync(Operation)}. */
    public <R> CompletableFuture<R> sendAsync(Request<R> request) {
        try {
            check(request);
            return sendUncheckedAsync(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <R> Exchange<R> exchange(Request<R> request) {
        ReplyBody<R> body = request.body();
        if (body instanceof ReplyBody.Whole<R> whole) {
            return new WholeReply<>(driver, request, whole);
        }
        return new StreamedReply<>(driver, request, (ReplyBody.Streamed<R>) body);
    }

    private Call write(Request<?> request, Exchange<?> exchange) {
        long now = System.nanoTime();
        Duration deadline = request.deadline();
        long end = now + (deadline == null ? driver.device().timeouts().rpc() : deadline).toNanos();
        return Call.of(
                driver.newId(),
                request,
                driver.device().protocol().hello().declaration(),
                now,
                end,
                (dev.parley.engine.ReplySink) exchange);
    }

    /** Refuses what makes no sense and what the device did not announce, before anything is sent. */
    private void check(Request<?> request) {
        Operation<?> operation = request.operation();
        if (operation instanceof KillSession kill && kill.sessionId() == hello.sessionId()) {
            throw new RequestException(
                    RequestException.Reason.INVALID_REQUEST,
                    Fate.NOT_SENT,
                    "session " + hello.sessionId() + " on " + driver.device().label()
                            + " is this one; it cannot kill itself",
                    "close it instead",
                    null);
        }
        if (!request.forced()) {
            subscribing.checkBeside(operation);
            checkCapabilities(operation);
        }
    }

    void checkCapabilities(Operation<?> operation) {
        for (Requirement requirement : operation.requires()) {
            if (!requirement.isMetBy(driver.hello())) {
                throw new RequestException(
                        RequestException.Reason.CAPABILITY_MISSING,
                        Fate.NOT_SENT,
                        operation.name() + " was not sent to " + driver.device().label() + ": " + requirement.purpose()
                                + " needs the capability " + requirement.capability()
                                + ", which the device did not announce",
                        "force() sends it all the same",
                        null);
            }
        }
    }

    /**
     * Subscribes to notifications (RFC 5277) with the default {@link Backlog}; see {@link #subscribe(Request, Backlog)}.
     */
    public NotificationStream subscribe(CreateSubscription subscription) {
        return subscribe(Request.of(subscription), Backlog.DEFAULT);
    }

    /**
     * Subscribes to notifications (RFC 5277) and waits for the device's ok. What arrives from now on is kept for whoever
     * listens to the stream.
     *
     * <p>A session has one subscription, and the device cannot be told to end it: it lasts until its stop time or the
     * session's end. Until then, unless the device announced {@code :interleave}, every other request is refused here as
     * {@code SUBSCRIBED}; {@link Request#force} sends it all the same.
     *
     * @param request a {@link CreateSubscription}, perhaps with a deadline of its own, or forced
     * @param backlog how much waits for the subscriber
     * @throws dev.parley.error.RpcErrorException if the device refuses: it does not know the stream, or cannot replay
     * @throws RequestException if the start time lies in the future, the session has a subscription already, or there is no
     *     usable reply
     * @throws IllegalStateException on an event loop, such as in a listener: it would wait for itself
     */
    public NotificationStream subscribe(Request<Ok> request, Backlog backlog) {
        if (isOnLoop()) {
            throw new IllegalStateException(
                    "subscribe would block the event loop that it waits for; use subscribeAsync");
        }
        return subscribing.subscribe(request, backlog);
    }

    /** Subscribes to notifications; the future is completed as that of {@link #sendAsync(Operation)} is. */
    public CompletableFuture<NotificationStream> subscribeAsync(CreateSubscription subscription) {
        return subscribeAsync(Request.of(subscription), Backlog.DEFAULT);
    }

    /** Subscribes to notifications; the future is completed as that of {@link #sendAsync(Operation)} is. */
    public CompletableFuture<NotificationStream> subscribeAsync(Request<Ok> request, Backlog backlog) {
        return subscribing.subscribeAsync(request, backlog);
    }

    /**
     * Whether a subscription has begun, or may have, and has not reached its stop time: then the device sends notifications,
     * heard or not, and the session is of limited use for anything else.
     */
    public boolean isSubscribed() {
        return driver.feed() != null;
    }

    /** Sends a request that was checked already, and waits. */
    <R> R sendUnchecked(Request<R> request) {
        Exchange<R> exchange = exchange(request);
        exchange.submit(write(request, exchange));
        return exchange.await();
    }

    /** Sends a request that was checked already. */
    <R> CompletableFuture<R> sendUncheckedAsync(Request<R> request) {
        Exchange<R> exchange = exchange(request);
        CompletableFuture<R> future = exchange.future(callbacks.executor());
        exchange.submit(write(request, exchange));
        return future;
    }

    Subscribing subscribing() {
        return subscribing;
    }

    /** What the device said about itself. */
    public ServerHello hello() {
        return hello;
    }

    /** What the device can do: its hello, and the changes that it has told a subscriber of since (RFC 6470). */
    public Capabilities capabilities() {
        return driver.hello().capabilities();
    }

    /** The session's number on the device, as it stands in {@code lock-denied} errors of others. */
    public long id() {
        return hello.sessionId();
    }

    /** The device. */
    public Device device() {
        return driver.device();
    }

    /** Which session of the client this is, as its events name it. */
    public SessionKey key() {
        return driver.events().key();
    }

    /** How long each phase of opening took. */
    public Timeline timeline() {
        return timeline;
    }

    /** What securing the session came to, or null in cleartext. */
    public @Nullable SecurityDetails security() {
        return driver.link().security();
    }

    /** What the TLS handshake came to, or null without TLS. */
    public @Nullable TlsDetails tls() {
        return security() instanceof TlsDetails tls ? tls : null;
    }

    /** The address that the device answered from. */
    public SocketAddress remoteAddress() {
        return driver.link().remoteAddress();
    }

    /** The bytes at each layer so far; on an active session, only roughly of one moment. */
    public Traffic traffic() {
        return driver.traffic();
    }

    /** Whether requests can still be sent. */
    public boolean isOpen() {
        return driver.isOpen();
    }

    /** Why the session failed; null while it is open, and if it was closed in order. */
    public @Nullable NetconfException failure() {
        return driver.failure();
    }

    /** How many requests were handed over and are neither answered nor given up; on an active session, roughly. */
    public int underWay() {
        return driver.underWay();
    }

    /** How many requests ran out of time since anything last came from the device: it hangs, or is very busy. */
    public int overdue() {
        return driver.overdue();
    }

    /**
     * Is completed when the session is over, for whatever reason, and its connection is gone, with the bytes that passed.
     * That happens on the client's executor.
     */
    public CompletableFuture<Traffic> ended() {
        CompletableFuture<Traffic> told = new CompletableFuture<>();
        driver.ended().thenAccept(traffic -> callbacks.run(() -> told.complete(traffic)));
        return told;
    }

    /**
     * Begins to end the session in order: {@code close-session} behind the requests that are under way, then the
     * transport's own goodbye, within {@code timeouts().close()}. Requests that still wait for their turn fail as not sent.
     * Closing again does nothing.
     */
    public CompletableFuture<Traffic> closeAsync() {
        driver.close();
        return ended();
    }

    /** Ends the session in order and waits for it, within {@code timeouts().close()} and a moment. */
    @Override
    public void close() {
        driver.close();
        if (isOnLoop()) {
            return;
        }
        try {
            driver.ended().get(driver.device().timeouts().close().toMillis() + 1_500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the session with " + driver.device().label() + " did not end", e);
        }
    }

    /** Whether the current thread is this session's event loop. */
    boolean isOnLoop() {
        return driver.link().loop().isCurrent();
    }

    /** Ends the session without a word to the device. */
    void abort() {
        driver.abort();
    }

    @Override
    public String toString() {
        return "session " + hello.sessionId() + " with " + driver.device();
    }
}
