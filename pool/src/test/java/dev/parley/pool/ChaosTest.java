package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.RpcError;
import dev.parley.event.SessionKey;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Commit;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;
import dev.parley.operation.Rpc;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.SessionInfo;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many who work with few sessions at once and leave them in any state, while devices refuse, fall silent, drop connections and do
 * not take new ones, and those who wait give up: then nothing is left of anything, and nobody ever got what another had left.
 *
 * <p>It lasts for {@code chaos.seconds}: {@code ./mvnw -pl pool -am test -Dtest=ChaosTest -Dchaos.seconds=60}.
 */
class ChaosTest {
    private static final int DEVICES = 5;
    private static final int WORKERS = 16;
    /** In how many turns of somebody who works a device is set upon. */
    private static final int TURNS = 4;

    private static final int PER_DEVICE = 2;
    private static final int TOTAL = 6;
    private static final Duration SECONDS = Duration.ofSeconds(Long.getLong("chaos.seconds", 2));

    /** Those on which something was left that cannot be taken back. */
    private final Set<SessionKey> spoiled = ConcurrentHashMap.newKeySet();

    private final AtomicLong lent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<DeviceSimulator> simulators = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void nothingIsLeftOfAnything() throws Exception {
        PoolSettings settings = PoolSettings.DEFAULT
                .withSessions(PER_DEVICE, TOTAL)
                .withLifetime(Duration.ofMillis(200), Duration.ofSeconds(1))
                .withValidation(Duration.ofMillis(20), GetConfig.from(Datastore.RUNNING), Duration.ofMillis(300))
                .withCleaning(Duration.ofMillis(200))
                .withDrain(Duration.ofSeconds(5));
        try (Lab lab = Lab.with(settings)) {
            for (int i = 0; i < DEVICES; i++) {
                AtomicReference<DeviceSimulator> itself = new AtomicReference<>();
                DeviceSimulator simulator = lab.simulate(builder -> capricious(builder, itself));
                itself.set(simulator);
                simulators.add(simulator);
                devices.add(Lab.at(simulator)
                        .withTimeouts(Timeouts.of(Duration.ofMillis(500)).withClose(Duration.ofMillis(300))));
            }
            // the same place, and nothing in common with it
            devices.add(devices.get(0).withName("alias"));

            long end = System.nanoTime() + SECONDS.toNanos();
            ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
            try {
                List<CompletableFuture<Void>> all = new ArrayList<>();
                for (int i = 0; i < WORKERS; i++) {
                    all.add(CompletableFuture.runAsync(() -> work(lab, end), workers));
                }
                CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                        .join();
            } finally {
                workers.shutdownNow();
            }
            simulators.forEach(simulator -> simulator.suffer(FaultPlan.none()));
            lab.settle();
            assertThat(lab.total().waiting()).isZero();
            lab.heard()
                    .await(
                            "the same sessions on both sides",
                            () -> simulators.stream()
                                            .mapToInt(each -> each.sessions().size())
                                            .sum()
                                    == lab.client().openSessions());
            assertThat(simulators).allSatisfy(simulator -> {
                assertThat(simulator.sessions()).hasSizeLessThanOrEqualTo(PER_DEVICE);
                assertThat(simulator.datastores().isCommitPending()).isFalse();
            });
            // and it is of use to those who come now
            for (Device device : devices) {
                lab.pool().use(device, session -> session.send(GetConfig.from(Datastore.RUNNING)));
            }
        }
        assertThat(lent).hasPositiveValue();
        assertThat(refused).hasPositiveValue();
    }

    /** A device that takes things back as it likes: it does it, says no, or says nothing. */
    private static DeviceSimulator.Builder capricious(
            DeviceSimulator.Builder device, AtomicReference<DeviceSimulator> itself) {
        return device.on(
                        "unlock",
                        request -> asItLikes(() -> {
                            var target = request.operation()
                                    .children()
                                    .get(0)
                                    .children()
                                    .get(0);
                            itself.get()
                                    .datastores()
                                    .unlock(
                                            request.sessionId(),
                                            dev.parley.simulator.datastore.Datastore.valueOf(
                                                    target.localName().toUpperCase(java.util.Locale.ROOT)));
                        }))
                .on(
                        "discard-changes",
                        request -> asItLikes(() -> itself.get().datastores().discard(request.sessionId())))
                .on("urn:example:vendor", "get-nothing", request -> Answer.nothing())
                .on("urn:example:vendor", "open", request -> Answer.ok())
                .on(
                        "urn:example:vendor",
                        "get-slowly",
                        request -> Answer.later(CompletableFuture.supplyAsync(
                                Answer::ok,
                                CompletableFuture.delayedExecutor(
                                        ThreadLocalRandom.current().nextInt(30), TimeUnit.MILLISECONDS))));
    }

    private static Answer asItLikes(Runnable operation) {
        return switch (ThreadLocalRandom.current().nextInt(8)) {
            case 0 -> Answer.nothing();
            case 1 -> Answer.refused(no());
            default -> {
                operation.run();
                yield Answer.ok();
            }
        };
    }

    private void sabotage(Random chance) {
        DeviceSimulator simulator = simulators.get(chance.nextInt(simulators.size()));
        switch (chance.nextInt(4)) {
            case 0 -> {
                List<SessionInfo> open = simulator.sessions();
                if (!open.isEmpty()) {
                    Ending ending = chance.nextBoolean() ? Ending.RESET : Ending.CLOSE;
                    simulator.end(open.get(chance.nextInt(open.size())).id(), ending);
                }
            }
            case 1 -> simulator.suffer(FaultPlan.onConnection(1, new Break(Moment.Phase.ACCEPTED, Ending.RESET)));
            case 2 ->
                simulator.suffer(FaultPlan.onConnection(1, new Break(Moment.Phase.HELLO_SENT, Ending.SILENCE))
                        .andOnConnection(2, new Break(new Moment.AfterReply(2), Ending.SILENCE)));
            default -> simulator.suffer(FaultPlan.onConnection(2, new Break(new Moment.InReply(1, 20), Ending.FIN)));
        }
    }

    private void work(Lab lab, long end) {
        Random chance = new Random();
        CompletableFuture<?> errand = CompletableFuture.completedFuture(null);
        while (System.nanoTime() < end) {
            if (chance.nextInt(TURNS) == 0) {
                sabotage(chance);
            }
            Device device = devices.get(chance.nextInt(devices.size()));
            Duration patience = Duration.ofMillis(1 + chance.nextInt(400));
            CompletableFuture<?> before = errand;
            try {
                switch (chance.nextInt(6)) {
                    case 0, 1 -> {
                        try (PooledSession session = lab.pool().borrow(device, patience)) {
                            leaveSomething(session, chance);
                        }
                    }
                    case 2 -> {
                        CompletableFuture<PooledSession> session = lab.pool().borrowAsync(device, patience);
                        if (!session.cancel(true)) {
                            session.join().close();
                        }
                    }
                    case 3 -> errand = lab.pool().useAsync(device, session -> session.sendAsync(slow()));
                    case 4 -> {
                        Thread.currentThread().interrupt();
                        try (PooledSession session = lab.pool().borrow(device, patience)) {
                            leaveSomething(session, chance);
                        } finally {
                            Thread.interrupted();
                        }
                    }
                    default ->
                        lab.pool().use(device, session -> {
                            leaveSomething(session, chance);
                            throw new IOException("the disk is full");
                        });
                }
            } catch (NetconfException | CompletionException | CancellationException | IOException e) {
                refused.incrementAndGet();
            }
            // however far it has come in this turn
            before.cancel(true);
        }
        errand.cancel(true);
    }

    private static Rpc slow() {
        return Rpc.of("<get-slowly xmlns='urn:example:vendor'/>");
    }

    private void leaveSomething(PooledSession session, Random chance) {
        lent.incrementAndGet();
        assertThat(spoiled).as("what was left on sessions that are lent again").doesNotContain(session.key());
        DeviceSimulator simulator = simulators.get(devices.indexOf(session.device()) % DEVICES);
        for (var datastore : dev.parley.simulator.datastore.Datastore.values()) {
            assertThat(simulator.datastores().lockHolder(datastore).orElse(0L))
                    .as("who has the lock on " + datastore)
                    .isNotEqualTo(session.id());
        }
        for (int steps = chance.nextInt(4); steps >= 0; steps--) {
            step(session, chance);
        }
    }

    private void step(PooledSession session, Random chance) {
        try {
            switch (chance.nextInt(10)) {
                case 0 -> session.send(new Lock(Datastore.RUNNING));
                case 1 -> session.send(new Lock(Datastore.CANDIDATE));
                case 2 ->
                    session.send(EditConfig.of(Datastore.CANDIDATE, "<a xmlns='urn:a'>" + chance.nextInt() + "</a>"));
                case 3 ->
                    spoil(
                            session,
                            Commit.withConfirmation(Duration.ofMinutes(1)).within(Duration.ofSeconds(1)));
                case 4 -> {
                    session.sendAsync(Rpc.of("<get-nothing xmlns='urn:example:vendor'/>"));
                    spoiled.add(session.key());
                }
                case 5 ->
                    spoil(session, Rpc.of("<open xmlns='urn:example:vendor'/>").within(Duration.ofSeconds(1)));
                case 6 -> session.send(slow().within(Duration.ofMillis(1)));
                case 7 ->
                    session.sendAsync(Get.all().within(Duration.ofSeconds(1))).join();
                case 8 -> session.send(Get.all().as(ReplyBody.string()).within(Duration.ofSeconds(1)));
                default -> {
                    if (chance.nextInt(10) == 0) {
                        session.subscribe(CreateSubscription.now());
                        spoiled.add(session.key());
                    }
                }
            }
        } catch (NetconfException e) {
            if (e.fate() == Fate.UNKNOWN) {
                spoiled.add(session.key());
            }
            throw e;
        }
    }

    private void spoil(PooledSession session, Request<?> request) {
        session.send(request);
        spoiled.add(session.key());
    }

    /** What a device says that does not want to. */
    private static RpcError no() {
        return RpcError.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "not today");
    }
}
