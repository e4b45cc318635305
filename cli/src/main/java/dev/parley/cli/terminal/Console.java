package dev.parley.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command reads from and writes to: the standard streams, what is at their other ends, and the environment. All
 * text is UTF-8.
 *
 * @param in standard input
 * @param out results, and nothing else
 * @param err messages, progress, questions
 * @param terminal which of them are a terminal
 * @param environment the environment variables
 */
public record Console(
        InputStream in, StandardOutput out, PrintStream err, Terminal terminal, Map<String, String> environment) {
    private static final int BUFFER = 1 << 16;

    public Console {
        environment = Map.copyOf(environment);
    }

    /** The console of this process. */
    public static Console ofProcess() {
        Map<String, String> environment = System.getenv();
        OutputStream err = new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), BUFFER);
        return new Console(
                System.in,
                StandardOutput.to(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.ofProcess(environment),
                environment);
    }

    /** How somebody calls this program: {@code ./parley} among the sources, which is not on anybody's path. */
    public String program() {
        String called = environment.getOrDefault("PARLEY_CALLED_AS", "");
        return called.isBlank() ? "parley" : Printable.line(called);
    }

    /** How results are coloured. */
    public Paint paintOut(ColorMode mode) {
        return mode.paint(terminal.out(), environment);
    }

    /** How messages are coloured. */
    public Paint paintErr(ColorMode mode) {
        return mode.paint(terminal.err(), environment);
    }
}
