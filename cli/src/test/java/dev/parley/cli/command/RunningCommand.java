package dev.parley.cli.command;

import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that runs in a thread of its own until it ends, or is interrupted as by Ctrl-C. */
final class RunningCommand implements AutoCloseable {
    private final BufferedReader said;
    private final Thread thread;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    RunningCommand(String... arguments) throws IOException {
        PipedInputStream reading = new PipedInputStream(1 << 16);
        Console console = new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(new PipedOutputStream(reading)),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Terminal.NONE,
                Map.of("HOME", "/nonexistent"));
        said = new BufferedReader(new InputStreamReader(reading, StandardCharsets.UTF_8));
        thread = new Thread(() -> status.complete(Commands.on(console).run(arguments)), arguments[0]);
        thread.start();
    }

    /** Reads on to a line that contains the text. */
    String lineWith(String text) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("nothing with \"" + text + "\" was said");
    }

    /** Waits until it ends by itself. */
    int status() {
        return status.orTimeout(20, TimeUnit.SECONDS).join();
    }

    int interrupt() {
        thread.interrupt();
        return status();
    }

    @Override
    public void close() {
        interrupt();
    }
}
