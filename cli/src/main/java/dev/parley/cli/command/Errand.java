package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.report.Recorder;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.ColorMode;
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
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * One of parley's own commands, which is carried out on sessions that others opened. What it prints is caught, so that the
 * words of several devices do not mix.
 *
 * @param words its name, options and arguments; none for nothing to do
 * @param json whether it answers to programs
 * @param environment the environment variables
 */
record Errand(List<String> words, boolean json, Map<String, String> environment) {
    private static final String DEVICE = "{device}";

    Errand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
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
        Errand errand =
                new Errand(words, common.style().json(), common.console().environment());
        if (!words.isEmpty()) {
            DeviceCommand command = errand.parsed("device", caught(new ByteArrayOutputStream(), Map.of()));
            if (command.device.saysHow()) {
                throw new InputException(
                        Reason.BAD_VALUE,
                        "the device that calls is there already, so " + words.get(0)
                                + " takes no option that says how to" + " reach one",
                        "give such options in front of --",
                        null);
            }
        }
        return errand;
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
        PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(
                InputStream.nullInputStream(), StandardOutput.to(out), messages, Terminal.NONE, environment);
        Output output = new Output(console, new Style(json, ColorMode.AUTO, false));
        output.fact("device", session.device().name());
        ExitCode exit;
        try {
            parsed(session.device().name(), console)
                    .with(session, new Recorder(session.device().name()), output);
            exit = output.succeed();
        } catch (NetconfException e) {
            exit = output.fail(Problem.of(e));
        }
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Console caught(ByteArrayOutputStream all, Map<String, String> environment) {
        return new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(all),
                new PrintStream(all, true, StandardCharsets.UTF_8),
                Terminal.NONE,
                environment);
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
        try {
            new CommandLine(command).parseArgs(args.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "-- " + name() + ": " + e.getMessage(),
                    "parley " + name() + " --help shows how it is meant; leave the device out",
                    e);
        }
        return command;
    }
}
