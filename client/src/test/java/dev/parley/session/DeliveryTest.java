package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.ProtocolException;
import dev.parley.fixture.Listening;
import dev.parley.notification.CreateSubscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of Reactive Streams (sections 1 and 3), without a device. */
@Timeout(60)
class DeliveryTest {
    private final ForkJoinPool pool = new ForkJoinPool(2);
    private final AtomicInteger letGo = new AtomicInteger();
    private final NotificationStream stream = stream();

    private NotificationStream stream() {
        return new NotificationStream(
                "test",
                CreateSubscription.now(),
                Backlog.DEFAULT,
                false,
                new Callbacks(pool, pool),
                letGo::incrementAndGet);
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private void tell(NotificationStream to, int first, int count) {
        for (int i = first; i < first + count; i++) {
            to.inbox().tell(new StreamItem.Lost(i));
            to.arrived();
        }
    }

    private static List<StreamItem> items(int first, int count) {
        return IntStream.range(first, first + count)
                .<StreamItem>mapToObj(StreamItem.Lost::new)
                .toList();
    }

    private static StreamItem item(int number) {
        return new StreamItem.Lost(number);
    }

    // 1.1
    @Test
    void noMoreIsToldThanIsAskedFor() {
        tell(stream, 0, 10);
        Listening listening = Listening.to(2);
        stream.subscribe(listening);

        assertThat(listening.next()).isEqualTo(item(0));
        assertThat(listening.next()).isEqualTo(item(1));
        listening.subscription().request(1);
        listening.subscription().request(2);
        assertThat(List.of(listening.next(), listening.next(), listening.next()))
                .isEqualTo(items(2, 3));
        quiesce();
        assertThat(listening.all()).hasSize(5);
        assertThat(listening.offences()).isEmpty();
    }

    /** Everything that was signalled has been dealt with when nothing runs any more. */
    private void quiesce() {
        assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    }

    // 1.4, 1.5, 1.7
    @Test
    void theEndComesBehindEverythingAndOnce() {
        tell(stream, 0, 3);
        stream.end(null);
        stream.end(ProtocolException.of(ProtocolException.Reason.TRUNCATED, "late"));
        Listening listening = Listening.to(2);
        stream.subscribe(listening);
        quiesce();
        assertThat(listening.isOver()).isFalse();

        listening.subscription().request(1);
        listening.awaitCompletion();
        listening.subscription().request(5);
        listening.subscription().cancel();
        quiesce();
        assertThat(listening.all()).isEqualTo(items(0, 3));
        assertThat(listening.offences()).isEmpty();
    }

    @Test
    void aFailureComesBehindEverythingToo() {
        tell(stream, 0, 1);
        stream.end(ProtocolException.of(ProtocolException.Reason.TRUNCATED, "lost"));
        Listening listening = Listening.toAll();
        stream.subscribe(listening);

        assertThat(listening.awaitFailure()).hasMessage("lost");
        assertThat(listening.all()).isEqualTo(items(0, 1));
    }

    // 3.17
    @Test
    void whoeverAsksForEverythingManyTimesGetsEverything() {
        Listening listening = Listening.toAll();
        stream.subscribe(listening);
        listening.subscription().request(Long.MAX_VALUE);
        listening.subscription().request(1);
        tell(stream, 0, 1_000);
        stream.end(null);

        listening.awaitCompletion();
        assertThat(listening.all()).isEqualTo(items(0, 1_000));
    }

    // 3.9
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void askingForNothingIsAnError(long count) {
        tell(stream, 0, 3);
        Listening listening = Listening.to(1);
        stream.subscribe(listening);
        assertThat(listening.next()).isEqualTo(item(0));

        listening.subscription().request(count);

        assertThat(listening.awaitFailure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        assertThat(letGo).hasValue(1);
        listening.subscription().request(1);
        quiesce();
        assertThat(listening.all()).hasSize(1);
        assertThat(listening.offences()).isEmpty();
    }

    // 3.5, 3.6, 3.7, 3.12
    @Test
    void whoeverCancelsIsToldNothingMore() {
        tell(stream, 0, 3);
        Listening listening = Listening.to(1);
        stream.subscribe(listening);
        assertThat(listening.next()).isEqualTo(item(0));

        listening.subscription().cancel();
        listening.subscription().cancel();
        listening.subscription().request(10);
        listening.subscription().request(-1);
        tell(stream, 3, 3);
        stream.end(null);
        quiesce();

        assertThat(listening.all()).hasSize(1);
        assertThat(listening.isOver()).isFalse();
        assertThat(letGo).hasValue(1);
        assertThat(stream.inbox().peek()).isNull();
    }

    // 3.3
    @Test
    void askingForTheNextOneWhileBeingToldOneIsNoRecursion() {
        tell(stream, 0, 100_000);
        stream.end(null);
        CompletableFuture<Integer> deepest = new CompletableFuture<>();
        stream.subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;
            private int inside;
            private int most;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(StreamItem item) {
                most = Math.max(most, ++inside);
                subscription.request(1);
                inside--;
            }

            @Override
            public void onError(Throwable failure) {
                deepest.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                deepest.complete(most);
            }
        });

        assertThat(deepest.join()).isEqualTo(1);
    }

    // 1.3: signals do not overlap, however many threads ask
    @Test
    void whoeverAsksFromManyThreadsIsToldOneAfterTheOther() throws InterruptedException {
        Listening listening = Listening.to(0);
        stream.subscribe(listening);
        Flow.Subscription subscription = listening.subscription();
        List<Thread> asking = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    for (int j = 0; j < 500; j++) {
                        subscription.request(1);
                    }
                }))
                .toList();
        asking.forEach(Thread::start);
        tell(stream, 0, 3_000);
        for (Thread thread : asking) {
            thread.join();
        }
        quiesce();

        assertThat(listening.all()).isEqualTo(items(0, 2_000));
        assertThat(listening.offences()).isEmpty();
    }

    // 1.9, 1.10, 1.11
    @Test
    void thereIsOneSubscriber() {
        Listening first = Listening.toAll();
        Listening second = Listening.toAll();
        stream.subscribe(first);
        stream.subscribe(second);

        assertThat(second.awaitFailure()).isInstanceOf(IllegalStateException.class);
        second.subscription().cancel();
        assertThat(letGo).hasValue(0);
        tell(stream, 0, 1);
        assertThat(first.next()).isEqualTo(item(0));
        assertThatThrownBy(() -> stream.subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    // 2.13
    @ParameterizedTest
    @ValueSource(strings = {"onSubscribe", "onNext", "onComplete"})
    void aSubscriberThatThrowsIsToldNothingMore(String where) {
        AtomicInteger told = new AtomicInteger();
        stream.subscribe(new Flow.Subscriber<>() {
            private void told(String what) {
                told.incrementAndGet();
                if (what.equals(where)) {
                    throw new IllegalStateException("clumsy");
                }
            }

            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
                told("onSubscribe");
            }

            @Override
            public void onNext(StreamItem item) {
                told("onNext");
            }

            @Override
            public void onError(Throwable failure) {
                told("onError");
            }

            @Override
            public void onComplete() {
                told("onComplete");
            }
        });
        tell(stream, 0, 1);
        quiesce();
        stream.end(null);
        quiesce();
        tell(stream, 1, 1);
        quiesce();

        assertThat(told).hasValue(List.of("onSubscribe", "onNext", "onComplete").indexOf(where) + 1);
        assertThat(letGo).hasValue(1);
        assertThat(stream.inbox().peek()).isNull();
    }

    @Test
    void aConsumerTakesEverythingUntilItThrowsOrIsCancelled() {
        tell(stream, 0, 3);
        CompletableFuture<Void> done = stream.consume(item -> {
            if (item.equals(item(1))) {
                throw new IllegalStateException("enough");
            }
        });
        assertThatThrownBy(() -> done.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("enough");
        quiesce();
        assertThat(letGo).hasValue(1);

        NotificationStream other = stream();
        CompletableFuture<Void> cancelled = other.consume(item -> {});
        quiesce();
        cancelled.cancel(false);
        assertThat(letGo).hasValue(2);

        NotificationStream whole = stream();
        AtomicInteger taken = new AtomicInteger();
        tell(whole, 0, 5);
        CompletableFuture<Void> end = whole.consume(item -> taken.incrementAndGet());
        whole.close();
        end.join();
        assertThat(taken).hasValue(5);
    }

    // a thread that blocks is made up for, however many there are
    @Test
    void manySubscribersBlockForEverAndOthersAreToldAllTheSame() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(200);
        CountDownLatch forEver = new CountDownLatch(1);
        for (int i = 0; i < 200; i++) {
            NotificationStream blocking = stream();
            tell(blocking, 0, 2);
            blocking.consume(item -> {
                blocked.countDown();
                try {
                    forEver.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        blocked.await();

        Listening listening = Listening.toAll();
        stream.subscribe(listening);
        tell(stream, 0, 100);
        stream.end(null);
        listening.awaitCompletion();
        assertThat(listening.all()).isEqualTo(items(0, 100));
        forEver.countDown();
    }
}
