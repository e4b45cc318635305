package dev.parley.cli.command;

import dev.parley.cli.device.Secrets;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Question;
import dev.parley.cli.terminal.Terminal;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where passphrases and passwords come from: the environment, a file, or the person at the terminal. Never from the command
 * line, which every user of the machine can read.
 */
final class AskedSecrets implements Secrets {
    private static final String PASSPHRASE = "PARLEY_KEY_PASSPHRASE";
    private static final String PASSWORD = "PARLEY_PASSWORD";

    private final Output output;

    AskedSecrets(Output output) {
        this.output = output;
    }

    @Override
    public char[] passphrase(Path key, @Nullable Path file) {
        return given(PASSPHRASE, file, "passphrase")
                .or(() -> ask("Passphrase of " + key + ": ", false))
                .orElseThrow(() -> new InputException(
                        Reason.BAD_PASSPHRASE,
                        "the private key in " + key + " is encrypted, and there is nobody to ask for the passphrase",
                        "put it into " + PASSPHRASE + ", or into a file for --passphrase-file",
                        null));
    }

    @Override
    public boolean canOpen(@Nullable Path file) {
        return file != null || output.console().environment().containsKey(PASSPHRASE) || canAsk();
    }

    @Override
    public Optional<char[]> password(@Nullable Path file) {
        return given(PASSWORD, file, "password");
    }

    private Optional<char[]> given(String variable, @Nullable Path file, String what) {
        String given = output.console().environment().get(variable);
        if (given != null) {
            return Optional.of(given.toCharArray());
        }
        return file == null ? Optional.empty() : Optional.of(firstLine(file, what));
    }

    /** Where no stream is a terminal, nobody looks, even if the process has one. */
    @Override
    public boolean canAsk() {
        Terminal terminal = output.console().terminal();
        return (terminal.in() || terminal.out() || terminal.err()) && Question.isPossible();
    }

    @Override
    public synchronized Optional<char[]> ask(String prompt, boolean echo) {
        if (!canAsk()) {
            return Optional.empty();
        }
        String shown = oneLine(prompt);
        return output.asking(() -> echo ? Question.visible(shown) : Question.secret(shown));
    }

    /** What a device asks stands on one line, and steers nothing. */
    private static String oneLine(String prompt) {
        return Printable.line(prompt.strip()) + " ";
    }

    @Override
    public void say(String text) {
        String shown = Printable.line(text.strip());
        // where the question stands, whatever becomes of the other streams
        boolean told = canAsk() && output.asking(() -> Question.tell(shown));
        if (!told) {
            output.note(shown);
        }
    }

    private char[] firstLine(Path file, String what) {
        try {
            warnIfShared(file, what);
            CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(Files.readAllBytes(file)));
            int end = 0;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            char[] line = new char[end];
            text.get(line);
            return line;
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "cannot read the " + what + " in " + file + ": " + FileTrouble.words(e),
                    null,
                    e);
        }
    }

    private void warnIfShared(Path file, String what) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
        if (allowed.contains(PosixFilePermission.GROUP_READ) || allowed.contains(PosixFilePermission.OTHERS_READ)) {
            output.warning(file + " holds a " + what + " and can be read by others; chmod 600 keeps it to you");
        }
    }
}
