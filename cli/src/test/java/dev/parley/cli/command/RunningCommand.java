package dev.parley.cli.command;

import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A command that runs in a thread of its own until it ends, or is interrupted as by Ctrl-C. */
final class RunningCommand implements AutoCloseable {
    private final BufferedReader said;
    private final ByteArrayOutputStream remarks = new ByteArrayOutputStream();
    private final Thread thread;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final List<String> read = new ArrayList<>();
    private String lastRead = "";

    RunningCommand(String... arguments) throws IOException {
        this(Terminal.NONE, arguments);
    }

    private RunningCommand(Terminal terminal, String... arguments) throws IOException {
        PipedInputStream reading = new PipedInputStream(1 << 16);
        Console console = new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(new PipedOutputStream(reading)),
                new PrintStream(remarks, true, StandardCharsets.UTF_8),
                terminal,
                Map.of("HOME", "/nonexistent"));
        said = new BufferedReader(new InputStreamReader(reading, StandardCharsets.UTF_8));
        thread = new Thread(() -> status.complete(Commands.on(console).run(arguments)), arguments[0]);
        thread.start();
    }

    /** One whose results are shown on a terminal. */
    static RunningCommand onTerminal(String... arguments) throws IOException {
        return new RunningCommand(new Terminal(false, true, false, 100), arguments);
    }

    /** Reads on to a line that contains the text, and counts those before it. */
    long linesBefore(String text) {
        long lines = 0;
        while (!lastRead.contains(text)) {
            lineWith("");
            lines++;
        }
        return lines - 1;
    }

    /** Reads on to a line that contains the text: the lines before it, in order. */
    List<String> linesUpTo(String text) {
        int from = read.size();
        lineWith(text);
        return List.copyOf(read.subList(from, read.size() - 1));
    }

    /** All lines that were read so far. */
    List<String> allRead() {
        return List.copyOf(read);
    }

    /** The line that was read last. */
    String lastRead() {
        return lastRead;
    }

    /** Whether something was said that was not read yet. */
    boolean saidMore() throws IOException {
        return said.ready();
    }

    /** Reads on to a line that contains the text. */
    String lineWith(String text) {
        int from = read.size();
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                lastRead = line;
                read.add(line);
                if (line.contains(text)) {
                    return line;
                }
            }
            throw unsaid(text, from, null);
        } catch (IOException ended) {
            throw unsaid(text, from, ended);
        }
    }

    private AssertionError unsaid(String text, int from, @Nullable Throwable why) {
        List<String> others = read.subList(from, read.size());
        return new AssertionError(
                "nothing with \"" + text + "\" was said, but " + others + ", and aside " + err(), why);
    }

    /** Where it says that it listens, which it is about to say. */
    InetSocketAddress address() {
        String port = lineWith("127.0.0.1:").replaceFirst("^.*?127\\.0\\.0\\.1:(\\d+).*$", "$1");
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    /** Waits until it ends by itself. */
    int status() {
        return status.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** What has been said on standard error so far. */
    String err() {
        return remarks.toString(StandardCharsets.UTF_8);
    }

    /** Presses Ctrl-C and goes on. */
    void pressCtrlC() {
        thread.interrupt();
    }

    int interrupt() {
        pressCtrlC();
        return status();
    }

    @Override
    public void close() {
        interrupt();
    }
}
