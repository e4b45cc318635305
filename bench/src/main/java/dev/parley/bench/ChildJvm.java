package dev.parley.bench;

import dev.parley.bench.client.Answer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that does what it is told, line by line; it ends when it is closed, or when this JVM does. */
final class ChildJvm implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one with the class path of this one.
     *
     * @param name what errors call it
     * @param java the home of the JDK
     * @param options of the JVM
     * @param main the class to run
     * @param arguments its arguments
     */
    static ChildJvm start(String name, Path java, List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.resolve("bin").resolve("java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            Process started = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new ChildJvm(name, started);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Tells it something and waits for the answer. */
    String tell(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no orders any more", e);
        }
        return hear();
    }

    /** Waits for its next answer. */
    String hear() {
        try {
            String line = answers.readLine();
            while (line != null && !line.startsWith(Answer.MARK)) {
                // an agent in that JVM, such as a profiler, may have its own to say
                System.err.println(name + ": " + line);
                line = answers.readLine();
            }
            if (line == null) {
                throw new IllegalStateException(name + " has ended; what it said stands above");
            }
            return line.substring(Answer.MARK.length());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be heard", e);
        }
    }

    /** Its process. */
    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
