package dev.parley.cli.device;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where passphrases, passwords and the answers to a device's questions come from. */
public interface Secrets {
    /**
     * The passphrase of an encrypted key.
     *
     * @param key the file that it opens
     * @param file where it stands, or null
     * @throws dev.parley.error.InputException if there is none and nobody to ask
     */
    char[] passphrase(Path key, @Nullable Path file);

    /**
     * Whether a passphrase can be had at all.
     *
     * @param file where it stands, or null
     */
    boolean canOpen(@Nullable Path file);

    /**
     * The password of a user, if it was given.
     *
     * @param file where it stands, or null
     * @throws dev.parley.error.InputException if that cannot be read
     */
    Optional<char[]> password(@Nullable Path file);

    /** Whether there is somebody who can be asked. */
    boolean canAsk();

    /**
     * Asks somebody, and may be interrupted.
     *
     * @param prompt the question
     * @param echo whether the answer may be seen while it is typed
     * @return the answer, or empty if there is nobody
     */
    Optional<char[]> ask(String prompt, boolean echo);

    /** Says something to whoever is asked, on one line. */
    void say(String text);
}
