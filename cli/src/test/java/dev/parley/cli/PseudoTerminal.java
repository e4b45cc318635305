package dev.parley.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A shell command on a terminal of its own, which {@code script} of util-linux makes: what it shows is read here, and what is
 * typed here it takes for a person's.
 */
final class PseudoTerminal implements AutoCloseable {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    private final Process process;
    private final Reader shown;
    private final OutputStream typed;
    private final StringBuilder screen = new StringBuilder();

    private PseudoTerminal(Process process) {
        this.process = process;
        this.shown = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
        this.typed = process.getOutputStream();
    }

    /** Whether this machine has what it takes; a BSD's {@code script} has other options. */
    static boolean isPossible() {
        return Files.isExecutable(SCRIPT) && Files.isDirectory(Path.of("/proc/self"));
    }

    /** Runs a line of shell on a terminal of 100 columns. */
    static PseudoTerminal run(Path folder, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        SCRIPT.toString(), "-q", "-e", "-f", "-c", "stty cols 100 rows 40; " + command, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().putAll(Map.of("SHELL", "/bin/sh", "TERM", "xterm", "NO_COLOR", "1", "SSH_AUTH_SOCK", ""));
        return new PseudoTerminal(builder.start());
    }

    /** Reads on until a text is shown that was not there the last time. */
    PseudoTerminal await(String text) throws IOException {
        int from = screen.length();
        while (screen.indexOf(text, from) < 0) {
            int c = shown.read();
            if (c < 0) {
                throw new AssertionError("\"" + text + "\" was not shown, but " + screen);
            }
            screen.append((char) c);
        }
        return this;
    }

    /** Types, as a person does; {@code \n} is the enter key. */
    PseudoTerminal type(String text) throws IOException {
        typed.write(text.getBytes(StandardCharsets.UTF_8));
        typed.flush();
        return this;
    }

    /** Reads to the end. */
    int status() throws IOException, InterruptedException {
        for (int c = shown.read(); c >= 0; c = shown.read()) {
            screen.append((char) c);
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("it goes on and on; so far it showed " + screen);
        }
        return process.exitValue();
    }

    /** All that was shown so far, with plain line ends. */
    String screen() {
        return screen.toString().replace("\r\n", "\n");
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
