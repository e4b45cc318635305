package dev.parley.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.openssh.OpenSshConfig;
import dev.parley.ssh.SshChallenge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person is shown of a device's questions (RFC 4256 section 3.3). */
class SshLoginsTest {
    private static final Path HOME = Path.of("/nonexistent");

    /** A person who answers everything with yes, and what that person was shown. */
    private record Person(List<String> shown) implements Secrets {
        @Override
        public char[] passphrase(Path key, @Nullable Path file) {
            throw new AssertionError("there is no key");
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
            return true;
        }

        @Override
        public Optional<char[]> ask(String prompt, boolean echo) {
            shown.add(prompt);
            return Optional.of("yes".toCharArray());
        }

        @Override
        public void say(String text) {
            shown.add(text);
        }
    }

    private static List<String> shown(SshChallenge challenge) {
        Person person = new Person(new ArrayList<>());
        new SshLogins(
                        OpenSshConfig.none(HOME, Map.of()).host("pe1", "admin"),
                        830,
                        new Surroundings(HOME, Map.of(), person, warning -> {}))
                .answers(challenge);
        return person.shown();
    }

    @Test
    void allThatADeviceSaysIsShownBehindWhereItComesFrom() {
        assertThat(shown(new SshChallenge(
                        " Token ",
                        "Look at your token.",
                        List.of(new SshChallenge.Prompt("Code: ", true), new SshChallenge.Prompt("PIN: ", false)))))
                .containsExactly("(admin@pe1) Token Look at your token.", "(admin@pe1) Code: ", "(admin@pe1) PIN: ");
    }

    @Test
    void nothingIsSaidOfNothing() {
        assertThat(shown(new SshChallenge("", " \n", List.of()))).isEmpty();
    }
}
