package dev.parley.cli.report;

import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Prose;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.cli.terminal.Waterfall;
import dev.parley.cli.terminal.XmlPrinter;
import dev.parley.error.FileTrouble;
import dev.parley.error.RpcError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command says. For people, results go to standard output as they come, and all else to standard error. For
 * programs, every fact is kept and one JSON object is written at the end, whether the command succeeded or not.
 */
public final class Output {
    /** The room of {@code error:} and the space behind it. */
    private static final String MARGIN = " ".repeat(7);

    private final Console console;
    private final Style style;
    private final Paint outPaint;
    private final Paint errPaint;
    private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    private final List<Object> warnings = new ArrayList<>();
    private volatile @Nullable StatusLine status;
    private @Nullable Problem failed;
    private boolean published;
    private volatile boolean recorded;

    /** What a command says to that console in that style. */
    public Output(Console console, Style style) {
        this.console = console;
        this.style = style;
        this.outPaint = console.paintOut(style.color());
        this.errPaint = console.paintErr(style.color());
    }

    /** Where it is said. */
    public Console console() {
        return console;
    }

    /** In which style. */
    public Style style() {
        return style;
    }

    /** The colours of results. */
    public Paint paint() {
        return outPaint;
    }

    /** The colours of messages. */
    public Paint errPaint() {
        return errPaint;
    }

    /** The status line that must give way when something is printed, or null. */
    public void giveWayTo(@Nullable StatusLine line) {
        status = line;
    }

    private void aside(Runnable print) {
        StatusLine line = status;
        if (line == null) {
            print.run();
        } else {
            line.aside(print);
        }
    }

    /** Asks somebody something, without a status line in the way. */
    public <T> T asking(Supplier<T> question) {
        StatusLine line = status;
        if (line == null) {
            return question.get();
        }
        line.pause();
        try {
            return question.get();
        } finally {
            line.resume();
        }
    }

    /** A fact for programs. */
    public void fact(String name, @Nullable Object value) {
        facts.put(name, value);
    }

    /** A line of the result, for people. */
    public void line(String text) {
        if (!style.json()) {
            aside(() -> {
                console.out().println(text);
                console.out().flush();
            });
        }
    }

    /**
     * XML that is the result, for people.
     *
     * @param indent whether it is made readable, or null for where somebody reads it: on a terminal
     */
    public void xml(String xml, @Nullable Boolean indent) {
        if (style.json()) {
            return;
        }
        boolean terminal = console.terminal().out();
        boolean indented = indent == null ? terminal : indent;
        XmlPrinter printer = new XmlPrinter(indented, outPaint, terminal);
        aside(() -> {
            printer.print(xml, console.out());
            console.out().println();
            console.out().flush();
        });
    }

    /** One of several results, for programs: a JSON object on a line of its own, at once. */
    public void record(Map<String, ?> facts) {
        if (style.json()) {
            recorded = true;
            aside(() -> {
                Json.write(facts, console.out(), false);
                console.out().flush();
            });
        }
    }

    /** What went wrong, if that was said. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(failed);
    }

    /** Whether nobody reads the results any more, or they cannot be written. */
    public boolean isBroken() {
        return console.out().failure().isPresent();
    }

    /** Something beside the result, for people. */
    public void note(String text) {
        if (!style.json()) {
            aside(() -> paragraph("", text, "  "));
        }
    }

    /** Something that was asked for beside the result, in whatever form that is. */
    public void trace(String text) {
        aside(() -> console.err().println(text));
    }

    /** Something to take care of. */
    public void warning(String text) {
        warnings.add(text);
        remark(Printable.line(text));
    }

    private void remark(String text) {
        note(errPaint.warning("warning:") + " " + text);
    }

    /** A paragraph of a message: between words on a terminal, as one line elsewhere. */
    private void paragraph(String first, String text, String next) {
        if (console.terminal().err()) {
            Prose.lines(first, text, console.terminal().columns(), next).forEach(console.err()::println);
        } else {
            console.err().println(first + text);
        }
    }

    /** What the device remarked beside a success. */
    public void warnings(List<RpcError> remarks) {
        for (RpcError remark : remarks) {
            warnings.add(Problem.facts(remark));
            remark(Printable.line(remark.toString()));
        }
    }

    /** The timeline: a chart for people, steps for programs. */
    public void timeline(Waterfall waterfall) {
        fact("timeline", Recorder.facts(waterfall));
        note("");
        waterfall.lines(errPaint, console.terminal().columns()).forEach(this::note);
    }

    /** Tells programs the facts so far, for a command that goes on until it is ended. */
    public void publish() {
        if (style.json()) {
            Json.write(facts, console.out(), console.terminal().out());
            console.out().flush();
            published = true;
        }
    }

    /** Something that happened in a command that goes on: a line for people, an object of its own for programs. */
    public synchronized void happened(Map<String, ?> facts, String line) {
        happened(facts, "", line);
    }

    /**
     * The same with a result that is there already, in the form that is asked for.
     *
     * @param result an object in JSON, or empty for none; it becomes the field {@code result}
     */
    public synchronized void happened(Map<String, ?> facts, String result, String line) {
        published = true;
        if (style.json()) {
            ByteArrayOutputStream object = new ByteArrayOutputStream();
            Json.write(facts, object, false);
            String text = object.toString(StandardCharsets.UTF_8).stripTrailing();
            String whole = result.isBlank()
                    ? text
                    : text.substring(0, text.length() - 1) + ",\"result\":" + result.strip() + "}";
            aside(() -> {
                console.out().println(whole);
                console.out().flush();
            });
        } else {
            line(line.stripTrailing());
        }
    }

    /**
     * What was done besides: a fact of the result, or an event of a command that told its facts before.
     *
     * @param name what the fact or event is called
     */
    public synchronized void besides(String name, Map<String, @Nullable Object> about) {
        if (published) {
            Map<String, @Nullable Object> event = new LinkedHashMap<>();
            event.put("event", name);
            event.putAll(about);
            record(event);
        } else {
            fact(name, about);
        }
    }

    /** The end of a command that told everything as it happened. */
    public ExitCode end() {
        return finish(ExitCode.OK);
    }

    /** All went well. */
    public ExitCode succeed() {
        return finish(ExitCode.OK);
    }

    /** Something went wrong. */
    public ExitCode fail(Problem problem) {
        failed = problem;
        if (style.json()) {
            facts.put("error", problem.facts());
        } else {
            aside(() -> {
                console.out().flush();
                print(problem);
            });
        }
        if (problem.exit() == ExitCode.INTERNAL && style.stackTraces()) {
            problem.cause().printStackTrace(console.err());
        }
        return finish(problem.exit());
    }

    private void print(Problem problem) {
        paragraph(errPaint.error("error:") + " ", Printable.text(problem.message()), MARGIN);
        for (String more : problem.more()) {
            paragraph(MARGIN, Printable.text(more), MARGIN);
        }
        if (problem.advice() != null) {
            paragraph("  ", errPaint.lead("→ " + Printable.text(problem.advice())), "    ");
        }
    }

    private ExitCode finish(ExitCode exit) {
        if (style.json() && !(published && exit == ExitCode.OK)) {
            if (!warnings.isEmpty()) {
                facts.put("warnings", warnings);
            }
            // behind others on a line each this one has a line, too
            Json.write(facts, console.out(), console.terminal().out() && !recorded);
        }
        console.out().flush();
        return console.out().failure().map(this::unwritten).orElse(exit);
    }

    private ExitCode unwritten(IOException failure) {
        String why = FileTrouble.words(failure);
        if (why.contains("Broken pipe")) {
            return ExitCode.BROKEN_PIPE;
        }
        console.err().println(errPaint.error("error:") + " standard output could not be written: " + why);
        return ExitCode.WRITE;
    }
}
