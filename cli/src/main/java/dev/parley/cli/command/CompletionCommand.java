package dev.parley.cli.command;

import dev.parley.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = CompletionCommand.NAME,
        header = "Print what completes commands in a shell.",
        description = "Prints a script that makes the shell complete commands, options and their values.",
        footer = {
            "@|bold Examples|@",
            "  source <(parley completion bash)          in ~/.bashrc",
            "  source <(parley completion zsh)           in ~/.zshrc, behind compinit"
        })
final class CompletionCommand implements Callable<Integer> {
    static final String NAME = "completion";

    /** The shells that are known. */
    enum Shell {
        /** GNU bash. */
        bash,
        /** Z shell; it understands the same script. */
        zsh
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private final CommonOptions common;

    @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    CompletionCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        String script = script(spec.root());
        common.output().fact("shell", shell);
        common.output().fact("script", script);
        common.output().line(script);
        return common.output().succeed().status();
    }

    /** What completes all commands below this one. */
    static String script(CommandSpec root) {
        return AutoComplete.bash("parley", root.commandLine());
    }
}
