package dev.parley.simulator.ssh;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who may log in, and by what the device knows it. Immutable; each method gives a changed copy. Its text names
 * the user and no secret.
 */
public final class SshUser {
    private final String name;
    private final Optional<String> password;
    private final List<PublicKey> keys;
    private final String instruction;
    private final List<Question> questions;

    private SshUser(
            String name,
            Optional<String> password,
            List<PublicKey> keys,
            String instruction,
            List<Question> questions) {
        this.name = name;
        this.password = password;
        this.keys = List.copyOf(keys);
        this.instruction = instruction;
        this.questions = List.copyOf(questions);
    }

    /**
     * Something that the device asks with keyboard-interactive.
     *
     * @param prompt what it asks
     * @param echo whether the answer may be seen while it is typed
     * @param answer the only right answer
     */
    public record Question(String prompt, boolean echo, String answer) {
        @Override
        public String toString() {
            return "Question[" + prompt.strip() + "]";
        }
    }

    /** A user whom the device knows by nothing yet, and so never lets in. */
    public static SshUser named(String name) {
        return new SshUser(name, Optional.empty(), List.of(), "", List.of());
    }

    /** With that password; keyboard-interactive asks for it, unless it has {@linkplain #question questions} of its own. */
    public SshUser password(String secret) {
        return new SshUser(name, Optional.of(secret), keys, instruction, questions);
    }

    /** With that key, beside those it has. */
    public SshUser key(PublicKey key) {
        List<PublicKey> more = new ArrayList<>(keys);
        more.add(key);
        return new SshUser(name, password, more, instruction, questions);
    }

    /** With a question more; a device asks all of them at once. The answer is not shown while it is typed. */
    public SshUser question(String prompt, String answer) {
        List<Question> more = new ArrayList<>(questions);
        more.add(new Question(prompt, false, answer));
        return new SshUser(name, password, keys, instruction, more);
    }

    /** With words that stand above what keyboard-interactive asks (RFC 4256 section 3.2). */
    public SshUser instruction(String words) {
        return new SshUser(name, password, keys, words, questions);
    }

    /** The user's name. */
    public String name() {
        return name;
    }

    /** Whether that is the user's password. */
    public boolean hasPassword(String secret) {
        return password.filter(secret::equals).isPresent();
    }

    /** Whether that key is the user's. */
    public boolean hasKey(PublicKey key) {
        return keys.stream().anyMatch(own -> HostKeys.line(own).equals(HostKeys.line(key)));
    }

    /** What stands above the questions; empty for nothing. */
    public String instruction() {
        return instruction;
    }

    /** What keyboard-interactive asks the user. */
    public List<Question> questions() {
        return questions.isEmpty()
                ? password.map(secret -> List.of(new Question("Password: ", false, secret)))
                        .orElse(List.of())
                : questions;
    }

    @Override
    public String toString() {
        return "SshUser[" + name + "]";
    }
}
