package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.NetconfException;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * After every fault there is, at once and on one client: once client and devices are closed, no thread of theirs runs, no
 * socket is open, and no buffer is missing. For tests that are alone in their JVM while they run.
 *
 * @param secured makes a device one of the kind that is looked at
 * @param reach how it is reached
 */
record AfterEveryFault(UnaryOperator<DeviceSimulator.Builder> secured, Function<DeviceSimulator, Device> reach) {
    private static final Timeouts LIMITS = Timeouts.DEFAULT
            .withOpening(Duration.ofSeconds(2))
            .withRpc(Duration.ofMillis(500))
            .withClose(Duration.ofMillis(300));
    private static final long PATIENCE_MILLIS = 20_000;

    /** When the client is closed. */
    enum Patience {
        WHEN_ALL_IS_OVER,
        IN_THE_MIDDLE
    }

    /** Looks for what is left. */
    void nothingIsLeftBehind() throws InterruptedException {
        suffer(List.of(List.of()), Patience.WHEN_ALL_IS_OVER);
        // what the JVM itself opens once, it has by now
        Map<String, Integer> before = openDescriptors();

        for (Patience patience : Patience.values()) {
            suffer(Faults.all(), patience);

            assertThat(openDescriptors()).as("descriptors, %s", patience).isEqualTo(before);
            assertThat(threadsThatStay()).as("threads, %s", patience).isEmpty();
        }
    }

    private void suffer(List<List<Fault>> faults, Patience patience) {
        try (DeviceFarm farm = DeviceFarm.open(1)) {
            List<CompletableFuture<Void>> talks;
            try (WatchedClient client = WatchedClient.create()) {
                talks = faults.stream()
                        .map(each -> farm.start(secured.apply(DeviceSimulator.builder())
                                .on("get-config", request -> Answer.generated(50_000))
                                .faults(FaultPlan.always(each.toArray(Fault[]::new)))))
                        .map(device -> talk(client, reach.apply(device).withTimeouts(LIMITS)))
                        .toList();
                if (patience == Patience.WHEN_ALL_IS_OVER) {
                    talks.forEach(CompletableFuture::join);
                }
            }
            // whoever was cut short by the client's end has heard of it
            talks.forEach(CompletableFuture::join);
        }
    }

    /** Opens a session, asks twice, and closes it, as far as the device lets it; fails only if something is not told. */
    private static CompletableFuture<Void> talk(WatchedClient client, Device device) {
        return client.openAsync(device)
                .thenCompose(session -> CompletableFuture.allOf(
                                session.sendAsync(Rpc.of("<get-config/>").as(TransportContract.counting())),
                                session.sendAsync(GetConfig.from(Datastore.RUNNING)))
                        .handle((answered, failure) -> failure)
                        .thenCompose(failure -> closed(session, failure)))
                .handle((nothing, failure) -> {
                    Throwable cause = failure == null ? null : failure.getCause();
                    if (failure != null && !(cause instanceof NetconfException)) {
                        throw new AssertionError("not a failure that is explained", failure);
                    }
                    return null;
                });
    }

    private static CompletableFuture<Void> closed(Session session, Throwable failure) {
        if (failure != null && !(failure.getCause() instanceof NetconfException)) {
            throw new AssertionError("not a failure that is explained", failure);
        }
        return session.closeAsync().thenAccept(traffic -> {});
    }

    /** What this process holds of the network, by kind. */
    private static Map<String, Integer> openDescriptors() {
        Map<String, Integer> kinds = new TreeMap<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                kindOf(descriptor)
                        .filter(kind -> !kind.startsWith("/"))
                        .ifPresent(kind -> kinds.merge(kind, 1, Integer::sum));
            }
            return kinds;
        } catch (IOException e) {
            throw new AssertionError("/proc/self/fd cannot be read", e);
        }
    }

    /** {@code socket}, {@code anon_inode}, {@code pipe} or the path of a file; empty for the one that lists the others. */
    private static Optional<String> kindOf(Path descriptor) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString().replaceFirst(":.*", ""));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The client's and the devices' threads that do not come to their end. */
    private static List<Thread> threadsThatStay() throws InterruptedException {
        List<Thread> ours = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parley-"))
                .toList();
        for (Thread thread : ours) {
            thread.join(PATIENCE_MILLIS);
        }
        return ours.stream().filter(Thread::isAlive).toList();
    }
}
