package dev.parley.session;

import dev.parley.device.Device;
import dev.parley.engine.Call;
import dev.parley.error.Fate;
import dev.parley.error.RequestException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionKey;
import dev.parley.event.Timeline;
import dev.parley.message.Capabilities;
import dev.parley.message.ServerHello;
import dev.parley.operation.KillSession;
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

    Session(SessionDriver driver, ServerHello hello, Timeline timeline, Callbacks callbacks) {
        this.driver = driver;
        this.hello = hello;
        this.timeline = timeline;
        this.callbacks = callbacks;
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
        Exchange<R> exchange = exchange(request);
        exchange.submit(write(request, exchange));
        return exchange.await();
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
        Exchange<R> exchange;
        Call call;
        CompletableFuture<R> future;
        try {
            exchange = exchange(request);
            future = exchange.future(callbacks.executor());
            call = write(request, exchange);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        exchange.submit(call);
        return future;
    }

    private <R> Exchange<R> exchange(Request<R> request) {
        check(request);
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

    /** Refuses what the device did not announce, and what makes no sense, before anything is sent. */
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
        if (request.forced()) {
            return;
        }
        for (Requirement requirement : operation.requires()) {
            if (!requirement.isMetBy(hello)) {
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

    /** What the device said about itself. */
    public ServerHello hello() {
        return hello;
    }

    /** What the device can do. */
    public Capabilities capabilities() {
        return hello.capabilities();
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
