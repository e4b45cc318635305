package dev.parley.netconfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Device;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.Listening;
import dev.parley.fixture.NetconfdServer;
import dev.parley.fixture.WatchedClient;
import dev.parley.notification.CreateSubscription;
import dev.parley.notification.EventStream;
import dev.parley.notification.GetStreams;
import dev.parley.notification.ServerEvent;
import dev.parley.operation.Commit;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Filter;
import dev.parley.operation.Get;
import dev.parley.operation.KillSession;
import dev.parley.operation.Request;
import dev.parley.session.Backlog;
import dev.parley.session.NotificationStream;
import dev.parley.session.Session;
import dev.parley.session.StreamItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Notifications of a server that nobody here wrote (RFC 5277, RFC 6470). Each way to it has a subclass. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
public abstract class NotificationsContract {
    private static final Filter SESSION_STARTS =
            Filter.subtree("<netconf-session-start xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-notifications'/>");

    private NetconfdServer server;
    private WatchedClient client;
    private Session session;

    /** How it is reached; asked for again and again. */
    protected abstract Device device(NetconfdServer netconfd);

    @BeforeAll
    void start() {
        server = NetconfdServer.startOrSkip();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        client = WatchedClient.create();
        session = client.open(device(server));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static Optional<ServerEvent> serverEvent(StreamItem item) {
        return item instanceof StreamItem.Event event ? ServerEvent.of(event.notification()) : Optional.empty();
    }

    /** Reads on to the event of the server that is meant. */
    private static <E extends ServerEvent> E await(Listening listening, Class<E> kind, Predicate<E> wanted) {
        while (true) {
            Optional<E> event =
                    serverEvent(listening.next()).filter(kind::isInstance).map(kind::cast);
            if (event.isPresent() && wanted.test(event.get())) {
                return event.get();
            }
        }
    }

    private static EditConfig edit(String name, String operation) {
        return EditConfig.of(
                Datastore.CANDIDATE,
                "<interfaces xmlns='urn:ietf:params:xml:ns:yang:ietf-interfaces' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'>"
                        + "<interface nc:operation='" + operation + "'><name>" + name
                        + "</name><type xmlns:ianaift='urn:ietf:params:xml:ns:yang:iana-if-type'>ianaift:softwareLoopback"
                        + "</type></interface></interfaces>");
    }

    // N-06
    @Test
    void itsStreamIsListedWithReplay() {
        List<EventStream> streams = session.send(new GetStreams());

        assertThat(streams).singleElement().satisfies(stream -> {
            assertThat(stream.name()).isEqualTo("NETCONF");
            assertThat(stream.replaySupport()).isTrue();
            assertThat(stream.replayLogCreationTime()).isNotNull();
        });
    }

    // E-06
    @Test
    void itTellsOfSessionsAndChangesWhileRequestsGoOn() {
        Listening listening = Listening.toAll();
        session.subscribe(CreateSubscription.now()).subscribe(listening);

        Session other = client.open(device(server));
        ServerEvent.SessionStart begun = await(listening, ServerEvent.SessionStart.class, start -> true);
        assertThat(begun.session().sessionId()).isEqualTo(other.id());

        session.send(edit("lo-told", "create"));
        session.send(Commit.now());
        ServerEvent.ConfigChange change = await(listening, ServerEvent.ConfigChange.class, any -> true);
        assertThat(change.edits()).isNotEmpty();
        assertThat(change.by()).isNotNull();
        assertThat(change.by().sessionId()).isEqualTo(session.id());

        session.send(new KillSession(other.id()));
        ServerEvent.SessionEnd end = await(
                listening,
                ServerEvent.SessionEnd.class,
                any -> Long.valueOf(other.id()).equals(any.session().sessionId()));
        assertThat(end.reason()).isEqualTo("killed");
        assertThat(end.killedBy()).isEqualTo(session.id());

        session.send(edit("lo-told", "delete"));
        session.send(Commit.now());
        assertThat(listening.all()).noneMatch(StreamItem.Unreadable.class::isInstance);
        assertThat(client.recorder().events(SessionEvent.DeviationMet.class)).isEmpty();
    }

    // N-05
    @Test
    void aReplayWithAStopTimeEndsAndTheSessionGoesOn() {
        client.open(device(server)).close();
        Instant now = Instant.now();
        Listening listening = Listening.toAll();
        session.subscribe(CreateSubscription.since(now.minus(Duration.ofHours(1)))
                        .until(now)
                        .filter(SESSION_STARTS))
                .subscribe(listening);

        listening.awaitCompletion();
        assertThat(listening.all().stream()
                        .map(NotificationsContract::serverEvent)
                        .flatMap(Optional::stream))
                .isNotEmpty()
                .allMatch(ServerEvent.SessionStart.class::isInstance);
        assertThat(session.isSubscribed()).isFalse();
        assertThat(session.send(Get.of(SESSION_STARTS)).warnings()).isEmpty();
    }

    // N-02, N-07
    @Test
    void whatItRefusesIsItsWord() {
        RpcErrorException unknown = catchThrowableOfType(
                RpcErrorException.class, () -> session.subscribe(CreateSubscription.now().stream("nope")));
        assertThat(unknown.first().tag()).isEqualTo("operation-failed");
        RpcErrorException future = catchThrowableOfType(
                RpcErrorException.class,
                () -> session.subscribe(
                        CreateSubscription.since(Instant.now().plus(Duration.ofHours(1)))
                                .force(),
                        Backlog.DEFAULT));
        assertThat(future.first().tag()).isEqualTo("bad-element");

        session.subscribe(CreateSubscription.now());
        assertThat(catchThrowableOfType(RequestException.class, () -> session.subscribe(CreateSubscription.now()))
                        .reason())
                .isEqualTo(RequestException.Reason.SUBSCRIBED);
    }

    @Test
    void aSubscriptionThatIsKilledGoesOnWithoutMissingOrRepeatingAnything() {
        Listening listening = Listening.toAll();
        try (NotificationStream stream = client.netconf()
                .watch(
                        device(server),
                        Request.of(CreateSubscription.now().filter(SESSION_STARTS)),
                        Backlog.DEFAULT,
                        attempt -> Duration.ZERO)) {
            stream.subscribe(listening);
            long first = client.open(device(server)).id();
            await(
                    listening,
                    ServerEvent.SessionStart.class,
                    start -> Long.valueOf(first).equals(start.session().sessionId()));

            session.send(new KillSession(first - 1));
            listening.next(StreamItem.Interrupted.class);
            assertThat(listening.next(StreamItem.Resumed.class).continuity()).isEqualTo(StreamItem.Continuity.SEAMLESS);
            long second = client.open(device(server)).id();
            await(
                    listening,
                    ServerEvent.SessionStart.class,
                    start -> Long.valueOf(second).equals(start.session().sessionId()));
        }

        listening.awaitCompletion();
        assertThat(listening.all().stream()
                        .map(NotificationsContract::serverEvent)
                        .flatMap(Optional::stream)
                        .map(event ->
                                ((ServerEvent.SessionStart) event).session().sessionId()))
                .doesNotHaveDuplicates();
    }
}
