package dev.parley.cli.command;

import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in this process, as a shell would, and catches what they print. Its home holds nothing: no file of devices, no keys. */
final class Shell {
    private final Map<String, String> environment =
            new HashMap<>(Map.of("XDG_CONFIG_HOME", "/nonexistent", "HOME", "/nonexistent"));
    private Terminal terminal = Terminal.NONE;
    private InputStream input = InputStream.nullInputStream();

    /**
     * What came of a command.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Result(int status, String out, String err) {}

    static Shell plain() {
        return new Shell();
    }

    /** With a terminal at all three ends. */
    static Shell onTerminal() {
        return onTerminal(100);
    }

    /** With a terminal of so many columns at all three ends. */
    static Shell onTerminal(int columns) {
        Shell shell = new Shell();
        shell.terminal = new Terminal(true, true, true, columns);
        shell.environment.put("TERM", "xterm");
        return shell;
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Shell typing(String text) {
        input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Shell reading(InputStream from) {
        input = from;
        return this;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(input, StandardOutput.to(out), messages, terminal, environment);
        int status = Commands.on(console).run(arguments);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
