package dev.parley.bench.client;

import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Rpc;
import dev.parley.session.NotificationStream;
import dev.parley.session.Session;
import dev.parley.session.StreamItem;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A flood of numbered notifications into one session, while requests go on in it. Every notification is told to the
 * subscriber or told to be lost, in its place; anything else ends the benchmark.
 */
final class FloodRun {
    private static final GetConfig REQUEST = GetConfig.from(Datastore.RUNNING);
    private static final long SECOND = 1_000_000_000;
    private static final int PATIENCE_SECONDS = 60;
    private static final int MOST_REQUESTS_PER_SECOND = 100_000;

    private final Session session;
    private final int perSecond;
    private final int seconds;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<Void> complete = new CompletableFuture<>();

    private long told;
    private long lost;

    /** A flood of so many notifications a second, for so many seconds. */
    FloodRun(Session session, int perSecond, int seconds) {
        this.session = session;
        this.perSecond = perSecond;
        this.seconds = seconds;
    }

    /** Carries it out. */
    FloodCost with(Subscriber subscriber) {
        if (subscriber == Subscriber.NONE) {
            return requests();
        }
        NotificationStream stream = session.subscribe(CreateSubscription.now());
        CompletableFuture<Void> end = stream.consume(subscriber.inFrontOf(this::take, over));
        session.send(Rpc.of("<flood xmlns=\"urn:parley:bench\"><per-second>" + perSecond + "</per-second><events>"
                + events() + "</events></flood>"));
        FloodCost cost = requests();
        over.countDown();
        long due = System.nanoTime();
        await(end);
        long behind = System.nanoTime() - due;
        return new FloodCost(
                cost.requests(),
                cost.medianNanos(),
                cost.slowNanos(),
                cost.slowestNanos(),
                told,
                lost,
                behind,
                cost.earlyHeapBytes(),
                cost.lateHeapBytes());
    }

    private long events() {
        return (long) perSecond * seconds;
    }

    /** Sees that numbers follow one another, but for those which are told to be lost. */
    private void take(StreamItem item) {
        if (item instanceof StreamItem.Lost gap) {
            lost += gap.notifications();
        } else if (item instanceof StreamItem.Event event) {
            told++;
            String text = event.notification().content().toString();
            long number = Long.parseLong(text.substring(text.indexOf("<number>") + 8, text.indexOf("</number>")));
            if (number != told + lost) {
                throw new IllegalStateException(
                        "number " + number + " follows on " + (told - 1) + " notifications and " + lost + " lost ones");
            }
        } else {
            throw new IllegalStateException("not expected: " + item);
        }
        if (told + lost == events()) {
            complete.complete(null);
        }
    }

    private void await(CompletableFuture<Void> end) {
        try {
            CompletableFuture.anyOf(complete, end).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the subscription failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("of " + events() + " notifications " + told + " came, and " + lost
                    + " were told to be lost, " + PATIENCE_SECONDS + " s after the last was due");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private FloodCost requests() {
        long[] took = new long[seconds * MOST_REQUESTS_PER_SECOND];
        int count = 0;
        long began = System.nanoTime();
        long quarter = began + seconds * SECOND / 4;
        long end = began + seconds * SECOND;
        long early = 0;
        for (long now = began; now < end && count < took.length; now = System.nanoTime()) {
            if (early == 0 && now >= quarter) {
                early = IdleCost.now().heapBytes();
            } else {
                session.send(REQUEST);
                took[count++] = System.nanoTime() - now;
            }
        }
        long late = IdleCost.now().heapBytes();
        long[] sorted = Arrays.copyOf(took, count);
        Arrays.sort(sorted);
        return new FloodCost(
                count, sorted[count / 2], sorted[(int) (count * 0.99)], sorted[count - 1], 0, 0, 0, early, late);
    }
}
