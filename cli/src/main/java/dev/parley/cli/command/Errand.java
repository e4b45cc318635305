package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.report.Recorder;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.Terminal;
import dev.parley.device.Device;
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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * One of parley's own commands, which is carried out on sessions that others opened, or on devices that others described. What it
 * prints is caught, so that the words of several devices do not mix.
 *
 * @param words its name, options and arguments; none for nothing to do
 * @param on for whom it is carried out
 */
record Errand(List<String> words, Household on) {
    private static final String DEVICE = "{device}";

    Errand {
        words = List.copyOf(words);
    }

    /**
     * For whom an errand is carried out.
     *
     * @param name the command that has it carried out
     * @param console what is at the other ends of the streams on which it is shown
     * @param style how it says what it has to say
     * @param input what stands at its standard input
     * @param files what stands for a device in the names of files
     */
    record Household(
            String name, Console console, Style style, Supplier<InputStream> input, UnaryOperator<String> files) {
        /** That of a command with nothing at its standard input. */
        static Household of(String name, CommonOptions common) {
            return new Household(
                    name, common.console(), common.style(), InputStream::nullInputStream, Household::harmless);
        }

        /** A name must not lead out of the folder that is meant. */
        private static String harmless(String device) {
            return device.replaceAll("[/\\\\\\p{Cntrl}]", "_").replaceFirst("^[.-]", "_");
        }
    }

    /**
     * What came of it.
     *
     * @param exit how it ended
     * @param out what it said as its result
     * @param err what it said besides
     * @param problem why it did not end well, or null
     */
    record Outcome(
            ExitCode exit, String out, String err, @Nullable Problem problem) {}

    /**
     * Looks at it while there is no session yet.
     *
     * @throws InputException if it is no command that works on a session, or its arguments cannot be used
     */
    static Errand of(List<String> words, CommonOptions common) {
        Errand errand = new Errand(words, Household.of("listen", common));
        if (!words.isEmpty()) {
            errand.refuseHow(errand.onSession("device", errand.nowhere()).device);
        }
        return errand;
    }

    /**
     * Looks at it while there is no device yet.
     *
     * @param sample the name of one of the devices
     * @throws InputException if it is no command that works on a device, or its arguments cannot be used
     */
    static Errand of(List<String> words, Household household, String sample) {
        Errand errand = new Errand(words, household);
        Object command = errand.parsed(sample, errand.nowhere());
        if (command instanceof DeviceCommand onSession) {
            errand.refuseHow(onSession.device);
            onSession.prepare(new Output(errand.nowhere(), household.style()));
        } else {
            ((WholeVisit) command).check();
        }
        return errand;
    }

    /** Nobody says here how a device is reached. */
    private void refuseHow(DeviceOptions device) {
        if (device.saysHow()) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    (on.name().equals("listen")
                                    ? "the device that calls is there already"
                                    : "the inventory has the devices")
                            + ", so " + words.get(0) + " takes no option that says how to reach one",
                    "give such options in front of --",
                    null);
        }
    }

    /** Whether it works on a session. */
    boolean isOnSession() {
        return parsed("device", nowhere()) instanceof DeviceCommand;
    }

    /** Whether it may change something on a device. */
    boolean changes() {
        return parsed("device", nowhere()) instanceof DeviceCommand command && command.changes();
    }

    /** Refuses what would have no effect: others opened the session, and others tell what came of it. */
    private void refuseUnheard(CommandLine command) {
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
                    "-- " + name + " takes no " + option + ", because it is " + on.name()
                            + " that tells what came of it",
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

    /** Carries it out on a session. */
    Outcome on(Session session) {
        String device = session.device().name();
        return carryOut(device, (console, output) -> {
            DeviceCommand command = onSession(device, console);
            command.with(session, new Recorder(device), output);
            return command.end(output);
        });
    }

    /** Carries it out on a device, with connections of its own. */
    Outcome on(Device device) {
        return carryOut(
                device.name(), (console, output) -> ((WholeVisit) parsed(device.name(), console)).on(device, output));
    }

    @FunctionalInterface
    private interface Carrying {
        ExitCode out(Console console, Output output);
    }

    private Outcome carryOut(String device, Carrying carrying) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console caught = caught(out, err);
        Output output = new Output(caught, on.style());
        output.fact("device", device);
        ExitCode exit;
        try {
            exit = carrying.out(caught, output);
        } catch (NetconfException e) {
            exit = output.fail(Problem.of(e));
        } catch (RuntimeException e) {
            exit = output.fail(Problem.internal(e));
        }
        return new Outcome(
                exit,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                output.problem().orElse(null));
    }

    private Console nowhere() {
        ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
        return caught(nowhere, nowhere);
    }

    /** A console that keeps what is said. It is made for a terminal if it will be shown on one; programs get one line. */
    private Console caught(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        Terminal shown = on.console().terminal();
        return new Console(
                on.input().get(),
                StandardOutput.to(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                on.style().json() ? Terminal.NONE : new Terminal(false, shown.out(), false, shown.columns()),
                on.console().environment());
    }

    private DeviceCommand onSession(String device, Console console) {
        if (parsed(device, console) instanceof DeviceCommand command) {
            return command;
        }
        throw noCommand();
    }

    private InputException noCommand() {
        return new InputException(
                Reason.BAD_VALUE,
                "\"" + name() + "\" is no command that works on a session",
                "such as -- get-config --output backup/{device}.xml; parley --help lists them",
                null);
    }

    /** What stands behind the name of the command where it is for a device of that name. */
    List<String> argumentsFor(String device) {
        return words.stream().skip(1).map(word -> named(word, device)).toList();
    }

    /** A word that is another one for each device, as it is for that one; null if it is the same for all. */
    @Nullable
    String own(String word, String device) {
        return word.contains(DEVICE) ? named(word, device) : null;
    }

    private String named(String word, String device) {
        return word.replace(DEVICE, on.files().apply(device));
    }

    /** The command with its options, for a device of that name. */
    private Object parsed(String device, Console console) {
        Object command = Commands.onDevice(name(), console).orElseThrow(this::noCommand);
        List<String> args = new ArrayList<>();
        // whatever it is called, it is not taken for an option
        args.add(device.startsWith("-") ? on.files().apply(device) : device);
        args.addAll(argumentsFor(device));
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
