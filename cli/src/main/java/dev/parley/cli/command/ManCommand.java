package dev.parley.cli.command;

import dev.parley.cli.terminal.Console;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = ManCommand.NAME,
        header = "Print a page of the manual.",
        description = "Prints the manual page of parley or of a command, for man(1) to show.",
        footer = {"@|bold Examples|@", "  parley man | man -l -", "  parley man --all ~/.local/share"})
final class ManCommand implements Callable<Integer> {
    static final String NAME = "man";

    @Spec
    private CommandSpec spec;

    @Mixin
    private final CommonOptions common;

    @Parameters(
            index = "0",
            arity = "0..2",
            paramLabel = "COMMAND",
            description = "The command, in one word or two; without it, parley.")
    private List<String> names = List.of();

    @Option(
            names = "--all",
            paramLabel = "FOLDER",
            description = "Write all pages, and what completes commands in a shell, below a folder such as /usr/share.")
    private @Nullable Path folder;

    ManCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        if (folder != null) {
            writeAll(root, folder);
            return common.output().succeed().status();
        }
        CommandLine command = root.commandLine();
        for (String name : names) {
            command = command.getSubcommands().get(name);
            if (command == null) {
                throw new InputException(
                        Reason.BAD_VALUE,
                        "there is no command \"" + String.join(" ", names) + "\"",
                        "parley --help lists all of them",
                        null);
            }
        }
        String page = new ManPage(command.getCommandSpec()).text();
        common.output().fact("page", page);
        common.output().line(page);
        return common.output().succeed().status();
    }

    private static void writeAll(CommandSpec root, Path folder) {
        Path pages = folder.resolve(Path.of("man", "man1"));
        try {
            Files.createDirectories(pages);
            write(pages.resolve("parley.1"), new ManPage(root).text());
            for (CommandLine command : root.subcommands().values()) {
                CommandSpec known = command.getCommandSpec();
                write(pages.resolve(known.qualifiedName("-") + ".1"), new ManPage(known).text());
                for (CommandLine below : command.getSubcommands().values()) {
                    CommandSpec part = below.getCommandSpec();
                    write(pages.resolve(part.qualifiedName("-") + ".1"), new ManPage(part).text());
                }
            }
            String completion = CompletionCommand.script(root);
            write(folder.resolve(Path.of("bash-completion", "completions", "parley")), completion);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot write below " + folder + ": " + FileTrouble.words(e), null, e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
    }
}
