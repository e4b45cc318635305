package dev.parley.bench.client;

import dev.parley.bench.client.BenchClient.Connection;
import dev.parley.bench.client.BenchClient.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What the clients are asked to do. */
public enum Scenario {
    /** Sessions opened one after the other with a full handshake. */
    OPEN_FULL("session, full handshake, one at a time", 1_000),
    /** The same, 64 at once. */
    OPEN_FULL_64("session, full handshake, 64 at once", 1_024),
    /** Sessions opened one after the other with a resumed handshake. */
    OPEN_RESUMED("session, resumed, one at a time", 1_000),
    /** The same, 64 at once. */
    OPEN_RESUMED_64("session, resumed, 64 at once", 1_024),
    /** Requests on one session, each when the one before is answered. */
    RPC("RPC, one at a time", 20_000),
    /** Requests on one session, 64 of them unanswered. */
    PIPELINED("RPC, 64 in flight", 100_000),
    /** Replies of 50 MB. */
    LARGE_50("reply of 50 MB", 8),
    /** Replies of 200 MB. */
    LARGE_200("reply of 200 MB", 3);

    private static final int AT_ONCE = 64;
    private static final long MEGABYTE = 1_000_000;

    private final String unit;
    private final int units;

    Scenario(String unit, int units) {
        this.unit = unit;
        this.units = units;
    }

    /** What one unit of it is. */
    public String unit() {
        return unit;
    }

    /** As it is called on the command line: {@code open-full}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is about the size of replies. */
    public boolean large() {
        return this == LARGE_50 || this == LARGE_200;
    }

    /** How many bytes a unit carries, or 0 where that does not matter. */
    public long bytes() {
        return this == LARGE_50 ? 50 * MEGABYTE : this == LARGE_200 ? 200 * MEGABYTE : 0;
    }

    /** Whether a client can do it: SSH resumes nothing. */
    public boolean isFor(Contender contender) {
        return !contender.ssh() || (this != OPEN_RESUMED && this != OPEN_RESUMED_64);
    }

    /**
     * Fails if a round was not what it is called, as the peer has seen it.
     *
     * @param resumed how many sessions the peer resumed meanwhile
     */
    public void check(Contender contender, long units, long resumed) {
        long expected = (this == OPEN_RESUMED || this == OPEN_RESUMED_64) && !contender.openDaylight() ? units : 0;
        if (resumed != expected) {
            throw new IllegalStateException(contender.label() + " resumed " + resumed + " sessions in a round of "
                    + label() + ", not " + expected);
        }
    }

    /**
     * Makes a round of it ready.
     *
     * @param client who does it
     * @param ports of the peer
     * @param file where large replies may go
     */
    Round with(BenchClient client, Ports ports, Path file) {
        return switch (this) {
            case OPEN_FULL -> new Opens(client, List.of(ports.full()), 1);
            case OPEN_FULL_64 -> new Opens(client, List.of(ports.full()), AT_ONCE);
            case OPEN_RESUMED -> new Opens(client, ports.resumed().subList(0, 1), 1);
            case OPEN_RESUMED_64 -> new Opens(client, ports.resumed().subList(0, AT_ONCE), AT_ONCE);
            case RPC ->
                new Talk(client, ports, connection -> {
                    for (int i = 0; i < units; i++) {
                        connection.rpc();
                    }
                });
            case PIPELINED -> new Talk(client, ports, connection -> connection.pipelined(units, AT_ONCE));
            case LARGE_50, LARGE_200 -> new Fetch(client, ports, file);
        };
    }

    /** A number of units that are measured together. */
    abstract static class Round {
        /** Does them. */
        abstract void run();

        /** Does away with what they left, unmeasured. */
        abstract void tidy();
    }

    /** The units of a round. */
    int units() {
        return units;
    }

    private final class Opens extends Round {
        private final BenchClient client;
        private final List<Target> targets;
        private final int atOnce;
        private final List<Connection> opened = new ArrayList<>();

        Opens(BenchClient client, List<Target> targets, int atOnce) {
            this.client = client;
            this.targets = targets;
            this.atOnce = atOnce;
        }

        @Override
        void run() {
            for (int i = 0; i < units; i += atOnce) {
                if (atOnce == 1) {
                    opened.add(client.open(targets.get(0)));
                } else {
                    together();
                }
            }
        }

        private void together() {
            List<CompletableFuture<? extends Connection>> opening = new ArrayList<>(atOnce);
            for (int i = 0; i < atOnce; i++) {
                opening.add(client.openAsync(targets.get(i % targets.size())));
            }
            opening.forEach(each -> opened.add(each.join()));
        }

        @Override
        void tidy() {
            opened.forEach(Connection::close);
            opened.clear();
        }
    }

    /** Fetches large replies into files that are not there yet: what it costs to overwrite a file is no client's. */
    private final class Fetch extends Round {
        private final Connection connection;
        private final List<Path> files;

        Fetch(BenchClient client, Ports ports, Path file) {
            this.connection = client.open(ports.full());
            this.files = IntStream.range(0, units)
                    .mapToObj(i -> file.resolveSibling(i + "-" + file.getFileName()))
                    .toList();
        }

        @Override
        void run() {
            files.forEach(file -> connection.large(bytes(), file));
        }

        @Override
        void tidy() {
            for (Path file : files) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private interface Conversation {
        void on(Connection connection);
    }

    private static final class Talk extends Round {
        private final Connection connection;
        private final Conversation conversation;

        Talk(BenchClient client, Ports ports, Conversation conversation) {
            this.connection = client.open(ports.full());
            this.conversation = conversation;
        }

        @Override
        void run() {
            conversation.on(connection);
        }

        @Override
        void tidy() {
            // the session goes on
        }
    }
}
