package dev.parley.bench;

import dev.parley.bench.client.Contender;
import dev.parley.bench.client.FloodCost;
import dev.parley.bench.client.IdleCost;
import dev.parley.bench.client.Measurement;
import dev.parley.bench.client.Scenario;
import dev.parley.bench.client.Subscriber;
import dev.parley.bench.client.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures Parley beside other clients, against one peer, in turns. Each client has a JVM of its own for each scenario. It
 * is warmed up, then the clients take their rounds one after the other, so that whatever else the machine does falls on
 * all of them. What counts is the processor time of the client's process without its compiler threads; the peer's does
 * not.
 */
@Command(
        name = "parley-bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Measures Parley beside OpenDaylight's netconf-client, and over TLS beside bare TLS.")
public final class Bench implements Callable<Integer> {
    @Option(
            names = {"-s", "--scenario"},
            split = ",",
            converter = Labels.OfScenario.class,
            description = "What to measure (default: everything): ${COMPLETION-CANDIDATES}",
            completionCandidates = Labels.OfScenarios.class)
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Option(
            names = {"-c", "--contender"},
            split = ",",
            converter = Labels.OfContender.class,
            description = "Whom to measure (default: everybody who is not watched): ${COMPLETION-CANDIDATES}",
            completionCandidates = Labels.OfContenders.class)
    private List<Contender> contenders = Stream.of(Contender.values())
            .filter(contender -> !contender.watched())
            .toList();

    @Option(
            names = "--idle",
            negatable = true,
            fallbackValue = "true",
            defaultValue = "true",
            description = "Measure idle sessions, their memory and a request to each (default: ${DEFAULT-VALUE})")
    private boolean idle;

    @Option(names = "--idle-sessions", description = "How many idle sessions (default: ${DEFAULT-VALUE})")
    private int idleSessions = 10_000;

    @Option(
            names = "--flood",
            negatable = true,
            fallbackValue = "true",
            defaultValue = "true",
            description = "Measure requests while notifications come (default: ${DEFAULT-VALUE})")
    private boolean flood;

    @Option(names = "--flood-rate", description = "Notifications in a second (default: ${DEFAULT-VALUE})")
    private int floodRate = 10_000;

    @Option(names = "--flood-seconds", description = "Seconds with each subscriber (default: ${DEFAULT-VALUE})")
    private int floodSeconds = 20;

    @Option(names = "--rounds", description = "Rounds of each client in each scenario (default: ${DEFAULT-VALUE})")
    private int rounds = 7;

    @Option(names = "--warm-up", description = "Seconds of warming up for each client (default: ${DEFAULT-VALUE})")
    private int warmUp = 15;

    @Option(names = "--java", description = "Home of the JDK that the clients run on (default: the one running this)")
    private Path java = Path.of(System.getProperty("java.home"));

    @Option(names = "--tls", description = "Version of TLS, 1.3 or 1.2 (default: ${DEFAULT-VALUE})")
    private String tls = "1.3";

    @Option(
            names = "--ssh-key-exchange",
            description = "The only key exchange over SSH, such as curve25519-sha256 (default: ${DEFAULT-VALUE})")
    private String sshKeyExchange = Wire.ANY;

    @Option(names = "--end-of-message", description = "Frame by the end mark of base 1.0 rather than in chunks")
    private boolean endOfMessage;

    @Option(names = "--chunk", description = "Bytes in a chunk of a large reply (default: ${DEFAULT-VALUE})")
    private int chunk = 65_536;

    @Option(names = "--jvm", description = "A further option for the clients' JVMs; may be repeated")
    private List<String> jvm = List.of();

    @Option(names = "--json", description = "File for the results, every round of them")
    private @Nullable Path json;

    private Bench() {}

    /** Runs it. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() {
        Machine machine = Machine.of(java);
        Wire wire = new Wire(tls, !endOfMessage, sshKeyExchange);
        Report report = new Report(machine, wire, chunk);
        System.out.println(report.head());
        List<Contender> able = contenders.stream()
                .filter(each -> each.isAvailable(machine.javaFeature()))
                .toList();
        try (Stage stage = Stage.set(java, jvm, wire, chunk)) {
            for (Scenario scenario : scenarios) {
                report.add(
                        scenario,
                        measure(
                                stage,
                                scenario,
                                able.stream().filter(scenario::isFor).toList()));
                System.out.println(report.table(scenario));
            }
            if (idle) {
                report.addIdle(idleSessions, measureIdle(stage, able));
                System.out.println(report.idleTable());
            }
            if (flood) {
                report.addFlood(floodRate, floodSeconds, measureFlood(stage, able));
                System.out.println(report.floodTable());
            }
        }
        if (json != null) {
            report.write(json);
        }
        return 0;
    }

    private Map<Contender, List<Measurement>> measure(Stage stage, Scenario scenario, List<Contender> able) {
        Map<Contender, List<Measurement>> taken = new EnumMap<>(Contender.class);
        Map<Contender, ChildJvm> clients = new EnumMap<>(Contender.class);
        try {
            for (Contender contender : able) {
                ChildJvm client = stage.client(contender, scenario.large());
                clients.put(contender, client);
                client.tell("prepare " + scenario.name());
                client.tell("warm " + warmUp);
            }
            for (int i = 0; i < rounds; i++) {
                clients.forEach((contender, client) -> {
                    long resumedBefore = stage.resumed();
                    Measurement round = Measurement.parse(client.tell("round"));
                    scenario.check(contender, round.units(), stage.resumed() - resumedBefore);
                    taken.computeIfAbsent(contender, each -> new ArrayList<>()).add(round);
                });
            }
        } finally {
            clients.values().forEach(ChildJvm::close);
        }
        return taken;
    }

    private Map<Contender, IdleCost> measureIdle(Stage stage, List<Contender> able) {
        Map<Contender, IdleCost> taken = new EnumMap<>(Contender.class);
        for (Contender contender : able) {
            try (ChildJvm client = stage.client(contender, false)) {
                taken.put(contender, IdleCost.parse(client.tell("idle " + idleSessions)));
            }
        }
        return taken;
    }

    private Map<Contender, Map<Subscriber, FloodCost>> measureFlood(Stage stage, List<Contender> able) {
        Map<Contender, Map<Subscriber, FloodCost>> taken = new EnumMap<>(Contender.class);
        for (Contender contender : able.stream().filter(Contender::parley).toList()) {
            Map<Subscriber, FloodCost> costs = new EnumMap<>(Subscriber.class);
            try (ChildJvm client = stage.client(contender, false)) {
                client.tell(floodOrder(Subscriber.FAST, warmUp));
                for (Subscriber subscriber : Subscriber.values()) {
                    costs.put(subscriber, FloodCost.parse(client.tell(floodOrder(subscriber, floodSeconds))));
                }
            }
            taken.put(contender, costs);
        }
        return taken;
    }

    private String floodOrder(Subscriber subscriber, int seconds) {
        return "flood " + subscriber.name() + " " + floodRate + " " + seconds;
    }
}
