package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.NetconfClient;
import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener is told on the thread of whoever asks, and what came of a request once its reply was read. */
@Timeout(60)
class RequestListenerTest {
    private static final Lock LOCK = new Lock(Datastore.RUNNING);
    private static final String REFUSED = "<rpc-error><error-type>protocol</error-type>"
            + "<error-tag>lock-denied</error-tag><error-severity>error</error-severity></rpc-error>";

    /** What came of one request. */
    private record End(String operation, String outcome, Duration took, Thread asked, Thread told) {}

    /** Keeps what it is told, and on which threads. */
    private static final class Notes implements SessionListener {
        private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
        private final List<Thread> openedBy = new CopyOnWriteArrayList<>();
        private final List<SessionEvent> ofSession = new CopyOnWriteArrayList<>();

        @Override
        public void on(SessionKey session, SessionEvent event) {
            throw new AssertionError("told to the listener that has another for its sessions: " + event);
        }

        @Override
        public SessionListener forSession(SessionKey session) {
            openedBy.add(Thread.currentThread());
            return new OfSession(this);
        }

        End next() throws InterruptedException {
            End end = ends.poll(30, TimeUnit.SECONDS);
            assertThat(end).as("the end of a request").isNotNull();
            return end;
        }
    }

    private record OfSession(Notes notes) implements SessionListener {
        @Override
        public Interest interest() {
            return Interest.LIFE;
        }

        @Override
        public void on(SessionKey session, SessionEvent event) {
            notes.ofSession.add(event);
        }

        @Override
        public RequestListener request(SessionKey session, long id, String operation) {
            Thread asked = Thread.currentThread();
            return (took, failure) ->
                    notes.ends.add(new End(operation, outcome(failure), took, asked, Thread.currentThread()));
        }

        private static String outcome(@Nullable NetconfException failure) {
            return failure == null ? "ok" : failure.code();
        }
    }

    private static NetconfClient client(SessionListener... listeners) {
        NetconfClient.Builder builder = NetconfClient.builder().eventLoops(1).withoutLogging();
        for (SessionListener listener : listeners) {
            builder.listener(listener);
        }
        return builder.build();
    }

    @Test
    void whatOnlyTheReplyShowsIsToldOnTheThreadThatReadsIt() throws InterruptedException {
        Notes notes = new Notes();
        try (NetconfClient client = client(notes);
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.ok(line.request());
                    line.reply(line.request(), REFUSED);
                    line.serve();
                });
                Session session = client.open(device.device())) {
            session.send(LOCK);
            assertThatThrownBy(() -> session.send(LOCK)).isInstanceOf(RpcErrorException.class);

            End ok = notes.next();
            End refused = notes.next();
            assertThat(List.of(ok.outcome(), refused.outcome())).containsExactly("ok", "rpc-error");
            assertThat(ok.operation()).isEqualTo("lock");
            assertThat(ok.took()).isPositive();
            assertThat(List.of(ok.asked(), ok.told(), refused.told())).containsOnly(Thread.currentThread());
            assertThat(notes.openedBy).containsExactly(Thread.currentThread());
        }
        assertThat(notes.ofSession).last().isInstanceOf(SessionEvent.Closed.class);
        assertThat(notes.ofSession).noneMatch(SessionEvent.RequestBegun.class::isInstance);
    }

    @Test
    void eachRequestEndsOnceHoweverItEnds() throws InterruptedException {
        Notes notes = new Notes();
        try (NetconfClient client = client(notes);
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.request();
                    line.request();
                    // its reader fails while the rest of it is still to come
                    line.reply(line.request(), "<data>" + "x".repeat(100_000) + "</data>");
                    // and hangs up
                    line.request();
                });
                Session session = client.open(device.device())) {
            assertThatThrownBy(() -> session.send(Request.of(LOCK).within(Duration.ofMillis(100))))
                    .isInstanceOf(RequestException.class);
            assertThat(notes.next().outcome()).isEqualTo("deadline");

            CompletableFuture<?> cancelled = session.sendAsync(LOCK);
            cancelled.cancel(false);
            assertThat(notes.next().outcome()).isEqualTo("cancelled");

            ReplyBody.Streamed<String> failing = (parts, context) -> {
                throw new IOException("no space left on device");
            };
            assertThatThrownBy(() -> session.send(
                            Request.of(GetConfig.from(Datastore.RUNNING)).as(failing)))
                    .hasMessageContaining("no space left");
            assertThat(notes.next().outcome()).isEqualTo("body-failed");

            session.sendAsync(LOCK);
            assertThat(notes.next().outcome()).isEqualTo("session-lost");
        }
        assertThat(notes.ends).isEmpty();
    }

    @Test
    void aListenerThatFailsHurtsNobody() throws InterruptedException {
        SessionListener failsAtOnce = new SessionListener() {
            @Override
            public void on(SessionKey session, SessionEvent event) {}

            @Override
            public SessionListener forSession(SessionKey session) {
                throw new IllegalStateException("on purpose, for a session");
            }
        };
        SessionListener failsLater = new SessionListener() {
            @Override
            public void on(SessionKey session, SessionEvent event) {}

            @Override
            public RequestListener request(SessionKey session, long id, String operation) {
                if (id % 2 == 0) {
                    throw new AssertionError("on purpose, before a request");
                }
                return (took, failure) -> {
                    throw new LinkageError("on purpose, at the end of a request");
                };
            }
        };
        Notes notes = new Notes();
        try (NetconfClient client = client(failsAtOnce, failsLater, notes);
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.ok(line.request());
                    line.ok(line.request());
                    line.serve();
                });
                Session session = client.open(device.device())) {
            session.send(LOCK);
            session.send(LOCK);

            assertThat(notes.next().outcome()).isEqualTo("ok");
            assertThat(notes.next().outcome()).isEqualTo("ok");
        }
    }

    @Test
    void bytesAreCountedBeforeTheEndOfALongSession() {
        Notes notes = new Notes();
        String much = "<data xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'>" + "y".repeat(200_000) + "</data>";
        try (NetconfClient client = client(notes);
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.reply(line.request(), much);
                    line.ok(line.request());
                    line.serve();
                });
                Session session = client.open(device.device())) {
            session.send(GetConfig.from(Datastore.RUNNING));
            // what follows is handled behind what was told of the reply before it
            session.send(LOCK);

            assertThat(notes.ofSession)
                    .filteredOn(SessionEvent.TrafficPassed.class::isInstance)
                    .isNotEmpty()
                    .last()
                    .satisfies(event -> assertThat(
                                    ((SessionEvent.TrafficPassed) event).soFar().wireIn())
                            .isGreaterThan(200_000 - 64 * 1024));
        }
    }
}
