package dev.parley.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.openssh.OpenSshConfig;
import dev.parley.cli.openssh.OpenSshHost;
import dev.parley.ssh.SshChallenge;
import dev.parley.ssh.SshLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is shown of a device's questions (RFC 4256 section 3.3). */
class SshLoginsTest {
    private static final Path HOME = Path.of("/nonexistent");

    /** A person who answers everything with yes, and what that person was shown. */
    private static final class Person extends NoSecrets {
        private final List<String> shown = new ArrayList<>();

        @Override
        public char[] passphrase(Path key, @Nullable Path file) {
            throw new AssertionError("there is no key");
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
        Person person = new Person();
        new SshLogins(
                        OpenSshConfig.none(HOME, Map.of()).host("pe1", "admin"),
                        830,
                        new Surroundings(HOME, Map.of(), person, warning -> {}))
                .answers(challenge);
        return person.shown;
    }

    @Test
    void allThatADeviceSaysIsShownBehindWhereItComesFrom() {
        assertThat(shown(new SshChallenge(
                        " Token ",
                        "Look at your token.",
                        List.of(new SshChallenge.Prompt("Code: ", true), new SshChallenge.Prompt("PIN: ", false)))))
                .containsExactly("(admin@pe1) Token Look at your token.", "(admin@pe1) Code: ", "(admin@pe1) PIN: ");
    }

    private static List<SshLogin> logins(String config, SshLoginSettings settings, Path home) throws IOException {
        Path file = Files.writeString(home.resolve("config"), config);
        Map<String, String> environment = Map.of("SSH_AUTH_SOCK", "/run/agent");
        Surroundings in = new Surroundings(home, environment, new Person(), warning -> {});
        OpenSshHost host = OpenSshConfig.of(file, home, environment).host("pe1", "admin");
        return List.of(new SshLogins(host, 830, in).onTheWay(settings));
    }

    @Test
    void ofAnAgentOnlyTheKeysOfFilesAreTakenWhereThatIsSaid(@TempDir Path home) throws IOException {
        Path agent = Path.of("/run/agent");
        Path ssh = home.resolve(".ssh");

        assertThat(logins("IdentityFile ~/a\nIdentityFile ~/b.pub\n", SshLoginSettings.NONE, home))
                .contains(SshLogin.agent(agent));
        assertThat(logins("IdentitiesOnly yes\nIdentityFile ~/a\nIdentityFile ~/b.pub\n", SshLoginSettings.NONE, home))
                .contains(SshLogin.agent(agent, List.of(home.resolve("a"), home.resolve("b.pub"))))
                .doesNotContain(SshLogin.agent(agent));
        assertThat(logins("IdentitiesOnly yes\n", SshLoginSettings.NONE, home))
                .contains(SshLogin.agent(
                        agent, List.of(ssh.resolve("id_ed25519"), ssh.resolve("id_ecdsa"), ssh.resolve("id_rsa"))));
        assertThat(logins("IdentitiesOnly yes\nIdentityFile none\n", SshLoginSettings.NONE, home))
                .noneMatch(login -> login.toString().startsWith("agent"));
        Path named = Files.writeString(home.resolve("named"), "a key, for all that is known");
        assertThat(logins(
                        "IdentitiesOnly yes\nIdentityFile ~/a\n",
                        new SshLoginSettings(null, List.of(named), null, null, null),
                        home))
                .contains(SshLogin.agent(agent, List.of(named)));
    }

    @Test
    void nothingIsSaidOfNothing() {
        assertThat(shown(new SshChallenge("", " \n", List.of()))).isEmpty();
    }
}
