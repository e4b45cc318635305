package dev.parley.bench;

import dev.parley.bench.client.ClientProcess;
import dev.parley.bench.client.Contender;
import dev.parley.bench.client.Ports;
import dev.parley.bench.client.Wire;
import dev.parley.bench.peer.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The peer in a JVM of its own, and what it takes to start clients that talk to it. */
final class Stage implements AutoCloseable {
    /** The same for all: what a service of some size might be given. */
    private static final String HEAP = "-Xmx1g";

    /** For large replies, which are not to be held in memory. */
    private static final String SMALL_HEAP = "-Xmx64m";

    /** What OpenDaylight's client needs for them, with room to spare. */
    private static final String LARGE_HEAP = "-Xmx3g";

    private final Path java;
    private final List<String> options;
    private final Wire wire;
    private final Path folder;
    private final ChildJvm peer;
    private final Ports ports;

    private Stage(Path java, List<String> options, Wire wire, Path folder, ChildJvm peer) {
        this.java = java;
        this.options = options;
        this.wire = wire;
        this.folder = folder;
        this.peer = peer;
        this.ports = Ports.parse(peer.hear());
    }

    /** Makes keys and starts the peer. */
    static Stage set(Path java, List<String> options, Wire wire, int chunk) {
        try {
            Path folder = Files.createTempDirectory("parley-bench");
            Keys.writeTo(folder);
            ChildJvm peer = ChildJvm.start(
                    "the peer",
                    java,
                    List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"),
                    Peer.class,
                    List.of(folder.toString(), wire.toString(), String.valueOf(chunk)));
            return new Stage(java, options, wire, folder, peer);
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the keys", e);
        }
    }

    /** Starts a client. */
    ChildJvm client(Contender contender, boolean largeReplies) {
        List<String> all = new ArrayList<>(List.of(
                largeReplies ? contender.openDaylight() ? LARGE_HEAP : SMALL_HEAP : HEAP,
                "--enable-native-access=ALL-UNNAMED",
                // a compiler thread that ends takes the time that it used with it
                "-XX:-UseDynamicNumberOfCompilerThreads"));
        all.addAll(options);
        Path file = folder.resolve(contender.label() + ".xml");
        return ChildJvm.start(
                contender.label(),
                java,
                all,
                ClientProcess.class,
                List.of(contender.name(), folder.toString(), ports.toString(), wire.toString(), file.toString()));
    }

    /** How many sessions the peer has resumed so far. */
    long resumed() {
        return Arrays.stream(peer.tell("").split(" "))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        peer.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
