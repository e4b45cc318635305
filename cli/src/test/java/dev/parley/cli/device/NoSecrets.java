package dev.parley.cli.device;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nobody is there to ask, and nothing was given. */
class NoSecrets implements Secrets {
    @Override
    public char[] passphrase(Path key, @Nullable Path file) {
        return new char[0];
    }

    @Override
    public boolean canOpen(@Nullable Path file) {
        return false;
    }

    @Override
    public Optional<char[]> password(@Nullable Path file) {
        return Optional.empty();
    }

    @Override
    public boolean canAsk() {
        return false;
    }

    @Override
    public Optional<char[]> ask(String prompt, boolean echo) {
        return Optional.empty();
    }

    @Override
    public void say(String text) {}
}
