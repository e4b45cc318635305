package dev.parley.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.fixture.NetconfdServer;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.ssh.HostKeys;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshDetails;
import dev.parley.ssh.SshLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions with netconfd over the SSH server that most devices have: OpenSSH's; with its keys, its files and its agent. */
@Timeout(120)
class OpenSshIT {
    private static final String USER = SshdServer.USER;

    private static NetconfdServer netconfd;
    private static SshdServer sshd;
    private static Path key;

    @BeforeAll
    static void start() {
        netconfd = NetconfdServer.startOrSkip();
        sshd = SshdServer.startOrSkip(netconfd);
        key = sshd.keygen("user", "", "-t", "ed25519");
        sshd.authorize(key);
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
        if (netconfd != null) {
            netconfd.close();
        }
    }

    private static Path known(String... lines) {
        try {
            return Files.write(Files.createTempFile(sshd.directory(), "known", "hosts"), List.of(lines));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(SshdServer server) {
        return "[127.0.0.1]:" + server.port();
    }

    private static Ssh ssh(SshLogin... logins) {
        return Ssh.trusting(sshd.trust()).as(USER, logins);
    }

    private static Device at(SshdServer server, Ssh ssh) {
        return SshAccess.device("127.0.0.1", server.port(), ssh)
                .withTimeouts(Timeouts.DEFAULT.withRpc(Duration.ofSeconds(10)));
    }

    private static SshDetails talk(Device device) {
        try (WatchedClient client = WatchedClient.create()) {
            Session session = client.open(device);
            Data data = session.send(GetConfig.from(Datastore.RUNNING));
            assertThat(data.xml().roots()).hasSize(1);
            session.close();
            assertThat(session.ended().join().isDrained()).isTrue();
            return (SshDetails) session.security();
        }
    }

    // ---- sessions

    @Test
    void sessionsOneAfterTheOtherAreOpenedAndAnsweredWithoutAMiss() {
        try (WatchedClient client = WatchedClient.create()) {
            for (int i = 0; i < 60; i++) {
                try (Session session = client.open(at(sshd, ssh(SshLogin.keyFile(key))))) {
                    assertThat(session.send(GetConfig.from(Datastore.RUNNING))
                                    .xml()
                                    .roots())
                            .hasSize(1);
                    assertThat(session.traffic().isDrained()).isTrue();
                }
            }
        }
    }

    @Test
    void sessionsAtTheSameTimeAreOpenedAndAnswered() {
        Device device = at(sshd, ssh(SshLogin.keyFile(key)));
        try (WatchedClient client = WatchedClient.create()) {
            List<CompletableFuture<Data>> answers = IntStream.range(0, 16)
                    .mapToObj(i -> client.openAsync(device)
                            .thenCompose(session -> session.sendAsync(GetConfig.from(Datastore.RUNNING))
                                    .whenComplete((data, failure) -> session.closeAsync())))
                    .toList();

            assertThat(answers)
                    .allSatisfy(
                            answer -> assertThat(answer.join().xml().roots()).hasSize(1));
        }
    }

    // RFC 4253 section 9
    @Test
    void keysChangeInTheMiddle() {
        try (SshdServer impatient = SshdServer.startOrSkip(netconfd, "RekeyLimit 16K")) {
            Path user = impatient.keygen("user", "", "-t", "ed25519");
            impatient.authorize(user);
            Ssh ssh = Ssh.trusting(impatient.trust()).as(USER, SshLogin.keyFile(user));
            try (WatchedClient client = WatchedClient.create();
                    Session session = client.open(at(impatient, ssh))) {
                for (int i = 0; i < 600; i++) {
                    session.send(GetConfig.from(Datastore.RUNNING));
                }
                assertThat(session.traffic().wireIn()).isGreaterThan(64_000);
            }
        }
    }

    @Test
    void aCommandIsStartedInPlaceOfTheSubsystem() {
        talk(at(
                sshd,
                ssh(SshLogin.keyFile(key)).withCommand(netconfd.subsystem().toString())));
    }

    @Test
    void aCommandThatIsNotThereIsQuoted() {
        try (WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class, at(sshd, ssh(SshLogin.keyFile(key)).withCommand("/nowhere/netconf")));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
            assertThat(failure).hasMessageContaining("exit status 127").hasMessageContaining("/nowhere/netconf");
        }
    }

    @Test
    void aSubsystemThatIsNotThereIsNamed() {
        try (WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class, at(sshd, ssh(SshLogin.keyFile(key)).withSubsystem("restconf")));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.SUBSYSTEM_REFUSED);
        }
    }

    @Test
    void theServerLeadsToItself() {
        SshAccess jump = new SshAccess("127.0.0.1", sshd.port(), ssh(SshLogin.keyFile(key)));

        talk(at(sshd, ssh(SshLogin.keyFile(key)).via(jump)));
    }

    // ---- algorithms

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KexAlgorithms sntrup761x25519-sha512@openssh.com",
                "KexAlgorithms curve25519-sha256",
                "KexAlgorithms ecdh-sha2-nistp384",
                "KexAlgorithms diffie-hellman-group-exchange-sha256",
                "KexAlgorithms diffie-hellman-group16-sha512",
                "Ciphers chacha20-poly1305@openssh.com",
                "Ciphers aes256-gcm@openssh.com",
                "Ciphers aes128-ctr\nMACs hmac-sha2-256-etm@openssh.com",
                "Ciphers aes256-ctr\nMACs hmac-sha2-512"
            })
    void whateverIsModernIsUnderstood(String setting) {
        try (SshdServer server = SshdServer.startOrSkip(netconfd, setting)) {
            Path user = server.keygen("user", "", "-t", "ed25519");
            server.authorize(user);

            talk(at(server, Ssh.trusting(server.trust()).as(USER, SshLogin.keyFile(user))));
        }
    }

    // ---- keys that ssh-keygen makes

    @ParameterizedTest
    @CsvSource({
        "ed25519, RFC4716, ''",
        "ed25519, RFC4716, open sesame",
        "rsa, RFC4716, open sesame",
        "rsa, PEM, open sesame",
        "rsa, PKCS8, ''",
        "rsa, PKCS8, open sesame",
        "ecdsa, RFC4716, open sesame",
        "ecdsa, PEM, open sesame",
        "ecdsa, PKCS8, open sesame"
    })
    void aKeyOfEachFormLetsUsIn(String type, String form, String passphrase) {
        String name = type + form + passphrase.length();
        Path file = sshd.keygen(name, passphrase, "-t", type, "-m", form);
        sshd.authorize(file);

        SshDetails details = talk(at(
                sshd,
                ssh(passphrase.isEmpty() ? SshLogin.keyFile(file) : SshLogin.keyFile(file, passphrase::toCharArray))));

        assertThat(details.methods()).containsExactly("publickey");
        assertThat(details.strict()).isTrue();
    }

    // ---- what OpenSSH knows of hosts

    @Test
    void aHashedNameIsFound() {
        Path file = known(name(sshd) + " " + sshd.hostKey());
        sshd.run("ssh-keygen", "-q", "-H", "-f", file.toString());

        assertThat(file).content().startsWith("|1|").doesNotContain("127.0.0.1");
        talk(at(sshd, ssh(SshLogin.keyFile(key)).withTrust(HostKeys.knownHosts(file))));
    }

    @Test
    void aCertificateOfATrustedAuthorityIsBelieved() {
        try (SshdServer server = SshdServer.startOrSkip(netconfd, "HostCertificate DIRECTORY/host-cert.pub")) {
            Path user = server.keygen("user", "", "-t", "ed25519");
            server.authorize(user);
            HostKeys authority = HostKeys.knownHosts(known("@cert-authority * " + server.authority()));
            Ssh ssh = Ssh.trusting(authority).as(USER, SshLogin.keyFile(user));

            assertThat(talk(at(server, ssh)).hostKeyType()).isEqualTo("ssh-ed25519-cert-v01@openssh.com");
            try (WatchedClient client = WatchedClient.create()) {
                // the certificate is one for 127.0.0.1
                OpenException failure =
                        client.failToOpen(OpenException.class, at(server, ssh.withHostKeyName("pe1.example.net")));
                assertThat(failure).hasMessageContaining("pe1.example.net");
            }
        }
    }

    // ---- the agent

    @Test
    void anAgentLetsUsIn() {
        try (SshdServer server = SshdServer.startOrSkip(netconfd, "MaxAuthTries 3")) {
            Path socket = server.startAgent();
            Ssh ssh = Ssh.trusting(server.trust()).as(USER, SshLogin.agent(socket));
            Path rsa = server.keygen("rsa", "", "-t", "rsa");
            server.authorize(rsa);
            server.run("ssh-add", "-q", rsa.toString());

            assertThat(talk(at(server, ssh)).methods()).containsExactly("publickey");

            server.run("ssh-add", "-q", "-D");
            for (int i = 0; i < 5; i++) {
                server.run(
                        "ssh-add",
                        "-q",
                        server.keygen("other" + i, "", "-t", "ed25519").toString());
            }
            try (WatchedClient client = WatchedClient.create()) {
                OpenException failure = client.failToOpen(OpenException.class, at(server, ssh));
                assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.AUTHENTICATION_REFUSED);
                assertThat(failure).hasMessageContaining("Too many authentication failures");
            }
        }
    }
}
