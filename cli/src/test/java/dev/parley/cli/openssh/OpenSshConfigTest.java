package dev.parley.cli.openssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.openssh.OpenSshHost.Strictness;
import dev.parley.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSshConfigTest {
    @TempDir
    private Path home;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(home.resolve(".ssh"));
    }

    private OpenSshHost host(String name, String config) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), config);
        return OpenSshConfig.of(file, home, Map.of("KEYS", "/keys", "OTHER_AGENT", "/run/other"))
                .host(name, null);
    }

    @Test
    void theFirstValueCountsAndIdentitiesAddUp() throws IOException {
        OpenSshHost host = host("pe1", """
                # devices
                Host pe1 pe2
                    HostName=10.0.0.1
                    User admin
                    IdentityFile ~/.ssh/%n_%r
                Host other
                    User nobody
                Host *
                    User root
                    Port 2022
                    HostName late
                    IdentityFile "${KEYS}/a key"   # and a comment
                """);

        assertThat(host.hostName()).isEqualTo("10.0.0.1");
        assertThat(host.user()).isEqualTo("admin");
        assertThat(host.port()).contains(2022);
        assertThat(host.identityFiles(2022)).containsExactly(folder.resolve("pe1_admin"), Path.of("/keys/a key"));
    }

    @Test
    void whatIsNotSaidIsAsForOpenSsh() throws IOException {
        OpenSshHost host = host("pe1", "Host other\nPort 99\n");

        assertThat(host.hostName()).isEqualTo("pe1");
        assertThat(host.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(host.port()).isEmpty();
        assertThat(host.isIdentityNamed()).isFalse();
        assertThat(host.jumps(830)).isEmpty();
        assertThat(host.strictness()).isEqualTo(Strictness.REFUSE);
        assertThat(host.knownHosts(830)).containsExactly(folder.resolve("known_hosts"), folder.resolve("known_hosts2"));
        assertThat(host.agent(830)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pe1, pe1, true",
        "pe1, pe2, false",
        "pe*, pe1, true",
        "pe?, pe12, false",
        "pe* !pe1, pe1, false",
        "!pe1, pe2, false",
        "*.example.net, a.example.net, true",
        "*.example.net, axexample.net, false"
    })
    void hostsAreMatchedByPatterns(String patterns, String name, boolean fits) throws IOException {
        assertThat(host(name, "Host " + patterns + "\n Port 7\n").port().isPresent())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all | true",
                "host 10.* | true",
                "host pe1 | false",
                "originalhost pe1,pe2 | true",
                "originalhost=pe1 | true",
                "user admin | true",
                "!user admin | false",
                "user admin host other | false",
                "final all | true",
                "!final | true",
                "host other exec \"true\" | false"
            })
    void blocksHoldWhereTheyMatch(String conditions, boolean holds) throws IOException {
        String config = "Host pe1\n HostName 10.0.0.1\n User admin\nMatch " + conditions + "\n Port 7\n";

        assertThat(host("pe1", config).port().isPresent()).isEqualTo(holds);
    }

    @Test
    void aProgramIsNotRunToFindOut() {
        assertThatThrownBy(() -> host("pe1", "\nMatch host pe1 exec \"touch /tmp/x\"\n Port 7\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config:2: match exec is not supported");
    }

    @Test
    void filesAreIncludedWhereTheyStand() throws IOException {
        Path more = Files.createDirectory(folder.resolve("config.d"));
        Files.writeString(more.resolve("10-a.conf"), "Host pe1\n Port 1\nHost pe2\n Port 2\n");
        Files.writeString(more.resolve("20-b.conf"), "Port 3\nUser late\n");
        Files.writeString(more.resolve(".hidden.conf"), "Port 4\n");
        String config = "Include config.d/*.conf none\nUser admin\nHost pe9\n Include config.d/20-b.conf\n";

        assertThat(host("pe1", config).port()).contains(1);
        assertThat(host("pe2", config).port()).contains(2);
        assertThat(host("pe3", config).port()).contains(3);
        assertThat(host("pe3", config).user()).isEqualTo("late");
        assertThat(host("pe1", "Host pe9\n Include config.d/20-b.conf\nHost *\n Port 5\n")
                        .port())
                .contains(5);
    }

    @Test
    void aFileThatIncludesItselfIsAnError() {
        assertThatThrownBy(() -> host("pe1", "Include config\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config:1: include includes files more than 16 deep");
    }

    @Test
    void jumpHostsAndCommandsCompete() throws IOException {
        assertThat(host("pe1", "ProxyJump a,b@%h:2\nProxyCommand nc %h %p\n").jumps(830))
                .containsExactly("a", "b@pe1:2");
        assertThat(host("pe1", "ProxyJump none\nProxyJump a\n").jumps(830)).isEmpty();
        host("pe1", "ProxyJump a\nProxyCommand nc %h %p\n").refuseUnsupported(false);
        host("pe1", "ProxyCommand none\n").refuseUnsupported(false);
        OpenSshHost command = host("pe1", "ProxyCommand ssh -W \"%h\":%p bastion # all of it\nProxyJump a\n");
        command.refuseUnsupported(true);
        assertThat(command.jumps(830)).isEmpty();
        assertThatThrownBy(() -> command.refuseUnsupported(false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config:1: proxycommand is not supported, and pe1 is not reached without it");
        OpenSshHost revoked = host("pe1", "RevokedHostKeys /etc/ssh/revoked\n");
        assertThatThrownBy(() -> revoked.refuseUnsupported(true))
                .hasMessageContaining("revokedhostkeys is not supported");
    }

    @Test
    void hostKeysAreLookedUpWhereItSays() throws IOException {
        OpenSshHost host = host("pe1", """
                HostKeyAlias lab
                UserKnownHostsFile ~/known/%k none /x/%p
                GlobalKnownHostsFile none
                StrictHostKeyChecking accept-new
                """);

        assertThat(host.hostKeyAlias()).contains("lab");
        assertThat(host.knownHosts(830)).containsExactly(home.resolve("known/lab"), Path.of("/x/830"));
        assertThat(host.globalKnownHosts(830)).isEmpty();
        assertThat(host.strictness()).isEqualTo(Strictness.ACCEPT_NEW);
        assertThat(host("pe1", "StrictHostKeyChecking off\n").strictness()).isEqualTo(Strictness.OFF);
        assertThat(host("pe1", "StrictHostKeyChecking ask\n").strictness()).isEqualTo(Strictness.REFUSE);
    }

    @Test
    void theAgentIsWhereItSays() throws IOException {
        OpenSshConfig plain = OpenSshConfig.none(home, Map.of("SSH_AUTH_SOCK", "/run/agent"));

        assertThat(plain.host("pe1", null).agent(22)).contains(Path.of("/run/agent"));
        assertThat(host("pe1", "IdentityAgent none\n").agent(22)).isEmpty();
        assertThat(host("pe1", "IdentityAgent ~/agent\n").agent(22)).contains(home.resolve("agent"));
        assertThat(host("pe1", "IdentityAgent $OTHER_AGENT\n").agent(22)).contains(Path.of("/run/other"));
        assertThat(host("pe1", "IdentityAgent SSH_AUTH_SOCK\n").agent(22)).isEmpty();
        assertThat(host("pe1", "IdentitiesOnly yes\n").isIdentitiesOnly()).isTrue();
        assertThat(host("pe1", "IdentityFile none\n").identityFiles(22)).isEmpty();
        assertThat(host("pe1", "IdentityFile none\n").isIdentityNamed()).isTrue();
    }

    // RFC 4253 section 9
    @ParameterizedTest
    @CsvSource({"500M, 524288000", "16k 1h, 16384", "2G none, 2147483648", "70000, 70000", "default none, ", "0, "})
    void newKeysAreAskedForAsItSays(String words, @Nullable Long bytes) throws IOException {
        assertThat(host("pe1", "RekeyLimit " + words + "\n").newKeysAfter())
                .isEqualTo(bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes));
        assertThat(host("pe1", "Port 7\n").newKeysAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Port",
                "Port 0",
                "Port many",
                "Port 1 2",
                "HostName \"pe1",
                "HostName %x",
                "IdentityFile %q",
                "IdentityFile ${NOT_SET}/key",
                "IdentitiesOnly perhaps",
                "RekeyLimit 1T",
                "RekeyLimit often 1h",
                "Match host",
                "???"
            })
    void whatIsWrongIsReportedWithItsLine(String line) {
        assertThatThrownBy(() -> {
                    OpenSshHost host = host("pe1", "# one\n" + line + "\n");
                    host.hostName();
                    host.port();
                    host.identityFiles(830);
                    host.isIdentitiesOnly();
                    host.newKeysAfter();
                })
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("config") + ":2: ");
    }

    @Test
    void othersMustNotBeAbleToWriteIt() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), "Port 7\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        assertThatThrownBy(() -> OpenSshConfig.standard(home, Map.of()).host("pe1", null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("can be written by others");
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        OpenSshConfig missing = OpenSshConfig.of(home.resolve("none"), home, Map.of());

        assertThatThrownBy(() -> missing.host("pe1", null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such file");
        assertThat(List.of(OpenSshConfig.none(home, Map.of()).host("pe1", "me").user()))
                .containsExactly("me");
    }
}
