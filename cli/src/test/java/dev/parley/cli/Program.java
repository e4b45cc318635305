package dev.parley.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs as a process of its own, with what it prints in files. */
final class Program implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * What came of it.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Result(int status, String out, String err) {}

    /** Starts a program without input; its environment is this one's, changed by the map, where null takes away. */
    static Program start(Path folder, Map<String, String> changes, String... command) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(changes);
        return new Program(builder.start(), out, err);
    }

    static Result run(Path folder, Map<String, String> changes, String... command) throws Exception {
        try (Program program = start(folder, changes, command)) {
            return program.result();
        }
    }

    /** Waits for its end. */
    Result result() throws Exception {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("it goes on and on; so far it said " + said());
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private String said() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8) + Files.readString(err, StandardCharsets.UTF_8);
    }

    /** Presses Ctrl-C. */
    void interrupt() throws Exception {
        int status = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("process " + process.pid() + " cannot be interrupted");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
