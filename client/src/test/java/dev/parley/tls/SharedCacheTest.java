package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is shared is made once, holds up nobody else while it is being made, and is let go of as often as it is held. */
@Timeout(60)
class SharedCacheTest {
    private final Map<String, AtomicInteger> made = new ConcurrentHashMap<>();

    /** Counts who holds on to it. */
    private static final class Thing implements SharedCache.Shared {
        private final AtomicInteger holders = new AtomicInteger(1);
        private volatile boolean fresh = true;

        @Override
        public void retain() {
            assertThat(holders.getAndIncrement()).isPositive();
        }

        @Override
        public void release() {
            assertThat(holders.getAndDecrement()).isPositive();
        }

        int holders() {
            return holders.get();
        }
    }

    private Thing make(String key) {
        made.computeIfAbsent(key, each -> new AtomicInteger()).incrementAndGet();
        return new Thing();
    }

    private SharedCache<String, Thing> cache(int most) {
        return new SharedCache<>(most, this::make, thing -> thing.fresh);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoWantsTheSameHasTheSame() {
        Thing first;
        try (SharedCache<String, Thing> cache = cache(2)) {
            first = cache.acquire("a");
            assertThat(cache.acquire("a")).isSameAs(first);
            assertThat(cache.acquire("b")).isNotSameAs(first);
            assertThat(first.holders()).as("the cache and two").isEqualTo(3);
        }
        assertThat(first.holders()).isEqualTo(2);
    }

    @Test
    void whatWasWantedLongestAgoGoesAndStaysWithWhoeverHoldsIt() {
        try (SharedCache<String, Thing> cache = cache(2)) {
            Thing a = cache.acquire("a");
            Thing b = cache.acquire("b");
            cache.acquire("a").release();
            cache.acquire("c").release();
            assertThat(b.holders()).isEqualTo(1);
            assertThat(cache.acquire("a")).isSameAs(a);
            assertThat(cache.acquire("b")).isNotSameAs(b);
        }
    }

    @Test
    void whatIsNoLongerGoodIsMadeAnew() {
        try (SharedCache<String, Thing> cache = cache(2)) {
            Thing old = cache.acquire("a");
            old.fresh = false;
            assertThat(cache.acquire("a")).isNotSameAs(old);
            assertThat(old.holders()).isEqualTo(1);
        }
    }

    @Test
    void whileOneIsBeingMadeOthersAreNotHeldUpAndThoseWhoWantTheSameHaveIt() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (SharedCache<String, Thing> cache = new SharedCache<>(
                4,
                key -> {
                    if (key.equals("slow")) {
                        begun.countDown();
                        await(goOn);
                    }
                    return make(key);
                },
                thing -> true)) {
            List<CompletableFuture<Thing>> slow = IntStream.range(0, 4)
                    .mapToObj(i -> inThread(() -> cache.acquire("slow")))
                    .toList();
            await(begun);
            cache.acquire("quick").release();
            assertThat(slow).noneMatch(CompletableFuture::isDone);
            goOn.countDown();
            assertThat(slow.stream().map(CompletableFuture::join).distinct()).hasSize(1);
            assertThat(slow.get(0).join().holders()).as("the cache and four").isEqualTo(5);
            assertThat(made.get("slow")).hasValue(1);
        }
    }

    private static CompletableFuture<Thing> inThread(java.util.function.Supplier<Thing> task) {
        CompletableFuture<Thing> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                done.complete(task.get());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    @Test
    void whereMakingFailsTheNextOneTries() {
        AtomicInteger tries = new AtomicInteger();
        try (SharedCache<String, Thing> cache = new SharedCache<>(
                2,
                key -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalArgumentException("on purpose");
                    }
                    return make(key);
                },
                thing -> true)) {
            assertThatThrownBy(() -> cache.acquire("a")).hasMessage("on purpose");
            assertThat(cache.acquire("a").holders()).isEqualTo(2);
            assertThat(tries).hasValue(2);
        }
    }

    @Test
    void whatIsClosedOrFullWhileOneIsBeingMadeDoesNotHoldOnToIt() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SharedCache<String, Thing> cache = new SharedCache<>(
                1,
                key -> {
                    if (key.equals("slow")) {
                        begun.countDown();
                        await(goOn);
                    }
                    return make(key);
                },
                thing -> true);
        CompletableFuture<Thing> slow = inThread(() -> cache.acquire("slow"));
        await(begun);
        Thing other = cache.acquire("other");
        cache.close();
        goOn.countDown();
        assertThat(slow.join().holders()).as("the caller alone").isEqualTo(1);
        assertThat(other.holders()).isEqualTo(1);
        assertThatThrownBy(() -> cache.acquire("other")).isInstanceOf(IllegalStateException.class);
        cache.close();
        assertThat(other.holders()).isEqualTo(1);
    }

    @Test
    void manyThreadsHoldWhatTheyHaveAndNothingIsLeft() {
        List<Thing> all = new java.util.concurrent.CopyOnWriteArrayList<>();
        CyclicBarrier together = new CyclicBarrier(4);
        try (SharedCache<String, Thing> cache = new SharedCache<>(
                3,
                key -> {
                    Thing thing = new Thing();
                    all.add(thing);
                    return thing;
                },
                thing -> true)) {
            List<CompletableFuture<Thing>> threads = IntStream.range(0, 4)
                    .mapToObj(seed -> inThread(() -> {
                        try {
                            together.await();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                        Thing last = cache.acquire("k0");
                        for (int i = 0; i < 2_000; i++) {
                            Thing next = cache.acquire("k" + (i * 7 + seed) % 5);
                            assertThat(next.holders()).isPositive();
                            last.release();
                            last = next;
                        }
                        last.release();
                        return last;
                    }))
                    .toList();
            threads.forEach(CompletableFuture::join);
        }
        assertThat(all).allSatisfy(thing -> assertThat(thing.holders()).isZero());
    }
}
