package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attempts at many sessions at once: so many are under way, and the others have their turn and their whole time. */
@Timeout(60)
class OpeningsAtOnceTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static WatchedClient clientOpening(int most) {
        return WatchedClient.with(builder -> builder.openingsAtOnce(most));
    }

    private static List<CompletableFuture<Session>> open(WatchedClient client, Device device, int count) {
        return IntStream.range(0, count).mapToObj(i -> client.openAsync(device)).toList();
    }

    @Test
    void neverMoreThanThatAreUnderWayAndAllHaveTheirTurn() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        try (WatchedClient client =
                        WatchedClient.with(builder -> builder.openingsAtOnce(3).listener((session, event) -> {
                            if (event instanceof SessionEvent.Opening) {
                                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            } else if (event instanceof SessionEvent.Established) {
                                now.decrementAndGet();
                            }
                        }));
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    three.countDown();
                    three.await();
                    line.base11().serve();
                })) {
            List<CompletableFuture<Session>> all = open(client, device.device(), 40);

            assertThat(all).allSatisfy(each -> assertThat(each.join().isOpen()).isTrue());
            assertThat(most).hasValue(3);
        }
    }

    @Test
    void theTimeLimitsCountFromTheTurn() {
        Duration limit = Duration.ofMillis(400);
        try (WatchedClient client = clientOpening(1);
                ScriptedDevice silent = ScriptedDevice.tcp(line -> line.silence())) {
            Device device = silent.device().withTimeouts(Timeouts.DEFAULT.withOpening(limit));

            List<CompletableFuture<Session>> all = open(client, device, 4);

            assertThat(all)
                    .allSatisfy(each -> assertThatThrownBy(each::get)
                            .isInstanceOf(ExecutionException.class)
                            .cause()
                            .isInstanceOfSatisfying(OpenException.class, failure -> {
                                assertThat(failure.reason()).isEqualTo(Reason.HELLO_TIMEOUT);
                                assertThat(failure.elapsed()).isGreaterThanOrEqualTo(limit);
                            }));
            // each had a connection of its own, so each had its turn
            assertThat(silent.lines()).hasSize(4);
        }
    }

    @Test
    void whoIsCancelledBeforeItsTurnMakesNoConnectionAndIsToldOfToNobody() throws InterruptedException {
        Semaphore connected = new Semaphore(0);
        CountDownLatch answer = new CountDownLatch(1);
        try (WatchedClient client = clientOpening(1);
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    connected.release();
                    answer.await();
                    line.base11().serve();
                })) {
            CompletableFuture<Session> first = client.openAsync(device.device());
            SessionFuture second = client.netconf().attempt(device.device());
            CompletableFuture<Session> third = client.openAsync(device.device());
            assertThat(connected.tryAcquire(30, TimeUnit.SECONDS)).isTrue();

            assertThat(second.cancel(false)).isTrue();
            second.gone().join();
            answer.countDown();

            assertThat(Stream.of(first, third))
                    .allSatisfy(each -> assertThat(each.join().isOpen()).isTrue());
            assertThat(device.lines()).hasSize(2);
            assertThat(client.recorder().events(SessionEvent.Opening.class)).hasSize(2);
            assertThat(client.recorder().events(SessionEvent.OpenFailed.class)).isEmpty();
        }
    }

    @Test
    void theRoomOfWhoIsCancelledInTheMiddleGoesToTheNext() throws InterruptedException {
        Semaphore connected = new Semaphore(0);
        try (WatchedClient client = clientOpening(1);
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    connected.release();
                    line.silence();
                })) {
            CompletableFuture<Session> first = client.openAsync(device.device());
            CompletableFuture<Session> second = client.openAsync(device.device());
            assertThat(connected.tryAcquire(30, TimeUnit.SECONDS)).isTrue();

            first.cancel(false);

            assertThat(connected.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            second.cancel(false);
        }
    }

    // thousands that cannot even begin end one after the other, and not one within the other
    @Test
    void thoseThatWaitWhenTheClientIsClosedAreToldSo() {
        WatchedClient client = clientOpening(1);
        List<CompletableFuture<Session>> all;
        try (ScriptedDevice silent = ScriptedDevice.tcp(line -> line.silence())) {
            all = open(client, silent.device(), 20_000);
            client.close();
        }

        assertThat(all)
                .allSatisfy(each -> assertThatThrownBy(each::get)
                        .cause()
                        .isInstanceOfSatisfying(
                                OpenException.class,
                                failure -> assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CLOSED)));
        assertThat(client.recorder().events(SessionEvent.Opening.class)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void atLeastOneMayBeOpened() {
        assertThatThrownBy(() -> NetconfClient.builder().openingsAtOnce(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0");
    }
}
