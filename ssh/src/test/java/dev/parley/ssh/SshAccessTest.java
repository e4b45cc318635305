package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files an access reads, here and at the hosts on the way. */
class SshAccessTest {
    @TempDir
    private Path folder;

    private static SshAccess to(Ssh ssh) {
        return new SshAccess("pe1", 830, ssh);
    }

    @Test
    void theFilesOfAllHopsAreNamedOnceEach() {
        Path hosts = folder.resolve("known_hosts");
        Path bastionHosts = folder.resolve("bastion_hosts");
        Path id = folder.resolve("id");
        Path socket = folder.resolve("agent");
        Path only = folder.resolve("only");
        Ssh ssh = Ssh.trusting(HostKeys.knownHosts(hosts)).as("admin", SshLogin.keyFile(id));
        Ssh bastion = Ssh.trusting(HostKeys.knownHosts(hosts, bastionHosts))
                .as("jump", SshLogin.keyFile(id), SshLogin.agent(socket, List.of(only)));
        SshAccess access = to(ssh.via("bastion", bastion));

        assertThat(access.files()).containsExactlyInAnyOrder(hosts, bastionHosts, id, only, folder.resolve("only.pub"));
        assertThat(access.loginFiles()).containsExactlyInAnyOrder(id, only, folder.resolve("only.pub"));
    }

    @Test
    void keysDoNotDecideAloneWhereAPasswordIsSentOrAsked() {
        Path id = folder.resolve("id");
        Ssh key = Ssh.trusting(HostKeys.insecureTrustAny()).as("admin", SshLogin.keyFile(id));
        Ssh password = key.as("admin", SshLogin.keyFile(id), SshLogin.password("secret"::toCharArray));
        Ssh answers = key.as("admin", SshLogin.keyFile(id), SshLogin.answers(List::of));

        assertThat(to(key).loginFiles()).containsExactly(id);
        assertThat(to(password).loginFiles()).isEmpty();
        assertThat(to(answers).loginFiles()).isEmpty();
        assertThat(to(key.via("bastion", password)).loginFiles()).isEmpty();
        assertThat(to(password.via("bastion", key)).loginFiles()).isEmpty();
        assertThat(to(password).files()).containsExactly(id);
    }
}
