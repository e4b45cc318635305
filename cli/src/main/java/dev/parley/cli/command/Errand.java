package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.report.Recorder;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.Terminal;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.NetconfException;
import dev.parley.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * One of parley's own commands, which is carried out on sessions that others opened. What it prints is caught, so that the
 * words of several devices do not mix.
 *
 * @param words its name, options and arguments; none for nothing to do
 * @param console what is at the other ends of the streams on which it is shown
 * @param style how it says what it has to say
 */
record Errand(List<String> words, Console console, Style style) {
    private static final String DEVICE = "{device}";

    Errand {
        words = List.copyOf(words);
    }

    /**
     * What came of it.
     *
     * @param exit how it ended
     * @param out what it said as its result
     * @param err what it said besides
     */
    record Outcome(ExitCode exit, String out, String err) {}

    /**
     * Looks at it while there is no session yet.
     *
     * @throws InputException if it is no command that works on a session, or its arguments cannot be used
     */
    static Errand of(List<String> words, CommonOptions common) {
        Errand errand = new Errand(words, common.console(), common.style());
        if (!words.isEmpty()) {
            ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
            DeviceCommand command = errand.parsed("device", errand.caught(nowhere, nowhere));
            if (command.device.saysHow()) {
                throw new InputException(
                        Reason.BAD_VALUE,
                        "the device that calls is there already, so " + words.get(0)
                                + " takes no option that says how to reach one",
                        "give such options in front of --",
                        null);
            }
        }
        return errand;
    }

    /** Refuses what would have no effect: others opened the session, and others tell what came of it. */
    private static void refuseUnheard(CommandLine command) {
        String name = command.getCommandSpec().name();
        given(command, Talk.class).ifPresent(option -> {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "-- " + name + " takes no " + option + ", because the session is there already",
                    "-v, --capture and --record in front of -- are for all sessions",
                    null);
        });
        given(command, CommonOptions.class).ifPresent(option -> {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "-- " + name + " takes no " + option + ", because it is listen that tells what came of it",
                    "give " + option + " in front of --",
                    null);
        });
    }

    /** The first option of such a group that is given. */
    private static Optional<String> given(CommandLine command, Class<?> group) {
        return command.getCommandSpec().mixins().values().stream()
                .filter(mixin -> group.isInstance(mixin.userObject()))
                .flatMap(mixin -> mixin.options().stream())
                .map(OptionSpec::longestName)
                .filter(command.getParseResult()::hasMatchedOption)
                .findFirst();
    }

    /** Whether there is nothing to do. */
    boolean isNothing() {
        return words.isEmpty();
    }

    /** What it is called. */
    String name() {
        return words.isEmpty() ? "" : words.get(0);
    }

    /** Carries it out. */
    Outcome on(Session session) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console caught = caught(out, err);
        Output output = new Output(caught, style);
        output.fact("device", session.device().name());
        ExitCode exit;
        try {
            DeviceCommand command = parsed(session.device().name(), caught);
            command.with(session, new Recorder(session.device().name()), output);
            exit = command.end(output);
        } catch (NetconfException e) {
            exit = output.fail(Problem.of(e));
        } catch (RuntimeException e) {
            exit = output.fail(Problem.internal(e));
        }
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A console that keeps what is said. It is made for a terminal if it will be shown on one; programs get one line. */
    private Console caught(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        Terminal shown = console.terminal();
        return new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                style.json() ? Terminal.NONE : new Terminal(false, shown.out(), false, shown.columns()),
                console.environment());
    }

    /** The command with its options, for a device of that name. */
    private DeviceCommand parsed(String device, Console console) {
        DeviceCommand command = Commands.onDevice(name(), console)
                .orElseThrow(() -> new InputException(
                        Reason.BAD_VALUE,
                        "\"" + name() + "\" is no command that works on a session",
                        "such as -- get-config --output backup/{device}.xml; parley --help lists them",
                        null));
        List<String> args = new ArrayList<>();
        args.add(device);
        // a name must not lead out of the folder that is meant
        String safe = device.replaceAll("[/\\\\\\p{Cntrl}]", "_").replaceFirst("^\\.", "_");
        words.subList(1, words.size()).forEach(word -> args.add(word.replace(DEVICE, safe)));
        CommandLine line = new CommandLine(command);
        try {
            line.parseArgs(args.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "-- " + name() + ": " + e.getMessage(),
                    "parley " + name() + " --help shows how it is meant; leave the device out",
                    e);
        }
        refuseUnheard(line);
        return command;
    }
}
