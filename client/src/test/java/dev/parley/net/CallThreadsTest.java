package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.device.Caller;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallThreadsTest {
    private static final Caller SOMEBODY = new Caller(
            InetSocketAddress.createUnresolved("pe1", 1), List.of("dns:pe1.example"), List.of(), Optional.empty());

    private final CallThreads threads = new CallThreads();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void end() {
        release.countDown();
        threads.close();
    }

    /** All those at work hang, and are left; as many others are there for who calls next. */
    @Test
    void threadsThatHangInTheInventoryAreMadeUpFor() throws InterruptedException {
        List<CallThreads.Place> hanging = hang(CallThreads.MOST_AT_WORK);
        assertThat(threads.hanging()).isZero();

        hanging.forEach(CallThreads.Place::leave);

        assertThat(threads.hanging()).isEqualTo(CallThreads.MOST_AT_WORK);
        hang(CallThreads.MOST_AT_WORK);
    }

    /** As TLS needs it: it holds a lock meanwhile that closing the connection takes. */
    @Test
    void whoeverWaitsForAnInventoryThatHangsIsLetGoWhenTheCallIsOver() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Optional<Device>> answer = new CompletableFuture<>();
        CallThreads.Place place = threads.place();
        Inventory inventory = place.asking(caller -> {
            asked.countDown();
            awaitWhateverComes(release);
            return Optional.of(Device.calling("too late"));
        });
        place.execute(() -> answer.complete(inventory.find(SOMEBODY)));
        asked.await();
        assertThat(place.heldUp())
                .hasValueSatisfying(why -> assertThat(why.what()).contains("the inventory"));

        place.leave();
        place.leave();

        assertThat(answer.get()).isEmpty();
        assertThat(place.heldUp()).isEmpty();
        assertThat(threads.hanging()).isEqualTo(1);
        release.countDown();
        // until the thread, which nobody waits for, is back
        while (threads.hanging() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theInventoryIsNotAskedForACallThatIsOver() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        CompletableFuture<Optional<Device>> answer = new CompletableFuture<>();
        CallThreads.Place gone = threads.place();
        Inventory inventory = gone.asking(caller -> {
            asked.add("for a call that is over");
            return Optional.of(Device.calling("anybody"));
        });

        gone.leave();
        gone.execute(() -> answer.complete(inventory.find(SOMEBODY)));

        assertThat(answer.get()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void anInventoryThatIsAskedWhenTheCallIsOverIsInterrupted() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CallThreads.Place place = threads.place();
        Inventory inventory = place.asking(caller -> {
            asked.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Optional.empty();
        });
        place.execute(() -> inventory.find(SOMEBODY));
        asked.await();

        place.leave();

        interrupted.await();
    }

    @Test
    void whatTheInventoryThrowsIsThrown() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CallThreads.Place place = threads.place();
        Inventory inventory = place.asking(caller -> {
            throw new IllegalStateException("the database is gone");
        });
        place.execute(() -> thrown.complete(catchThrowable(() -> inventory.find(SOMEBODY))));

        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessage("the database is gone");
    }

    /** So many callers, for each of which the inventory hangs. */
    private List<CallThreads.Place> hang(int count) throws InterruptedException {
        List<CallThreads.Place> places = new ArrayList<>();
        CountDownLatch inside = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            CallThreads.Place place = threads.place();
            places.add(place);
            Inventory inventory = place.asking(caller -> {
                inside.countDown();
                awaitWhateverComes(release);
                return Optional.empty();
            });
            place.execute(() -> inventory.find(SOMEBODY));
        }
        inside.await();
        return places;
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // it hangs, whatever comes
            }
        }
    }
}
