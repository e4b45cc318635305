package dev.parley.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.event.SessionEvent;
import dev.parley.fixture.Line;
import dev.parley.fixture.Line.Rpc;
import dev.parley.fixture.Listening;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.Script;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import dev.parley.message.Capability;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Datastore;
import dev.parley.operation.Get;
import dev.parley.operation.Lock;
import dev.parley.operation.Ok;
import dev.parley.operation.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A subscriber that is too slow, or blocks for ever, is nobody's problem but its own. */
@Timeout(60)
class SlowSubscriberTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final String TIME = "2026-11-20T17:00:00Z";
    private static final String EVENT =
            Line.notification(TIME, "<changed xmlns=\"urn:e\"><what>something</what></changed>");
    private static final int BURST = 1_000;
    private static final int BURSTS = 30;
    private static final int ROOM = 250;

    private static Line interleaving(Line line) throws IOException {
        return line.announcing(Capability.NOTIFICATION, Capability.INTERLEAVE);
    }

    /** Blocks in what it is told, until it is let go. */
    private static final class Blocking {
        final CountDownLatch blocked;
        final CountDownLatch released = new CountDownLatch(1);

        Blocking(int many) {
            blocked = new CountDownLatch(many);
        }

        void take(StreamItem item) {
            blocked.countDown();
            boolean interrupted = false;
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void whatItLosesIsExactlyWhatIsCountedAndEveryRequestIsAnswered() throws Exception {
        Blocking slow = new Blocking(1);
        Script flood = line -> {
            interleaving(line).ok(line.request()).say(EVENT);
            slow.blocked.await();
            for (int burst = 0; burst < BURSTS; burst++) {
                Rpc between = line.request();
                for (int i = 0; i < BURST / 2; i++) {
                    line.say(EVENT);
                }
                line.reply(between, "<data/>");
                for (int i = 0; i < BURST / 2; i++) {
                    line.say(EVENT);
                }
            }
            line.ok(line.request()).signal("notificationComplete", TIME).serve();
        };
        List<StreamItem> told = new ArrayList<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(flood);
                Session session = client.open(device.device())) {
            NotificationStream stream =
                    session.subscribe(Request.of(CreateSubscription.now()), new Backlog(ROOM, 1 << 20));
            CompletableFuture<Void> end = stream.consume(item -> {
                slow.take(item);
                told.add(item);
            });

            for (int i = 0; i < BURSTS; i++) {
                assertThat(session.send(Get.all()).warnings()).isEmpty();
            }
            session.send(new Lock(Datastore.RUNNING));
            slow.released.countDown();
            end.get();

            int sent = 1 + BURSTS * BURST;
            long events =
                    told.stream().filter(StreamItem.Event.class::isInstance).count();
            assertThat(events).as("the one in hand, and those that waited").isEqualTo(1 + ROOM);
            assertThat(told.get(told.size() - 1)).isEqualTo(new StreamItem.Lost(sent - events));
            assertThat(told).hasSize(ROOM + 2);
            assertThat(stream.lost()).isEqualTo(sent - events);
            assertThat(client.recorder().await(SessionEvent.SubscriptionEnded.class))
                    .satisfies(ended -> {
                        assertThat(ended.lost()).isEqualTo(sent - events);
                        assertThat(ended.received()).isEqualTo(sent + 1);
                    });
        }
    }

    @Test
    void theBytesThatWaitAreBoundedToo() throws Exception {
        Blocking slow = new Blocking(1);
        String large = Line.notification(TIME, "<changed xmlns=\"urn:e\">" + "x".repeat(100_000) + "</changed>");
        Script flood = line -> {
            interleaving(line).ok(line.request()).say(large);
            slow.blocked.await();
            for (int i = 0; i < 100; i++) {
                line.say(large);
            }
            line.ok(line.request()).signal("notificationComplete", TIME).serve();
        };
        List<StreamItem> told = new ArrayList<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(flood);
                Session session = client.open(device.device())) {
            CompletableFuture<Void> end = session.subscribe(
                            Request.of(CreateSubscription.now()), new Backlog(10_000, 1_000_000))
                    .consume(item -> {
                        slow.take(item);
                        told.add(item);
                    });
            session.send(new Lock(Datastore.RUNNING));
            slow.released.countDown();
            end.get();

            long events =
                    told.stream().filter(StreamItem.Event.class::isInstance).count();
            long lost = told.stream()
                    .filter(StreamItem.Lost.class::isInstance)
                    .mapToLong(item -> ((StreamItem.Lost) item).notifications())
                    .sum();
            int size = large.getBytes(UTF_8).length;
            assertThat(events)
                    .as("the one in hand, and as many of %d bytes as may wait", size)
                    .isEqualTo(1 + 1_000_000 / size);
            assertThat(events + lost).isEqualTo(101);
        }
    }

    @Test
    void subscribersThatBlockForEverHarmNobody() throws Exception {
        int many = 60;
        Blocking stuck = new Blocking(many);
        Script talkative = line -> {
            interleaving(line).ok(line.request()).say(EVENT).say(EVENT);
            line.serve();
        };
        WatchedClient client = WatchedClient.create();
        try (ScriptedDevice device = ScriptedDevice.tcp(talkative)) {
            List<Session> sessions = new ArrayList<>();
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                Session session = client.open(device.device());
                sessions.add(session);
                ends.add(session.subscribe(CreateSubscription.now()).consume(stuck::take));
            }
            stuck.blocked.await();

            // not its own session, nor its loop, nor futures of others
            for (Session session : sessions) {
                session.send(new Lock(Datastore.RUNNING));
            }
            CompletableFuture<Ok> later = sessions.get(0)
                    .sendAsync(new Lock(Datastore.RUNNING))
                    .thenCompose(ok -> sessions.get(1).sendAsync(new Lock(Datastore.RUNNING)));
            assertThat(later.get()).isNotNull();

            // nor other subscribers
            Listening listening = Listening.toAll();
            Session other = client.open(device.device());
            other.subscribe(CreateSubscription.now()).subscribe(listening);
            assertThat(listening.eventName()).isEqualTo("changed");
            assertThat(listening.eventName()).isEqualTo("changed");

            // nor the end of sessions, nor that of the client
            sessions.get(0).close();
            client.close();
            listening.awaitCompletion();
            assertThat(ends).noneMatch(CompletableFuture::isDone);

            stuck.released.countDown();
            for (CompletableFuture<Void> end : ends) {
                end.get();
            }
        }
    }
}
