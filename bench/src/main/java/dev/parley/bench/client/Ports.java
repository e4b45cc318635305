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
 * @param ssh where SSH is spoken
 */
public record Ports(Target full, List<Target> resumed, Target ssh) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Ports of the loopback interface: the one for SSH, the one without resumption, then those with it. */
    public static Ports of(List<Integer> ports) {
        return new Ports(
                new Target(LOOPBACK, ports.get(1), false),
                ports.stream()
                        .skip(2)
                        .map(port -> new Target(LOOPBACK, port, true))
                        .toList(),
                new Target(LOOPBACK, ports.get(0), false));
    }

    /** The same for a client that speaks SSH and nothing else. */
    Ports overSsh() {
        return new Ports(ssh, List.of(), ssh);
    }

    /** Reads what {@link #toString} writes. */
    public static Ports parse(String text) {
        return of(Arrays.stream(text.split(",")).map(Integer::valueOf).toList());
    }

    @Override
    public String toString() {
        return ssh.port() + "," + full.port()
                + resumed.stream().map(each -> "," + each.port()).collect(Collectors.joining());
    }
}
