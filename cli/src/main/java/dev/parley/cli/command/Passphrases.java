package dev.parley.cli.command;

import dev.parley.cli.device.IdentitySettings;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Question;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Where passphrases come from: the environment, a file, or the person at the terminal. Never from the command line, which
 * every user of the machine can read.
 */
final class Passphrases {
    private static final String VARIABLE = "PARLEY_KEY_PASSPHRASE";

    private final Output output;

    Passphrases(Output output) {
        this.output = output;
    }

    /**
     * The passphrase of an encrypted key.
     *
     * @throws InputException if there is none and nobody to ask
     */
    char[] of(IdentitySettings.Passphrase wanted) {
        String given = output.console().environment().get(VARIABLE);
        if (given != null) {
            return given.toCharArray();
        }
        if (wanted.file() != null) {
            return firstLine(wanted.file());
        }
        return Question.secret("Passphrase of " + wanted.key() + ": ")
                .orElseThrow(() -> new InputException(
                        Reason.BAD_PASSPHRASE,
                        "the private key in " + wanted.key()
                                + " is encrypted, and there is nobody to ask for the passphrase",
                        "put it into " + VARIABLE + ", or into a file for --passphrase-file",
                        null));
    }

    private char[] firstLine(Path file) {
        try {
            warnIfShared(file);
            CharBuffer text = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(Files.readAllBytes(file)));
            int end = 0;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            char[] line = new char[end];
            text.get(line);
            return line;
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot read the passphrase in " + file + ": " + Input.why(e), null, e);
        }
    }

    private void warnIfShared(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
        if (allowed.contains(PosixFilePermission.GROUP_READ) || allowed.contains(PosixFilePermission.OTHERS_READ)) {
            output.warning(file + " holds a passphrase and can be read by others; chmod 600 keeps it to you");
        }
    }
}
