package dev.parley.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.WatchedClient;
import dev.parley.monitoring.GetMonitoring;
import dev.parley.monitoring.GetMonitoring.Part;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Request;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.Flooding;
import dev.parley.simulator.notification.Flood;
import dev.parley.simulator.notification.NotificationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten thousand notifications a second, for three seconds, into a subscriber that takes none, while requests go on. */
@Timeout(90)
class FloodTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final int EVENTS = 30_000;
    private static final int PER_SECOND = 10_000;
    private static final Backlog ROOM = new Backlog(EVENTS, 256 << 10);

    /** Takes the first, and then none until it is let go; keeps all. Sees that what is told or lost follows one another. */
    private static final class Blocked {
        final CountDownLatch released = new CountDownLatch(1);
        final CompletableFuture<Void> complete = new CompletableFuture<>();
        /** The bytes of those that had waited when it was let go: they were told before any that was lost. */
        long waited;

        private final List<String> outOfPlace = new ArrayList<>();
        private long told;
        private long lost;
        /** How many the device has sent; known when it is let go. */
        private volatile long sent = Long.MAX_VALUE;

        void take(StreamItem item) {
            if (item instanceof StreamItem.Lost gap) {
                lost += gap.notifications();
            } else if (item instanceof StreamItem.Event event) {
                told++;
                String text = event.notification().content().toString();
                if (!text.contains("<number>" + (told + lost) + "</number>")) {
                    outOfPlace.add(text + " after " + (told - 1) + " and " + lost + " lost ones");
                }
                if (told == 1) {
                    awaitRelease();
                } else if (lost == 0) {
                    waited += event.notification().envelope().toString().getBytes(UTF_8).length;
                }
            } else {
                outOfPlace.add(item.toString());
            }
            if (told + lost >= sent) {
                complete.complete(null);
            }
        }

        private void awaitRelease() {
            try {
                released.await();
            } catch (InterruptedException e) {
                outOfPlace.add("interrupted");
            }
        }
    }

    private static long sentBy(Session session) {
        return session.send(GetMonitoring.of(Part.STATISTICS))
                .statistics()
                .counters()
                .outNotifications();
    }

    @Test
    void memoryStaysFlatAndEveryRequestIsAnswered() throws Exception {
        Blocked slow = new Blocked();
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .running("<system xmlns='urn:example:system'><name>pe1</name></system>")
                        // so that nothing is lost on the device, whose events are numbered
                        .notifications(NotificationSettings.usual().queue(EVENTS))
                        .start();
                Session session = client.open(Device.cleartextTcp(device.host(), device.port()))) {
            NotificationStream stream = session.subscribe(Request.of(CreateSubscription.now()), ROOM);
            CompletableFuture<Void> end = stream.consume(slow::take);

            Flooding flooding = device.flood(Flood.of(EVENTS).perSecond(PER_SECOND));
            CompletableFuture<Void> over = flooding.done();
            int answered = 0;
            while (!over.isDone()) {
                assertThat(session.send(GetConfig.from(Datastore.RUNNING)).toString())
                        .contains("<name>pe1</name>");
                answered++;
            }
            // by the device's own count, and in the order of the connection: until all of them are here
            while (sentBy(session) < EVENTS) {
                answered++;
            }
            long lostMeanwhile = stream.lost();
            slow.sent = flooding.events();
            slow.released.countDown();
            CompletableFuture.anyOf(slow.complete, end).get();
            session.closeAsync().join();
            end.get();

            assertThat(answered).isPositive();
            assertThat(flooding.events()).isEqualTo(EVENTS);
            assertThat(device.lostNotifications()).isZero();
            assertThat(slow.outOfPlace).isEmpty();
            assertThat(slow.told + slow.lost).isEqualTo(EVENTS);
            assertThat(stream.lost()).isEqualTo(slow.lost);
            // what was in memory at the end of the flood, which is as much as there was room for, and a part of it all
            assertThat(slow.waited).isBetween(ROOM.bytes() - 1_000, ROOM.bytes());
            assertThat(lostMeanwhile).isEqualTo(slow.lost);
            assertThat(client.recorder().await(SessionEvent.SubscriptionEnded.class))
                    .satisfies(ended -> {
                        assertThat(ended.received()).isEqualTo(EVENTS);
                        assertThat(ended.lost()).isEqualTo(slow.lost);
                    });
        }
    }
}
