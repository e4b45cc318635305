package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.ProgressBar;
import dev.parley.error.Durations;
import dev.parley.fleet.Answer;
import dev.parley.fleet.FleetListener;
import dev.parley.fleet.Outcome;
import dev.parley.fleet.Outcome.State;
import dev.parley.fleet.Snapshot;
import dev.parley.fleet.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a run over a fleet goes: a line for each device, or a JSON object for each; on a terminal, where a bar shows how far it is,
 * only what somebody wants to see.
 */
final class FleetTeller implements FleetListener {
    private final Output output;
    private final List<String> steps;
    private final BiFunction<String, Integer, @Nullable String> files;
    private int findings;

    /**
     * @param steps what is done on each device
     * @param files where the result of a step on a device stands, or null if that is told with it
     */
    FleetTeller(Output output, List<String> steps, BiFunction<String, Integer, @Nullable String> files) {
        this.output = output;
        this.steps = steps;
        this.files = files;
    }

    /** On how many devices something is wrong that was looked for. */
    int findings() {
        return findings;
    }

    static Map<String, @Nullable Object> event(String name) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("event", name);
        facts.put("time", Instant.now());
        return facts;
    }

    @Override
    public void wave(int number, int of, int devices) {
        if (of == 1) {
            return;
        }
        Map<String, @Nullable Object> facts = event("wave");
        facts.put("wave", number);
        facts.put("waves", of);
        facts.put("devices", devices);
        output.happened(
                facts, output.paint().strong("Wave " + number + " of " + of) + ": " + FleetEnd.devices(devices));
    }

    @Override
    public void stops(Stop why) {
        Map<String, @Nullable Object> facts = event("stopping");
        facts.put("why", word(why));
        output.happened(
                facts,
                output.paint()
                        .warning(
                                switch (why) {
                                    case ASKED -> "Ending: what is under way may come to its end for a moment.";
                                    case FAILURES -> "Too much has failed: nothing further is begun.";
                                    case UNWRITABLE ->
                                        "What came of it cannot be written any more: nothing further is begun.";
                                }));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void ended(Outcome outcome) {
        boolean finding = outcome.answers().stream().anyMatch(ErrandJob::isFinding);
        findings += finding ? 1 : 0;
        if (output.style().json()) {
            output.happened(facts(outcome), results(outcome), "");
        } else if (!outcome.before()) {
            String text = line(outcome, finding) + texts(outcome);
            boolean seen = !output.console().terminal().err()
                    || outcome.state() != State.DONE
                    || finding
                    || text.contains("\n");
            if (seen) {
                output.happened(Map.of(), text);
            }
        }
    }

    private Map<String, @Nullable Object> facts(Outcome outcome) {
        Map<String, @Nullable Object> facts = event("result");
        facts.put("device", outcome.member().name());
        facts.put("state", word(outcome.state()));
        facts.put("before", outcome.before());
        facts.put("steps", outcome.steps());
        facts.put("step", outcome.step());
        facts.put("tookMs", outcome.took());
        Trouble trouble = outcome.trouble();
        facts.put("error", trouble == null ? null : facts(trouble));
        List<String> written = written(outcome);
        if (!written.isEmpty()) {
            facts.put("files", written);
        }
        return facts;
    }

    static Map<String, @Nullable Object> facts(Trouble trouble) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("code", trouble.code());
        facts.put("message", trouble.message());
        facts.put("advice", trouble.advice());
        facts.put("fate", word(trouble.fate()));
        return facts;
    }

    private List<String> written(Outcome outcome) {
        int first = first(outcome);
        return IntStream.range(0, outcome.answers().size())
                .filter(i -> outcome.answers().get(i).facts().get(ErrandJob.OUT) != null)
                .mapToObj(i -> files.apply(outcome.member().name(), first + i))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The step that the first of the answers is of. */
    private static int first(Outcome outcome) {
        long well = outcome.answers().stream()
                .filter(answer -> answer.trouble() == null)
                .count();
        return (int) Math.max(0, outcome.steps() - well);
    }

    /** What the commands said, as they said it: an object, or one for each step. */
    private String results(Outcome outcome) {
        List<String> said = outcome.answers().stream()
                .map(answer -> said(answer, ErrandJob.OUT))
                .filter(text -> !text.isEmpty())
                .toList();
        if (said.isEmpty() || !written(outcome).isEmpty()) {
            return "";
        }
        return steps.size() == 1 ? said.get(0) : said.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private static String said(Answer answer, String stream) {
        Object said = answer.facts().get(stream);
        return said == null ? "" : said.toString().strip();
    }

    private String line(Outcome outcome, boolean finding) {
        Paint paint = output.paint();
        String mark = switch (outcome.state()) {
            case DONE -> finding ? paint.warning("!") : paint.success("✓");
            case FAILED -> paint.error("✗");
            case UNKNOWN -> paint.error("?");
            case NOT_BEGUN -> paint.faint("–");
        };
        String step = outcome.step() == null ? steps.get(steps.size() - 1) : outcome.step();
        Trouble trouble = outcome.trouble();
        return mark + " " + paint.strong(Printable.line(outcome.member().name())) + "  " + step + "  "
                + paint.faint(Durations.text(outcome.took()))
                + (trouble == null ? "" : "  " + Printable.line(trouble.message()))
                + (outcome.state() == State.UNKNOWN ? paint.warning("  may have been made") : "");
    }

    /** What the commands printed for people; of what failed the line has said why. */
    private String texts(Outcome outcome) {
        if (!written(outcome).isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (Answer answer : outcome.answers()) {
            String err = answer.trouble() == null ? said(answer, ErrandJob.ERR) : "";
            for (String part : List.of(err, said(answer, ErrandJob.OUT))) {
                text.append(part.isEmpty() ? "" : "\n" + part);
            }
        }
        return text.toString();
    }

    /** How far it is, in one line. */
    static String progress(Snapshot at) {
        StringBuilder text = new StringBuilder(ProgressBar.text(at.settled(), at.devices()));
        if (at.waves() > 1) {
            text.append(", wave ").append(at.wave()).append(" of ").append(at.waves());
        }
        text.append(", ").append(at.running()).append(" at work");
        if (at.failed() > 0) {
            text.append(", ").append(at.failed()).append(" failed");
        }
        if (at.unknown() > 0) {
            text.append(", ").append(at.unknown()).append(" unknown");
        }
        at.left().ifPresent(left -> text.append(", ").append(rough(left)).append(" left"));
        return text.toString();
    }

    private static String rough(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        if (seconds < 100) {
            return seconds + " s";
        }
        return time.toMinutes() < 100
                ? time.toMinutes() + " min"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
