package dev.parley.bench.client;

import dev.parley.bench.client.BenchClient.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the peer listens.
 *
 * @param full where no session can be resumed
 * @param resumed where they can; several, because a ticket is good for one session only
 */
public record Ports(Target full, List<Target> resumed) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Ports of the loopback interface, the first without resumption. */
    public static Ports of(List<Integer> ports) {
        return new Ports(
                new Target(LOOPBACK, ports.get(0), false),
                ports.stream()
                        .skip(1)
                        .map(port -> new Target(LOOPBACK, port, true))
                        .toList());
    }

    /** Reads what {@link #toString} writes. */
    public static Ports parse(String text) {
        return of(Arrays.stream(text.split(",")).map(Integer::valueOf).toList());
    }

    @Override
    public String toString() {
        return full.port() + resumed.stream().map(each -> "," + each.port()).collect(Collectors.joining());
    }
}
