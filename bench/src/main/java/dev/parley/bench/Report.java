package dev.parley.bench;

import dev.parley.bench.client.Contender;
import dev.parley.bench.client.FloodCost;
import dev.parley.bench.client.IdleCost;
import dev.parley.bench.client.Measurement;
import dev.parley.bench.client.Scenario;
import dev.parley.bench.client.Subscriber;
import dev.parley.bench.client.Wire;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The results, as tables in Markdown and as JSON. */
final class Report {
    private final Machine machine;
    private final Wire wire;
    private final int chunk;
    private final Map<Scenario, Map<Contender, List<Measurement>>> rounds = new EnumMap<>(Scenario.class);
    private Map<Contender, IdleCost> idle = Map.of();
    private int idleSessions;
    private Map<Contender, Map<Subscriber, FloodCost>> floods = Map.of();
    private int floodRate;
    private int floodSeconds;

    Report(Machine machine, Wire wire, int chunk) {
        this.machine = machine;
        this.wire = wire;
        this.chunk = chunk;
    }

    void add(Scenario scenario, Map<Contender, List<Measurement>> measured) {
        rounds.put(scenario, measured);
    }

    void addIdle(int sessions, Map<Contender, IdleCost> measured) {
        idleSessions = sessions;
        idle = measured;
    }

    void addFlood(int perSecond, int seconds, Map<Contender, Map<Subscriber, FloodCost>> measured) {
        floodRate = perSecond;
        floodSeconds = seconds;
        floods = measured;
    }

    /** What all the figures are of. */
    String head() {
        return machine.processor() + "; " + machine.system() + "; " + machine.java() + "; TLS " + wire.tls() + "; "
                + (wire.chunked() ? "chunks of " + chunk + " bytes" : "end-of-message framing") + "\n";
    }

    /** The figures of one scenario, for one unit: medians of the rounds, and their ratios. */
    String table(Scenario scenario) {
        Map<Contender, List<Measurement>> measured = rounds.getOrDefault(scenario, Map.of());
        StringBuilder table = new StringBuilder("**" + scenario.unit() + "**\n\n");
        table.append("| client | CPU | × floor | × rival | wall | × floor | allocated |\n");
        table.append("|---|--:|--:|--:|--:|--:|--:|\n");
        measured.forEach((contender, taken) -> {
            List<Measurement> floor = contender.floor().map(measured::get).orElse(null);
            List<Measurement> other = measured.get(contender.rival());
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s |%n",
                    contender.label(),
                    time(Medians.of(taken, Report::cpu)),
                    ratio(taken, floor, Report::cpu),
                    ratio(taken, other, Report::cpu),
                    time(Medians.of(taken, Report::wall)) + rate(scenario, taken),
                    ratio(taken, floor, Report::wall),
                    bytes(Medians.of(taken, Report::allocated))));
        });
        return table.toString();
    }

    /** The figures of idle sessions, for one. */
    String idleTable() {
        StringBuilder table = new StringBuilder("**idle session, of " + idleSessions + "**\n\n");
        table.append(
                "| client | heap | resident | threads | a request to each | longest pause |\n|---|--:|--:|--:|--:|--:|\n");
        idle.forEach((contender, cost) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %s | %s |%n",
                contender.label(),
                bytes((double) cost.heapBytes()),
                bytes((double) cost.residentBytes()),
                cost.threads(),
                time((double) cost.askedNanos()),
                time((double) cost.longestPauseNanos()))));
        return table.toString();
    }

    /** Requests while notifications come, by who takes those. */
    String floodTable() {
        StringBuilder table = new StringBuilder("**RPC, one at a time, while " + floodRate
                + " notifications come in a second, for " + floodSeconds + " s**\n\n");
        table.append(
                "| client | subscriber | median | 99 of 100 | slowest | told | lost | last one behind | heap early | late |\n");
        table.append("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        floods.forEach((contender, costs) -> costs.forEach((subscriber, cost) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %d | %d | %s | %s | %s |%n",
                contender.label(),
                subscriber.label(),
                time((double) cost.medianNanos()),
                time((double) cost.slowNanos()),
                time((double) cost.slowestNanos()),
                cost.told(),
                cost.lost(),
                time((double) cost.behindNanos()),
                bytes((double) cost.earlyHeapBytes()),
                bytes((double) cost.lateHeapBytes())))));
        return table.toString();
    }

    private static double cpu(Measurement round) {
        return (double) round.cpuNanos() / round.units();
    }

    private static double wall(Measurement round) {
        return (double) round.wallNanos() / round.units();
    }

    private static double allocated(Measurement round) {
        return (double) round.allocatedBytes() / round.units();
    }

    private static String ratio(
            List<Measurement> taken, @Nullable List<Measurement> to, ToDoubleFunction<Measurement> figure) {
        return to == null ? "" : String.format(Locale.ROOT, "%.2f", Medians.ofRatios(taken, to, figure));
    }

    private static String rate(Scenario scenario, List<Measurement> taken) {
        return scenario.large()
                ? String.format(Locale.ROOT, " (%.0f MB/s)", scenario.bytes() * 1e3 / Medians.of(taken, Report::wall))
                : "";
    }

    private static String time(double nanos) {
        if (nanos >= 1e9) {
            return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
        }
        return nanos >= 1e6
                ? String.format(Locale.ROOT, "%.3g ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.3g µs", nanos / 1e3);
    }

    private static String bytes(double count) {
        if (count >= 1e9) {
            return String.format(Locale.ROOT, "%.2f GB", count / 1e9);
        }
        return count >= 1e6
                ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
                : String.format(Locale.ROOT, "%.1f KB", count / 1e3);
    }

    /** Writes every round. */
    void write(Path file) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("tls", wire.tls());
        all.put("framing", wire.chunked() ? "chunked" : "end-of-message");
        all.put("chunk", chunk);
        Map<String, Object> scenarios = new LinkedHashMap<>();
        rounds.forEach((scenario, measured) -> {
            Map<String, Object> byContender = new LinkedHashMap<>();
            measured.forEach((contender, taken) -> byContender.put(contender.label(), taken));
            scenarios.put(scenario.label(), byContender);
        });
        all.put("scenarios", scenarios);
        Map<String, Object> held = new LinkedHashMap<>();
        idle.forEach((contender, cost) -> held.put(contender.label(), cost));
        all.put("idle", Map.of("sessions", idleSessions, "each", held));
        Map<String, Object> flooded = new LinkedHashMap<>();
        floods.forEach((contender, costs) -> {
            Map<String, Object> bySubscriber = new LinkedHashMap<>();
            costs.forEach((subscriber, cost) -> bySubscriber.put(subscriber.label(), cost));
            flooded.put(contender.label(), bySubscriber);
        });
        all.put("flood", Map.of("perSecond", floodRate, "seconds", floodSeconds, "each", flooded));
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(file, all);
    }
}
