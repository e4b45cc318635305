package dev.parley.cli.terminal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the person at the terminal. Secrets are asked for at the controlling terminal itself, so that standard input and
 * output stay free for data.
 */
public final class Question {
    private static final Path CONTROLLING_TERMINAL = Path.of("/dev/tty");
    private static final int LONGEST = 4_096;

    private Question() {}

    /** Whether there is somebody to ask. */
    public static boolean isPossible() {
        try {
            new FileInputStream(CONTROLLING_TERMINAL.toFile()).close();
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    /**
     * Asks for a secret, which is not shown while it is typed.
     *
     * @return the answer, or empty if there is nobody to ask
     */
    public static Optional<char[]> secret(String prompt) {
        return asked(prompt, false);
    }

    /**
     * Asks for something that may be seen while it is typed.
     *
     * @return the answer, or empty if there is nobody to ask
     */
    public static Optional<char[]> visible(String prompt) {
        return asked(prompt, true);
    }

    /**
     * Says something where the questions stand.
     *
     * @return whether there is somebody to hear it
     */
    public static boolean tell(String line) {
        try {
            Files.writeString(CONTROLLING_TERMINAL, line + "\n");
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static Optional<char[]> asked(String prompt, boolean echo) {
        String settings = Files.isWritable(CONTROLLING_TERMINAL) ? stty("-g").orElse("") : "";
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        // Whoever interrupts at the prompt wants to see what they type afterwards.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stty(settings), "terminal-settings"));
        try {
            if (!echo) {
                stty("-echo");
            }
            Files.write(CONTROLLING_TERMINAL, prompt.getBytes(StandardCharsets.UTF_8));
            return Optional.of(typedLine(echo));
        } catch (IOException nobody) {
            return Optional.empty();
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            restore(settings);
        }
    }

    /** Also for a thread that is interrupted, because that is how waiting for a person ends. */
    private static void restore(String settings) {
        boolean interrupted = Thread.interrupted();
        stty(settings);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static char[] typedLine(boolean echo) throws IOException, InterruptedException {
        byte[] line = new byte[LONGEST];
        int length = 0;
        try (InputStream terminal = new FileInputStream(CONTROLLING_TERMINAL.toFile())) {
            for (int c = typed(terminal); c >= 0 && c != '\n' && length < LONGEST; c = typed(terminal)) {
                line[length++] = (byte) c;
            }
            if (!echo) {
                Files.write(CONTROLLING_TERMINAL, new byte[] {'\n'});
            }
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line, 0, length));
            char[] answer = Arrays.copyOf(decoded.array(), decoded.limit());
            Arrays.fill(decoded.array(), '\0');
            return answer;
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** The next byte. A read of a terminal cannot be interrupted, so it only begins when there is something. */
    private static int typed(InputStream terminal) throws IOException, InterruptedException {
        while (terminal.available() == 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return terminal.read();
    }

    /** Runs the program that changes a terminal's settings; empty if there is none, or no terminal. */
    private static Optional<String> stty(String argument) {
        try {
            Process stty = new ProcessBuilder("stty", argument)
                    .redirectInput(CONTROLLING_TERMINAL.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return stty.waitFor(5, TimeUnit.SECONDS) && stty.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * Asks yes or no on the terminal, and takes silence for no.
     *
     * @return whether the answer was yes, within the time
     */
    public static boolean confirmed(Console console, String prompt, Duration limit) throws InterruptedException {
        console.err().print(prompt);
        console.err().flush();
        long end = System.nanoTime() + limit.toNanos();
        StringBuilder answer = new StringBuilder();
        try {
            while (System.nanoTime() - end < 0) {
                if (console.in().available() == 0) {
                    TimeUnit.MILLISECONDS.sleep(50);
                    continue;
                }
                int c = console.in().read();
                if (c < 0 || c == '\n') {
                    return answer.toString().strip().toLowerCase(Locale.ROOT).matches("y|yes");
                }
                answer.append((char) c);
            }
        } catch (IOException nobody) {
            return false;
        }
        console.err().println();
        return false;
    }
}
