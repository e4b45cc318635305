package dev.parley;

import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.event.SessionListener;
import dev.parley.event.SessionLog;
import dev.parley.net.NetLoops;
import dev.parley.net.NettyTransport;
import dev.parley.net.TransportProvider;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Ok;
import dev.parley.operation.Request;
import dev.parley.session.Backlog;
import dev.parley.session.Backoff;
import dev.parley.session.CallHandler;
import dev.parley.session.CallHomeListener;
import dev.parley.session.NotificationStream;
import dev.parley.session.Session;
import dev.parley.session.SessionFuture;
import dev.parley.session.Sessions;
import dev.parley.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The resources that sessions share: event loops, TLS contexts with their resumption caches, and the executor that
 * completes futures. One client serves any number of devices; make one and keep it.
 *
 * <pre>{@code
 * Tls tls = Tls.trusting(TlsTrust.caFile(Path.of("ca.crt")))
 *         .withIdentity(TlsIdentity.pem(Path.of("me.crt"), Path.of("me.key")));
 * try (NetconfClient client = NetconfClient.create();
 *         Session session = client.open(Device.tls("pe1", tls))) {
 *     System.out.println(session.send(GetConfig.from(Datastore.RUNNING)));
 * }
 * }</pre>
 *
 * Safe for all threads.
 */
public final class NetconfClient implements AutoCloseable {
    /** Beyond it, callbacks that wait for others wait without being made up for. */
    private static final int MOST_CALLBACK_THREADS = 1_024;
    /** One for each subscriber that blocks, as many as a pool can have. */
    private static final int MOST_SUBSCRIBER_THREADS = 32_767;

    private final NetLoops loops;
    private final List<Transport> transports;
    private final Sessions sessions;
    private final Executor callbacks;
    private final @Nullable ForkJoinPool ownCallbacks;
    private final ForkJoinPool subscribers = pool(MOST_SUBSCRIBER_THREADS, "parley-subscriber-");

    private NetconfClient(Builder builder) {
        loops = new NetLoops(builder.threads);
        transports = new ArrayList<>(builder.transports);
        transports.add(new NettyTransport(loops));
        for (TransportProvider further :
                ServiceLoader.load(TransportProvider.class, TransportProvider.class.getClassLoader())) {
            transports.add(further.transport(loops));
        }
        List<SessionListener> listeners = new ArrayList<>(builder.listeners);
        if (builder.logging) {
            listeners.add(new SessionLog());
        }
        Executor given = builder.callbacks;
        ownCallbacks = given == null ? pool(MOST_CALLBACK_THREADS, "parley-callback-") : null;
        callbacks = ownCallbacks != null ? ownCallbacks : Objects.requireNonNull(given);
        sessions = new Sessions(transports, listeners, callbacks, subscribers, builder.openingsAtOnce);
    }

    /** First in, first out; a callback that waits for another is made up for by a further thread. */
    private static ForkJoinPool pool(int mostThreads, String name) {
        return new ForkJoinPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                pool -> thread(pool, name),
                null,
                true,
                0,
                mostThreads,
                1,
                pool -> true,
                30,
                TimeUnit.SECONDS);
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool, String name) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName(name + thread.getPoolIndex());
        return thread;
    }

    /** A client with everything as it is by default. */
    public static NetconfClient create() {
        return builder().build();
    }

    /** For a client with something of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens a session and waits until it is up, within the device's time limits. They count from its turn, when so many are
     * being opened that it has to wait for that ({@link Builder#openingsAtOnce}). An interrupt gives the attempt up and
     * leaves the thread interrupted.
     *
     * @throws dev.parley.error.OpenException if no session came to be, or the thread is interrupted; it says in which
     *     phase, and why
     * @throws dev.parley.error.InputException if a key, certificate or address cannot be used
     */
    public Session open(Device device) {
        return sessions.open(device);
    }

    /**
     * Begins to open a session. The future is completed on the client's executor, exceptionally with what {@link #open}
     * would throw; cancelling it gives the attempt up.
     */
    public CompletableFuture<Session> openAsync(Device device) {
        return sessions.openAsync(device);
    }

    /**
     * Begins to open a session as {@link #openAsync} does, for those who count what a device has to carry: the future tells, too,
     * when nothing is left of an attempt that was cancelled.
     */
    public SessionFuture attempt(Device device) {
        return sessions.openAsync(device);
    }

    /**
     * Begins to receive devices that call (RFC 8071): each that the inventory knows becomes a session like any other.
     *
     * <pre>{@code
     * CallHome calls = CallHome.tls(tls, Inventory.of(Map.of("dns:pe1.example.net", Device.calling("pe1"))));
     * CallHomeListener listener = client.listen(calls, session -> configure(session));
     * }</pre>
     *
     * @param how where, how secured, who may, and how much is put up with
     * @param handler is given the sessions
     * @return what stops it; closing the client does, too
     * @throws dev.parley.error.InputException if it cannot be listened there, or no transport is there for that kind of
     *     security
     */
    public CallHomeListener listen(CallHome how, CallHandler handler) {
        return sessions.listen(how, handler);
    }

    /**
     * Subscribes to notifications on a session of its own, and waits for the device's ok. When that session is lost,
     * another one is opened, after a while that grows from one fruitless attempt to the next, and the device is asked to
     * replay what happened meanwhile; what had been delivered is not delivered again. The subscriber is told of all this as
     * {@link dev.parley.session.StreamItem.Interrupted} and {@link dev.parley.session.StreamItem.Resumed}. It goes on until
     * the stop time, until the stream or this client is closed, or until a failure that no later attempt can mend.
     *
     * @param device whom to subscribe with
     * @param subscription to what
     * @throws dev.parley.error.NetconfException if the first attempt fails
     */
    public NotificationStream watch(Device device, CreateSubscription subscription) {
        return watch(device, Request.of(subscription), Backlog.DEFAULT, Backoff.DEFAULT);
    }

    /**
     * The same with settings of its own. An interrupt gives the first attempt up, and leaves the thread interrupted.
     *
     * @param device whom to subscribe with
     * @param request a {@link CreateSubscription}, perhaps with a deadline of its own, or forced
     * @param backlog how much waits for the subscriber
     * @param backoff how long to wait before each attempt to have a lost link back
     */
    public NotificationStream watch(Device device, Request<Ok> request, Backlog backlog, Backoff backoff) {
        if (sessions.isOnLoop()) {
            throw new IllegalStateException("watch would block an event loop; use watchAsync");
        }
        return sessions.watchAndWait(device, request, backlog, backoff);
    }

    /** Begins to subscribe; the future is completed on the client's executor, and cancelling it gives the attempt up. */
    public CompletableFuture<NotificationStream> watchAsync(
            Device device, Request<Ok> request, Backlog backlog, Backoff backoff) {
        return sessions.watch(device, request, backlog, backoff);
    }

    /** What completes the futures of this client, for what stands on it and has futures of its own to complete. */
    public Executor callbacks() {
        return callbacks;
    }

    /** How many sessions are open. */
    public int openSessions() {
        return sessions.count();
    }

    /** How many attempts at sessions wait for their turn ({@link Builder#openingsAtOnce}); no listener is told of them before. */
    public int waitingOpenings() {
        return sessions.waiting();
    }

    /**
     * Ends all sessions in order, for three seconds at most, gives up all attempts, and lets go of all resources. What is
     * sent or opened afterwards fails. Closing again does nothing. On an event loop, such as in a listener, it does not
     * wait: the rest is done behind it.
     */
    @Override
    public void close() {
        boolean onLoop = sessions.isOnLoop();
        CompletableFuture<Void> ends = sessions.closeAll();
        if (onLoop) {
            // a session whose loop waits for it does not end
            ends.orTimeout(3, TimeUnit.SECONDS).whenCompleteAsync((all, failure) -> letGo());
            return;
        }
        try {
            ends.get(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // those devices say nothing; their sessions end without them
        }
        letGo();
    }

    private void letGo() {
        sessions.abortAll();
        loops.closeThen(() -> transports.forEach(Transport::close));
        if (ownCallbacks != null) {
            ownCallbacks.shutdown();
        }
        subscribers.shutdown();
    }

    /** What a client is made of. Every part has a default. */
    public static final class Builder {
        private final List<Transport> transports = new ArrayList<>();
        private final List<SessionListener> listeners = new ArrayList<>();
        private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        private int openingsAtOnce = 256;
        private boolean logging = true;
        private @Nullable Executor callbacks;

        private Builder() {}

        /** A further way of reaching devices, asked before those that the client has itself. The client closes it. */
        public Builder transport(Transport transport) {
            transports.add(transport);
            return this;
        }

        /** Is told what happens in all sessions. */
        public Builder listener(SessionListener listener) {
            listeners.add(listener);
            return this;
        }

        /** How many event loops share the sessions; by default half the number of processors. */
        public Builder eventLoops(int count) {
            if (count < 1 || count > 1_024) {
                throw new IllegalArgumentException("event loops from 1 to 1024, not " + count);
            }
            threads = count;
            return this;
        }

        /**
         * How many sessions may be on their way up at once, by default 256. The others wait for their turn, in the order of
         * being asked for, and the time limits of each count from its turn: thousands that are opened together share the
         * processors and the devices' patience. Devices that call are limited by {@link CallHome}.
         */
        public Builder openingsAtOnce(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("at least one session must be opened at a time, not " + most);
            }
            openingsAtOnce = most;
            return this;
        }

        /**
         * What completes futures, and reads the replies that they wait for, instead of a pool of the client's own. The
         * caller closes it.
         *
         * <p>It must not run tasks on the thread that hands them over, as {@code Runnable::run} does, and
         * {@link java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy} when a pool is full: that thread is an event
         * loop, which whatever hangs on the future then holds up. A streamed reply cannot be read there at all, and its
         * request fails.
         */
        public Builder callbacks(Executor executor) {
            callbacks = executor;
            return this;
        }

        /** Leaves out the listener that writes to SLF4J. */
        public Builder withoutLogging() {
            logging = false;
            return this;
        }

        /** The client; it starts its threads at once. */
        public NetconfClient build() {
            return new NetconfClient(this);
        }
    }
}
