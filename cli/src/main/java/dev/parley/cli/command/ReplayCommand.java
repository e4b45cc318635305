package dev.parley.cli.command;

import dev.parley.capture.Cuts;
import dev.parley.capture.Outcome;
import dev.parley.capture.Party;
import dev.parley.capture.Recording;
import dev.parley.capture.Replay;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.cli.terminal.Table;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        header = "Have a recorded conversation again, without a device.",
        description = {
            "Takes what a device said in a recording of --record through parley's engine again, in the pieces in which it came,"
                    + " and tells what it makes of it: the hello, the replies, deviations, how it fails. Nothing is sent.",
            "Then it has it again in pieces of other sizes. If something else comes of that, it is said, and is a fault of"
                    + " parley."
        },
        footer = {
            "@|bold Examples|@",
            "  parley get-config pe1 --record pe1.jsonl",
            "  parley replay pe1.jsonl",
            "  parley replay pe1.jsonl --json | jq '.conversations[].failure'"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final List<Integer> SMALL_SIZES = List.of(1, 2, 3, 7);
    private static final List<Integer> LARGE_SIZES = List.of(1400, Integer.MAX_VALUE);

    /** So much in small pieces takes some seconds. */
    private static final long MOST_IN_SMALL_PIECES = 8 << 20;

    @Parameters(index = "0", paramLabel = "FILE", description = "A recording of --record.")
    private Path file;

    @Option(names = "--strict", description = "Take every deviation from the standard for an error.")
    private boolean strict;

    @Option(names = "--cut", paramLabel = "BYTES", description = "Only in pieces of so many bytes.")
    private @Nullable Integer cut;

    @Mixin
    private final CommonOptions common;

    ReplayCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        if (cut != null && cut < 1) {
            throw InputException.of(Reason.BAD_VALUE, "--cut is 1 or more, not " + cut);
        }
        Output output = common.output();
        List<Recording> recordings = Recording.readAll(file);
        if (recordings.isEmpty()) {
            throw InputException.of(Reason.BAD_VALUE, "there is no conversation in " + file);
        }
        List<Map<String, @Nullable Object>> facts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Recording recording : recordings) {
            Replay replay = strict ? Replay.of(recording).strict() : Replay.of(recording);
            Outcome outcome = replay.play(cut == null ? Cuts.recorded() : Cuts.every(cut));
            List<Integer> different = cut == null ? different(replay, outcome, recording, output) : List.of();
            facts.add(facts(recording, outcome, different));
            tell(recording, outcome, output);
            problem(recording, outcome, different).ifPresent(problems::add);
        }
        output.fact("conversations", facts);
        if (problems.isEmpty()) {
            return output.succeed().status();
        }
        problems.subList(1, problems.size()).forEach(problem -> output.warning(problem.message()));
        return output.fail(problems.get(0)).status();
    }

    /** The sizes of pieces in which something else comes of it. */
    private static List<Integer> different(Replay replay, Outcome expected, Recording recording, Output output) {
        long bytes = recording.steps().stream()
                .mapToLong(step -> step instanceof Recording.Said said && said.from() == Party.DEVICE
                        ? said.bytes().remaining()
                        : 0)
                .sum();
        List<Integer> sizes = new ArrayList<>(LARGE_SIZES);
        if (bytes <= MOST_IN_SMALL_PIECES) {
            sizes.addAll(0, SMALL_SIZES);
        } else {
            output.note("pieces of " + SMALL_SIZES + " bytes were left out, because the device said " + (bytes >> 20)
                    + " MB: --cut has it again in such");
        }
        AtomicInteger now = new AtomicInteger();
        try (StatusLine status = StatusLine.show(
                output.console(),
                output.errPaint(),
                () -> recording.device() + ": again in pieces of "
                        + (now.get() == Integer.MAX_VALUE ? "any size" : now.get() + " bytes"))) {
            output.giveWayTo(status);
            return sizes.stream()
                    .filter(size -> {
                        now.set(size);
                        return !replay.play(Cuts.every(size)).sameAs(expected);
                    })
                    .toList();
        } finally {
            output.giveWayTo(null);
        }
    }

    private static Optional<Problem> problem(Recording recording, Outcome outcome, List<Integer> different) {
        if (!different.isEmpty()) {
            return Optional.of(Problem.internal(new IllegalStateException("the conversation with " + recording.device()
                    + " comes to something else in pieces of " + different + " bytes")));
        }
        return outcome.failure()
                .map(why -> new Problem(
                        outcome.hello().isPresent() ? ExitCode.UNKNOWN_FATE : ExitCode.HELLO,
                        "replay-failed",
                        why,
                        null,
                        new IllegalStateException(why)));
    }

    private static void tell(Recording recording, Outcome outcome, Output output) {
        output.line(output.paint().name(Printable.line(recording.device())) + "  "
                + output.paint().faint(recording.began() + (recording.redacted() ? ", without secrets" : "")));
        outcome.hello()
                .ifPresent(hello -> output.line("hello: session " + hello.sessionId() + ", "
                        + hello.capabilities().size() + " capabilities, " + word(hello.framing())));
        if (!outcome.answers().isEmpty()) {
            Table table = Table.of(
                    Table.numbers("ID"), Table.words("OPERATION"), Table.words("RESULT"), Table.words("DETAIL"));
            for (Outcome.Answer answer : outcome.answers()) {
                table.row(Long.toString(answer.id()), answer.operation(), word(answer.kind()), answer.detail());
            }
            table.lines(output.paint()).forEach(output::line);
        }
        if (outcome.notifications() > 0) {
            output.line(outcome.notifications() + " notifications");
        }
        outcome.deviations().forEach(deviation -> output.line("deviation: " + Printable.line(deviation)));
        outcome.remarks().forEach(remark -> output.warning(Printable.line(remark)));
    }

    private static Map<String, @Nullable Object> facts(Recording recording, Outcome outcome, List<Integer> different) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("device", recording.device());
        facts.put("began", recording.began());
        facts.put("redacted", recording.redacted());
        facts.put("sessionId", outcome.hello().map(Outcome.Hello::sessionId).orElse(null));
        facts.put("framing", outcome.hello().map(hello -> word(hello.framing())).orElse(null));
        facts.put(
                "capabilities", outcome.hello().map(Outcome.Hello::capabilities).orElse(null));
        facts.put(
                "answers",
                outcome.answers().stream()
                        .map(answer -> Map.of(
                                "id",
                                answer.id(),
                                "operation",
                                answer.operation(),
                                "result",
                                word(answer.kind()),
                                "detail",
                                answer.detail()))
                        .toList());
        facts.put("notifications", outcome.notifications());
        facts.put("deviations", outcome.deviations());
        facts.put("failure", outcome.failure().orElse(null));
        facts.put("remarks", outcome.remarks());
        facts.put("differentInPiecesOf", different);
        return facts;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
