package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.message.Namespaces;
import dev.parley.simulator.ServerEvents.Termination;
import dev.parley.simulator.datastore.ChangeListener;
import dev.parley.simulator.datastore.Datastores;
import dev.parley.simulator.datastore.Feature;
import dev.parley.simulator.datastore.Refusal;
import dev.parley.simulator.datastore.Scheduler;
import dev.parley.simulator.fault.Ending;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * What a device is made of, whoever connects to it and however: its datastores, sessions, streams and operations, and what
 * its connections ask of it. Safe for any thread.
 */
final class Chassis implements Endpoint {
    private final Security security;
    private final List<String> capabilities;
    private final Datastores datastores;
    private final Map<QName, RpcHandler> handlers;
    private final StandardOperations standard;
    private final @Nullable Scheduler scheduler;
    private final int maxRequestBytes;
    private final Optional<Notifications> notifications;
    private final ServerEvents serverEvents;
    private final Sessions sessions;

    private final DeviceDialogue dialogue = new DeviceDialogue(this);
    private final List<Consumer<DeviceEvent>> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Performance> performances = new ConcurrentLinkedQueue<>();
    private final AtomicLong nextSessionId;

    /** What the description says, with that loop for what belongs to no connection. */
    Chassis(DeviceSimulator.Builder from, Security security, EventExecutor loop) {
        this.security = security;
        this.scheduler = from.scheduler;
        this.maxRequestBytes = from.maxRequestBytes;
        this.capabilities = announced(from);
        Scheduler own = scheduler(loop);
        this.notifications =
                Optional.ofNullable(from.notifications).map(some -> new Notifications(some, from.clock, own));
        this.serverEvents = new ServerEvents(notifications, this::session);
        boolean told = notifications.filter(Notifications::tellsOfTheServer).isPresent();
        this.datastores = datastores(from, own, told ? serverEvents : ChangeListener.NONE);
        this.sessions = new Sessions(datastores, serverEvents);
        Monitoring monitoring = new Monitoring(
                capabilities,
                datastores,
                sessions,
                from.modules,
                Set.copyOf(from.libraries),
                notifications,
                Instant.now());
        Map<QName, RpcHandler> known = new HashMap<>(from.handlers);
        known.putIfAbsent(SchemaRetrieval.GET_SCHEMA, new SchemaRetrieval(from.modules));
        this.handlers = Map.copyOf(known);
        this.standard = new StandardOperations(datastores, from.state != null ? from.state : monitoring::state);
        this.nextSessionId = new AtomicLong(from.firstSessionId);
        this.listeners.addAll(from.listeners);
    }

    private static Datastores datastores(DeviceSimulator.Builder from, Scheduler time, ChangeListener told) {
        Datastores.Builder builder = Datastores.builder()
                .features(from.features.toArray(Feature[]::new))
                .schema(from.schema)
                .running(from.running)
                .startup(from.startup)
                .scheduler(time)
                .listener(told);
        from.rules.forEach(builder::rule);
        return builder.build();
    }

    private static List<String> announced(DeviceSimulator.Builder from) {
        List<String> uris = new ArrayList<>(from.bases);
        from.features.forEach(feature -> uris.add(feature.urn()));
        if (from.notifications != null) {
            uris.addAll(Notifications.announced(from.notifications));
        }
        if (from.state == null) {
            uris.addAll(Monitoring.announced(from.modules, from.libraries));
        }
        uris.addAll(from.more);
        return List.copyOf(uris);
    }

    List<String> capabilities() {
        return capabilities;
    }

    Datastores datastores() {
        return datastores;
    }

    Sessions sessions() {
        return sessions;
    }

    Optional<Notifications> notifications() {
        return notifications;
    }

    ServerEvents serverEvents() {
        return serverEvents;
    }

    void listen(Consumer<DeviceEvent> listener) {
        listeners.add(listener);
    }

    Performance play(Script script) {
        Performance performance = new Performance(script, this::hello);
        performances.add(performance);
        return performance;
    }

    // ---- what a dialogue asks

    /** Who talks on the next session. */
    Dialogue nextDialogue() {
        Performance performance = performances.poll();
        return performance == null ? dialogue : performance.dialogue();
    }

    void greet(Conversation conversation) {
        long id = nextSessionId.getAndIncrement();
        conversation.sendHello(hello(id), id);
        sessions.tally().count(Tally.Of.SESSIONS);
    }

    private String hello(long sessionId) {
        StringBuilder hello = new StringBuilder("<hello xmlns=\"" + Namespaces.BASE + "\"><capabilities>");
        for (String uri : capabilities) {
            hello.append("<capability>").append(uri.replace("&", "&amp;")).append("</capability>");
        }
        return hello.append("</capabilities><session-id>")
                .append(sessionId)
                .append("</session-id></hello>")
                .toString();
    }

    void sessionOpened(Conversation conversation) {
        sessions.opened(conversation);
        tell(new DeviceEvent.Opened(conversation.number(), conversation.sessionId(), conversation.isBase11()));
    }

    void sessionClosed(long sessionId) {
        sessions.ended(sessionId, Termination.CLOSED);
    }

    /** A request of that session was served. */
    void served(long id) {
        sessions.served(id);
    }

    void sessionGone(long sessionId) {
        sessions.ended(sessionId, Termination.DROPPED);
    }

    void count(long sessionId, Tally.Of what) {
        sessions.count(sessionId, what);
    }

    RpcHandler handlerOf(QName operation) {
        RpcHandler own = handlers.get(operation);
        return own != null ? own : standard;
    }

    boolean kill(String sessionId, long by) {
        return sessionId.matches("[0-9]{1,10}")
                && sessions.end(
                        Long.parseLong(sessionId),
                        Ending.CLOSE,
                        Termination.killed(by),
                        "session " + by + " killed it");
    }

    private Optional<SessionInfo> session(long id) {
        return sessions.info(id);
    }

    /** Refuses a request on a session that has subscribed, if this device does not serve any there (N-04). */
    void requireInterleave(long session) {
        if (notifications.filter(Notifications::interleaves).isEmpty()
                && sessions.subscription(session).isPresent()) {
            throw Refusal.of(
                    ErrorType.PROTOCOL,
                    ErrorTag.OPERATION_FAILED,
                    "the session has subscribed, and this device serves no requests beside");
        }
    }

    /** Whether somebody else answers that operation. */
    boolean answersItself(QName operation) {
        return handlers.containsKey(operation);
    }

    /**
     * Subscribes a session, whose notifications begin when that is told.
     *
     * @throws Refusal if that is not possible
     */
    Subscription subscribe(Conversation conversation, Request request) {
        Notifications known = notifications.orElseThrow(Notifications::none);
        long session = request.sessionId();
        if (sessions.subscription(session).isPresent()) {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.OPERATION_FAILED, "the session has subscribed already");
        }
        SubscriptionRequest wanted = SubscriptionRequest.of(request.operation(), standard::filter, known.now());
        Subscription subscription =
                known.subscribe(conversation, wanted, () -> sessions.count(session, Tally.Of.NOTIFICATIONS));
        sessions.subscribed(session, subscription);
        return subscription;
    }

    private static Scheduler on(EventExecutor loop) {
        return (delay, task) -> {
            Future<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    // ---- what a connection asks

    @Override
    public String transport() {
        return security.transport();
    }

    @Override
    public Optional<String> userName(List<X509Certificate> client) {
        return security instanceof Security.Tls tls
                ? tls.settings()
                        .users()
                        .userName(ClientPath.complete(client, tls.settings().trusted()))
                : Optional.of("");
    }

    @Override
    public boolean speaks(String base) {
        return capabilities.contains(base);
    }

    @Override
    public int maxRequestBytes() {
        return maxRequestBytes;
    }

    @Override
    public Scheduler scheduler(EventExecutor loop) {
        return scheduler != null ? scheduler : on(loop);
    }

    @Override
    public void tell(DeviceEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
