package dev.parley.ssh;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A login that is ready for use. */
sealed interface Credential {
    /** The methods that it serves, the better first. */
    List<String> methods();

    /** Private keys. */
    record Keys(String label, List<KeyPair> pairs) implements Credential {
        @Override
        public List<String> methods() {
            return List.of(KeyLogin.NAME);
        }
    }

    /** The keys of an agent, if there is one: all, or only some. */
    record Agent(@Nullable Path socket, @Nullable OnlyKeys only) implements Credential {
        boolean offers(PublicKey key) {
            return only == null || only.has(key);
        }

        @Override
        public List<String> methods() {
            return List.of(KeyLogin.NAME);
        }
    }

    /** A password. */
    record Password(Supplier<char[]> supplier) implements Credential {
        @Override
        public List<String> methods() {
            return List.of(PasswordLogin.NAME, PromptLogin.NAME);
        }
    }

    /** Answers to questions; who answers is made anew for each connection. */
    record Answers(Supplier<SshChallenge.Responder> responder) implements Credential {
        @Override
        public List<String> methods() {
            return List.of(PromptLogin.NAME);
        }
    }
}
