package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.ProgressBar;
import dev.parley.error.Durations;
import dev.parley.error.FileTrouble;
import dev.parley.fleet.Answer;
import dev.parley.fleet.FleetListener;
import dev.parley.fleet.FleetSummary;
import dev.parley.fleet.Outcome;
import dev.parley.fleet.Outcome.State;
import dev.parley.fleet.Snapshot;
import dev.parley.fleet.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final @Nullable FleetResults results;
    private final List<String> lost = new ArrayList<>();
    private int findings;

    /**
     * @param steps what is done on each device
     * @param results where what came of it is kept, or null if it is told
     */
    FleetTeller(Output output, List<String> steps, @Nullable FleetResults results) {
        this.output = output;
        this.steps = steps;
        this.results = results;
    }

    /** On how many devices something is wrong that was looked for. */
    int findings() {
        return findings;
    }

    /** Those with whom something was done before of which no result is there. */
    List<String> lost() {
        return List.copyOf(lost);
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
        look(outcome);
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

    /** Sees to it that the files are there that are to be, and no others. */
    private void look(Outcome outcome) {
        FleetResults kept = results;
        if (kept == null) {
            return;
        }
        String device = outcome.member().name();
        if (IntStream.range(0, first(outcome)).anyMatch(step -> Files.notExists(kept.file(device, step)))) {
            lost.add(device);
        }
        if (!outcome.before()) {
            removeStale(kept, outcome);
        }
    }

    private void removeStale(FleetResults kept, Outcome outcome) {
        try {
            kept.removeStale(outcome);
        } catch (IOException e) {
            output.warning("a result of an earlier run cannot be taken away: " + FileTrouble.words(e));
        }
    }

    /** It is over, and these were left out. */
    void over(FleetSummary summary) {
        FleetResults kept = results;
        if (kept != null) {
            summary.outcomes().stream()
                    .filter(outcome -> outcome.state() == State.NOT_BEGUN)
                    .forEach(outcome -> removeStale(kept, outcome));
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
        FleetResults kept = results;
        if (kept == null) {
            return List.of();
        }
        int first = first(outcome);
        return IntStream.range(0, outcome.answers().size())
                .filter(i -> FleetResults.isSaid(outcome.answers().get(i)))
                .mapToObj(i -> kept.file(outcome.member().name(), first + i).toString())
                .toList();
    }

    /** The step that the first of the answers is of. */
    private static int first(Outcome outcome) {
        long well = outcome.answers().stream()
                .filter(answer -> answer.trouble() == null)
                .count();
        return (int) Math.max(0, outcome.steps() - (isMade(outcome) ? well - 1 : well));
    }

    /** Whether a change was made, and only the journal does not say so. */
    private static boolean isMade(Outcome outcome) {
        List<Answer> answers = outcome.answers();
        Trouble trouble = outcome.trouble();
        return outcome.state() == State.UNKNOWN
                && !answers.isEmpty()
                && answers.get(answers.size() - 1).trouble() == null
                && trouble != null
                && !trouble.code().equals("cancelled");
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
                + (outcome.state() == State.UNKNOWN ? paint.warning("  " + made(outcome)) : "");
    }

    private static String made(Outcome outcome) {
        return isMade(outcome) ? "the device says it is done, and the journal does not" : "may have been made";
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
