package dev.parley.bench.client;

import dev.parley.bench.client.BenchClient.Connection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A JVM with one client in it. It does what it is told line by line on its standard input, and answers each line with
 * one on its standard output:
 *
 * <pre>
 *   prepare SCENARIO        ready
 *   warm SECONDS            warm
 *   round                   a {@link Measurement}
 *   idle SESSIONS           an {@link IdleCost}
 *   flood WHO RATE SECONDS  a {@link FloodCost}
 * </pre>
 *
 * It ends with its input. Arguments: the contender, the folder of the keys, the ports, the {@link Wire}, and a file that
 * it may write.
 */
public final class ClientProcess {
    private static final int AT_ONCE = 32;

    private final BenchClient client;
    private final Ports ports;
    private final Path file;
    private Scenario scenario = Scenario.RPC;
    private Scenario.Round round = new Scenario.Round() {
        @Override
        void run() {
            throw new IllegalStateException("no scenario was prepared");
        }

        @Override
        void tidy() {
            // nothing was done
        }
    };

    private ClientProcess(BenchClient client, Ports ports, Path file) {
        this.client = client;
        this.ports = ports;
        this.file = file;
    }

    /** Starts it. */
    public static void main(String... arguments) {
        Contender contender = Contender.valueOf(arguments[0]);
        BenchClient client = contender.create(Path.of(arguments[1]), Wire.parse(arguments[3]));
        try {
            Ports ports = Ports.parse(arguments[2]);
            new ClientProcess(client, contender.ssh() ? ports.overSsh() : ports, Path.of(arguments[4])).serve();
            System.exit(0);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void serve() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            Answer.say(
                    switch (words[0]) {
                        case "prepare" -> prepare(Scenario.valueOf(words[1]));
                        case "warm" -> warm(Long.parseLong(words[1]));
                        case "round" -> measured();
                        case "idle" -> idle(Integer.parseInt(words[1]));
                        case "flood" ->
                            client.flood(
                                    ports.full(),
                                    Subscriber.valueOf(words[1]),
                                    Integer.parseInt(words[2]),
                                    Integer.parseInt(words[3]));
                        default -> throw new IllegalArgumentException(order);
                    });
        }
    }

    private String prepare(Scenario wanted) {
        scenario = wanted;
        round = wanted.with(client, ports, file);
        return "ready";
    }

    private String warm(long seconds) {
        long until = System.nanoTime() + seconds * 1_000_000_000;
        do {
            round.run();
            round.tidy();
        } while (System.nanoTime() < until);
        return "warm";
    }

    private Measurement measured() {
        Meter meter = new Meter();
        round.run();
        Measurement taken = meter.read(scenario.units());
        round.tidy();
        return taken;
    }

    private IdleCost idle(int sessions) {
        List<Connection> warming = open(200);
        warming.forEach(Connection::close);
        IdleCost before = IdleCost.now();
        List<Connection> held = open(sessions);
        return IdleCost.now().less(before, sessions).asking(held);
    }

    private List<Connection> open(int count) {
        List<Connection> opened = new ArrayList<>(count);
        while (opened.size() < count) {
            List<CompletableFuture<? extends Connection>> opening = new ArrayList<>(AT_ONCE);
            for (int i = Math.min(AT_ONCE, count - opened.size()); i > 0; i--) {
                opening.add(client.openAsync(ports.full()));
            }
            opening.forEach(each -> opened.add(each.join()));
        }
        return opened;
    }
}
