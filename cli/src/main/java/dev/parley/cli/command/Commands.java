package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.ColorMode;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.Paint;
import dev.parley.error.NetconfException;
import dev.parley.inventory.Suggestion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands on one console, and what becomes of whatever goes wrong in one of them. */
public final class Commands {
    private static final int WIDEST_HELP = 110;
    /** Picocli refuses less, whatever the terminal has. */
    private static final int NARROWEST_HELP = 55;

    /**
     * The commands under the headings of the help. Setting one up costs more than most of them take to run, so those that
     * are not asked for are left out.
     */
    private static final List<Entry> ENTRIES = List.of(
            new Entry("Try it", "demo", DemoCommand::new),
            new Entry("Try it", "simulate", SimulateCommand::new),
            new Entry("Read", "hello", HelloCommand::new),
            new Entry("Read", "get", GetCommand::new),
            new Entry("Read", "get-config", GetConfigCommand::new),
            new Entry("Read", "watch", WatchCommand::new),
            new Entry("Read", "schemas", SchemasCommand::new),
            new Entry("Read", "sessions", SessionsCommand::new),
            new Entry("Look into", "doctor", DoctorCommand::new),
            new Entry("Look into", "audit", AuditCommand::new),
            new Entry("Change", "edit-config", EditConfigCommand::new),
            new Entry("Change", "copy-config", CopyConfigCommand::new),
            new Entry("Change", "delete-config", DeleteConfigCommand::new),
            new Entry("Change", "validate", ValidateCommand::new),
            new Entry("Change", "commit", CommitCommand::new),
            new Entry("Change", "cancel-commit", CancelCommitCommand::new),
            new Entry("Change", "discard", DiscardCommand::new),
            new Entry("Many devices", "fleet", FleetCommand::new),
            new Entry("Devices that call", "listen", ListenCommand::new),
            new Entry("Anything else", "rpc", RpcCommand::new),
            new Entry("Anything else", "kill-session", KillSessionCommand::new),
            new Entry("Anything else", "replay", ReplayCommand::new),
            new Entry("Parley itself", CompletionCommand.NAME, CompletionCommand::new),
            new Entry("Parley itself", ManCommand.NAME, ManCommand::new));

    /** Commands below another one, which has arguments of its own. */
    private static final List<Part> PARTS = List.of(
            new Part("doctor", "analyze", AnalyzeCommand::new), new Part("fleet", "backup", BackupCommand::new));

    /** Those that speak of all the others. */
    private static final Set<String> ABOUT_ALL = Set.of(CompletionCommand.NAME, ManCommand.NAME);

    private final Console console;
    private final CommandLine root = new CommandLine(new ParleyCommand());

    /** A command, and how it is made. */
    private record Entry(String heading, String name, Function<Console, Object> make) {}

    /** A command below another one, and how it is made. */
    private record Part(String above, String name, Function<Console, Object> make) {}

    private Commands(Console console) {
        this.console = console;
    }

    /** The commands on a console. */
    public static Commands on(Console console) {
        return new Commands(console);
    }

    /** A command that works on a device, by its name: a {@link DeviceCommand} or a {@link WholeVisit}. */
    static Optional<Object> onDevice(String name, Console console) {
        return ENTRIES.stream()
                .filter(entry -> entry.name().equals(name))
                .map(entry -> entry.make().apply(console))
                .filter(command -> command instanceof DeviceCommand || command instanceof WholeVisit)
                .findFirst();
    }

    /** What the commands are called. */
    static Stream<String> names() {
        return ENTRIES.stream().map(Entry::name);
    }

    /** Every command, and those below them. */
    static Stream<CommandSpec> all(Console console) {
        Commands commands = new Commands(console);
        commands.add("", "");
        return commands.root.getSubcommands().values().stream()
                .flatMap(command -> Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
                .map(CommandLine::getCommandSpec);
    }

    /** Sets up the command that is asked for, or all if it is none of them. */
    private void add(String asked, String below) {
        boolean alone = ParleyCommand.VERSION.contains(asked)
                || (!ABOUT_ALL.contains(asked)
                        && ENTRIES.stream().anyMatch(entry -> entry.name().equals(asked)));
        Map<String, List<String>> headings = new LinkedHashMap<>();
        for (Entry entry : ENTRIES) {
            if (!alone || entry.name().equals(asked)) {
                root.addSubcommand(entry.name(), command(entry, below));
                headings.computeIfAbsent(entry.heading(), heading -> new ArrayList<>())
                        .add(entry.name());
            }
        }
        HelpSections.install(root, headings);
    }

    /**
     * A command with those below it. If one of those is asked for, the command above is no more than its name: picocli
     * would else want the arguments of both.
     */
    private CommandLine command(Entry entry, String below) {
        List<Part> parts =
                PARTS.stream().filter(part -> part.above().equals(entry.name())).toList();
        boolean partAsked = parts.stream().anyMatch(part -> part.name().equals(below));
        CommandLine command =
                new CommandLine(partAsked ? CommandSpec.create() : entry.make().apply(console));
        parts.forEach(part -> command.addSubcommand(part.name(), part.make().apply(console)));
        return command;
    }

    private void settle() {
        Ansi ansi = console.paintOut(ColorMode.AUTO) == Paint.ANSI ? Ansi.ON : Ansi.OFF;
        root.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
        root.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        root.setUsageHelpWidth(Math.max(
                NARROWEST_HELP, Math.min(WIDEST_HELP, console.terminal().columns())));
        root.setParameterExceptionHandler(this::misused);
        root.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    /** Runs what the arguments ask for; the exit status is the result. */
    public int run(String... args) {
        add(args.length == 0 ? "" : args[0], args.length > 1 ? args[1] : "");
        settle();
        int status = execute(args);
        console.out().flush();
        console.err().flush();
        return status;
    }

    /** Picocli leaves an error of the JVM to whoever called it. */
    private int execute(String... args) {
        try {
            return root.execute(args);
        } catch (Error failure) {
            return output(root, Arrays.asList(args))
                    .fail(Problem.internal(failure))
                    .status();
        }
    }

    private int misused(ParameterException misuse, String[] args) {
        CommandLine command = misuse.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        String advice = help + " shows how it is meant";
        String message = plain(String.valueOf(misuse.getMessage()));
        if (misuse instanceof UnmatchedArgumentException unmatched) {
            String given = unmatched.getUnmatched().get(0);
            boolean option = given.startsWith("-");
            if (!option) {
                message = command == root
                        ? "there is no command \"" + given + "\""
                        : "\"" + given + "\" is an argument too many";
            }
            advice = Suggestion.closest(given, option ? options(command) : names().toList())
                    .map(close -> "did you mean " + close + "? " + help + " shows everything")
                    .orElse(help + " shows everything");
        }
        return output(command, Arrays.asList(args))
                .fail(Problem.usage(message, advice, misuse))
                .status();
    }

    /** The words of picocli for people who do not write Java. */
    private static String plain(String message) {
        return message.replaceFirst("^Missing required parameter: '(.+)'$", "$1 is not given")
                .replaceFirst("^Missing required parameters: (.+)$", "these are not given: $1")
                .replaceFirst("^Missing required option: '(.+)'$", "$1 is not given")
                .replaceAll("positional parameter at index \\S+ \\((.+?)\\):?", "$1:")
                .replace("option option", "option")
                .replaceAll("is not an? (int|long)\\b", "is not a whole number");
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .toList();
    }

    private int failed(Exception failure, CommandLine command) {
        Problem problem = failure instanceof NetconfException known ? Problem.of(known) : Problem.internal(failure);
        return output(command, List.of()).fail(problem).status();
    }

    /** Where a command says what it has to say; if its options could not be read, the arguments tell. */
    private Output output(CommandLine command, List<String> args) {
        boolean json = args.contains("--json");
        @Nullable
        CommonOptions common = command.getCommandSpec().mixins().values().stream()
                .map(mixin -> mixin.userObject())
                .filter(CommonOptions.class::isInstance)
                .map(CommonOptions.class::cast)
                .findFirst()
                .orElse(null);
        if (common == null || json) {
            return new Output(console, new Style(json, ColorMode.AUTO, false));
        }
        return common.output();
    }
}
