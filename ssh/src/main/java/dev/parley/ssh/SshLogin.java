package dev.parley.ssh;

import dev.parley.error.InputException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One way to prove who we are (RFC 4252). Immutable, and safe for all threads; nothing secret shows in its text.
 *
 * <p>Two are equal if they come from the same file, socket, supplier or key.
 */
public final class SshLogin {
    private final List<Object> origin;
    private final String description;
    private final boolean byKey;
    private final List<Path> files;
    private final Supplier<Credential> source;

    private SshLogin(List<Object> origin, String description, Supplier<Credential> source) {
        this(origin, description, false, List.of(), source);
    }

    private SshLogin(
            List<Object> origin, String description, boolean byKey, List<Path> files, Supplier<Credential> source) {
        this.origin = origin;
        this.description = description;
        this.byKey = byKey;
        this.files = files;
        this.source = source;
    }

    /**
     * A password. It also answers a device that asks for it as a question (keyboard-interactive) with one hidden answer.
     *
     * @param password asked when the device wants it; its array is copied and not kept
     */
    public static SshLogin password(Supplier<char[]> password) {
        return new SshLogin(List.of("password", password), "password", () -> new Credential.Password(password));
    }

    /** A private key that is not encrypted: OpenSSH's form, PKCS#8, PKCS#1 or SEC1; Ed25519, ECDSA or RSA. */
    public static SshLogin keyFile(Path file) {
        return keyFile(new KeyFile(file, null));
    }

    /**
     * A private key, encrypted or not: OpenSSH's form, PKCS#8, PKCS#1 or SEC1; Ed25519, ECDSA or RSA. It is read when it is
     * first used, and again when the file has changed.
     *
     * @param passphrase asked each time an encrypted key is read; its array is copied and not kept
     */
    public static SshLogin keyFile(Path file, Supplier<char[]> passphrase) {
        return keyFile(new KeyFile(file, passphrase));
    }

    private static SshLogin byKey(List<Object> origin, String description, Supplier<Credential> source) {
        return new SshLogin(origin, description, true, List.of(), source);
    }

    private static SshLogin keyFile(KeyFile file) {
        return new SshLogin(
                Arrays.asList(file.path(), file.passphrase()),
                "key " + file.path(),
                true,
                List.of(file.path()),
                () -> new Credential.Keys(file.path().toString(), file.read()));
    }

    /** A key at hand. */
    public static SshLogin key(KeyPair key) {
        return byKey(List.of(key), "key at hand", () -> new Credential.Keys("key at hand", List.of(key)));
    }

    /** The keys of the agent that {@code SSH_AUTH_SOCK} names; none if it names none. */
    public static SshLogin agent() {
        return byKey(List.of("agent"), "agent", () -> {
            String socket = System.getenv("SSH_AUTH_SOCK");
            return new Credential.Agent(socket == null || socket.isEmpty() ? null : Path.of(socket), null);
        });
    }

    /** The keys of an agent that listens on this socket. */
    public static SshLogin agent(Path socket) {
        return byKey(List.of("agent", socket), "agent " + socket, () -> new Credential.Agent(socket, null));
    }

    /**
     * Of the keys of an agent that listens on this socket, those whose public halves are in these files: {@code
     * IdentitiesOnly} of OpenSSH. An agent may have more keys than a device lets anybody try.
     *
     * @param files public keys, or private ones, with the public one inside as in OpenSSH's form or in a file of the same name
     *     with {@code .pub} behind it; they are read for each session, and one that is not there stands for no key
     */
    public static SshLogin agent(Path socket, List<Path> files) {
        List<Path> only = List.copyOf(files);
        return new SshLogin(
                List.of("agent", socket, only),
                "agent " + socket + " with the keys in "
                        + String.join(", ", only.stream().map(Path::toString).toList()),
                true,
                OnlyKeys.sources(only),
                () -> new Credential.Agent(socket, OnlyKeys.read(only)));
    }

    /** Answers to whatever the device asks (RFC 4256), from a person or a program. */
    public static SshLogin answering(SshChallenge.Responder responder) {
        return new SshLogin(
                List.of("answers", responder), "keyboard-interactive", () -> new Credential.Answers(() -> responder));
    }

    /**
     * Fixed answers to what the device asks (RFC 4256), in the order of its questions.
     *
     * @param answers asked once for each connection; its arrays are copied and not kept
     */
    public static SshLogin answers(Supplier<List<char[]>> answers) {
        return new SshLogin(
                List.of("answers", answers),
                "keyboard-interactive",
                () -> new Credential.Answers(() -> new FixedAnswers(answers.get())));
    }

    /** Whether nothing that can be guessed is sent: only a key signs, in a file, an agent or at hand. */
    boolean isByKey() {
        return byKey;
    }

    /** The files that are read each time. */
    List<Path> files() {
        return files;
    }

    /**
     * What is tried; may block, because it reads files.
     *
     * @throws InputException if a file cannot be used
     */
    Credential credential() {
        return source.get();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SshLogin login && origin.equals(login.origin);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin);
    }

    @Override
    public String toString() {
        return description;
    }
}
