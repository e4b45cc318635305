package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Prose;
import dev.parley.cli.terminal.Table;
import dev.parley.error.Durations;
import dev.parley.fleet.FleetListener.Stop;
import dev.parley.fleet.FleetSummary;
import dev.parley.fleet.Outcome;
import dev.parley.fleet.Outcome.State;
import dev.parley.fleet.Trouble;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run over a fleet came to, for people and for programs.
 *
 * @param summary how it stands with each device
 * @param findings on how many devices something is wrong that was looked for
 * @param lost devices on which something was done before whose result is not there
 * @param goOn the command that goes on with it, or null if there is no journal
 */
record FleetEnd(
        FleetSummary summary,
        int findings,
        List<String> lost,
        @Nullable String goOn) {
    private static final int SHOWN = 5;

    FleetEnd {
        lost = List.copyOf(lost);
    }

    /** {@code 1 device}, {@code 2,000 devices}. */
    static String devices(int number) {
        return String.format(Locale.ROOT, "%,d device%s", number, number == 1 ? "" : "s");
    }

    /** Devices that failed for the same reason. */
    private record Reason(State state, String step, String code, List<Outcome> outcomes) {
        Trouble first() {
            return Objects.requireNonNull(outcomes.get(0).trouble(), "there is no reason without trouble");
        }

        List<String> names() {
            return outcomes.stream().map(outcome -> outcome.member().name()).toList();
        }
    }

    private List<Reason> reasons() {
        Map<List<Object>, Reason> reasons = new LinkedHashMap<>();
        for (Outcome outcome : summary.outcomes()) {
            Trouble trouble = outcome.trouble();
            if (trouble == null || outcome.state() == State.DONE) {
                continue;
            }
            String step = outcome.step() == null ? "" : outcome.step();
            reasons.computeIfAbsent(
                            List.of(outcome.state(), step, trouble.code()),
                            key -> new Reason(outcome.state(), step, trouble.code(), new ArrayList<>()))
                    .outcomes()
                    .add(outcome);
        }
        return reasons.values().stream()
                .sorted(Comparator.comparingInt(
                                (Reason reason) -> reason.outcomes().size())
                        .reversed())
                .toList();
    }

    private List<String> unknown() {
        return summary.outcomes().stream()
                .filter(outcome -> outcome.state() == State.UNKNOWN)
                .map(outcome -> outcome.member().name())
                .toList();
    }

    /** Tells it; how the command ends is the result. */
    ExitCode tell(Output output) {
        String line = counts();
        Map<String, @Nullable Object> facts = facts();
        if (output.style().json()) {
            output.happened(facts, "");
        } else {
            Paint paint = output.errPaint();
            reasonLines(paint).forEach(output::note);
            advice(output, paint);
            output.note((summary.isDone() && findings == 0 && lost.isEmpty() ? paint.success("✓") : paint.error("✗"))
                    + " " + line);
            if (goOn != null && !summary.isDone()) {
                output.note("  " + paint.lead("→ " + goOn));
            }
        }
        ExitCode written = output.end();
        return written == ExitCode.OK ? exit() : written;
    }

    private String counts() {
        List<String> parts = new ArrayList<>();
        parts.add(summary.count(State.DONE) + " done");
        add(parts, findings, "with findings");
        add(parts, summary.count(State.FAILED), "failed");
        add(parts, summary.count(State.UNKNOWN), "unknown");
        add(parts, summary.count(State.NOT_BEGUN), "not begun");
        return devices(summary.outcomes().size()) + " in " + Durations.text(summary.took()) + ": "
                + String.join(", ", parts);
    }

    private static void add(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }

    private List<String> reasonLines(Paint paint) {
        List<Reason> reasons = reasons();
        if (reasons.isEmpty()) {
            return List.of();
        }
        Table table = Table.of(
                Table.numbers("DEVICES"),
                Table.words("STATE"),
                Table.words("STEP"),
                Table.words("WHY"),
                Table.words("WHICH"));
        reasons.forEach(reason -> table.row(
                Integer.toString(reason.outcomes().size()),
                FleetTeller.word(reason.state()),
                reason.step(),
                reason.code(),
                some(reason.names(), SHOWN)));
        return table.lines(paint);
    }

    private static String some(List<String> names, int most) {
        return String.join(", ", names.subList(0, Math.min(most, names.size())))
                + (names.size() > most ? ", … (" + (names.size() - most) + " more)" : "");
    }

    private void advice(Output output, Paint paint) {
        for (Reason reason : reasons()) {
            output.note(paint.name(reason.code()) + ": "
                    + Printable.line(reason.first().message()));
            String advice = reason.first().advice();
            if (advice != null) {
                output.note("  " + paint.lead("→ " + Printable.line(advice)));
            }
        }
        List<String> unknown = unknown();
        if (!unknown.isEmpty()) {
            note(
                    output,
                    paint.warning("unknown:"),
                    "a change had begun on " + String.join(", ", unknown)
                            + ", and nobody knows whether it was made. Look at "
                            + (unknown.size() == 1 ? "it" : "them")
                            + " before it is made again; --resume leaves it alone unless --repeat-unknown is given.");
        }
        if (!lost.isEmpty()) {
            note(
                    output,
                    paint.warning("results:"),
                    "those of " + some(lost, SHOWN)
                            + " are not there, because they could not be written when it was done,"
                            + " or somebody took them away. What is done is not done again for them: look at these devices"
                            + " with a command that only reads.");
        }
        if (summary.stop() == Stop.FAILURES && goOn != null) {
            note(
                    output,
                    paint.warning("stopped:"),
                    "too much of a wave has failed. --resume goes no further while that is so: try it again"
                            + " (--repeat-refused what was refused), or leave it behind with --stop-at never or a larger"
                            + " limit.");
        }
    }

    private static void note(Output output, String about, String text) {
        Prose.lines(about + " ", text, output.console().terminal().columns(), "  ")
                .forEach(output::note);
    }

    private Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = FleetTeller.event("ended");
        facts.put("devices", summary.outcomes().size());
        for (State state : State.values()) {
            facts.put(name(state), summary.count(state));
        }
        facts.put("findings", findings);
        facts.put("tookMs", summary.took());
        Stop stop = summary.stop();
        facts.put("stopped", stop == null ? null : FleetTeller.word(stop));
        facts.put("reasons", reasons().stream().map(FleetEnd::facts).toList());
        facts.put("unknownDevices", unknown());
        facts.put("lostResults", lost);
        facts.put("goOn", summary.isDone() ? null : goOn);
        facts.put("exit", exit().status());
        return facts;
    }

    private static String name(State state) {
        return state == State.NOT_BEGUN ? "notBegun" : FleetTeller.word(state);
    }

    private static Map<String, @Nullable Object> facts(Reason reason) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("state", FleetTeller.word(reason.state()));
        facts.put("step", reason.step());
        facts.putAll(FleetTeller.facts(reason.first()));
        facts.put("devices", reason.names());
        return facts;
    }

    /** What could not be written weighs most, then what is not known, then what is not done. */
    private ExitCode exit() {
        if (summary.stop() == Stop.ASKED) {
            return ExitCode.INTERRUPTED;
        }
        if (summary.stop() == Stop.UNWRITABLE) {
            return ExitCode.WRITE;
        }
        if (summary.count(State.UNKNOWN) > 0) {
            return ExitCode.UNKNOWN_FATE;
        }
        if (!summary.isDone() || !lost.isEmpty()) {
            return ExitCode.INCOMPLETE;
        }
        return findings > 0 ? ExitCode.FINDINGS : ExitCode.OK;
    }
}
