package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Timeouts;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.AuthMethod;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshUser;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that an agent keeps (draft-ietf-sshm-ssh-agent): it signs, and nobody else sees them. */
@Timeout(60)
class AgentTest {
    private static final int REQUEST_IDENTITIES = 11;
    private static final int IDENTITIES_ANSWER = 12;
    private static final int SIGN_REQUEST = 13;
    private static final int SIGN_RESPONSE = 14;
    private static final Map<Integer, String> RSA_BY_FLAG = Map.of(2, "rsa-sha2-256", 4, "rsa-sha2-512");

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        // the path of a socket is short
        folder = Files.createTempDirectory(Path.of("/tmp"), "agent");
    }

    @AfterEach
    void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("agent"));
        Files.delete(folder);
    }

    /** An agent with some keys; what it was asked to sign with is kept. */
    private final class Agent implements AutoCloseable {
        private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        private final List<KeyPair> keys;
        private final boolean silent;
        private final CompletableFuture<String> signedBy = new CompletableFuture<>();
        private final CompletableFuture<Void> hungUp = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        Agent(KeyPair... keys) throws IOException {
            this(false, keys);
        }

        Agent(boolean silent, KeyPair... keys) throws IOException {
            this.keys = List.of(keys);
            this.silent = silent;
            server.bind(UnixDomainSocketAddress.of(path()));
            new Thread(this::serve, "test-agent").start();
        }

        Path path() {
            return folder.resolve("agent");
        }

        private void serve() {
            try {
                while (true) {
                    try (SocketChannel client = server.accept()) {
                        answer(client);
                    } finally {
                        hungUp.complete(null);
                    }
                }
            } catch (IOException e) {
                ended.complete(null);
            }
        }

        private void answer(SocketChannel client) throws IOException {
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client));
            for (int length = next(in); length >= 0; length = next(in)) {
                Buffer request = new ByteArrayBuffer(in.readNBytes(length));
                if (!silent) {
                    byte[] reply = reply(request);
                    out.writeInt(reply.length);
                    out.write(reply);
                }
            }
        }

        private int next(DataInputStream in) {
            try {
                return in.readInt();
            } catch (IOException e) {
                return -1;
            }
        }

        private byte[] reply(Buffer request) {
            Buffer reply = new ByteArrayBuffer();
            int command = request.getUByte();
            if (command == REQUEST_IDENTITIES) {
                reply.putByte((byte) IDENTITIES_ANSWER);
                reply.putInt(keys.size());
                for (KeyPair key : keys) {
                    reply.putPublicKey(key.getPublic());
                    reply.putString("a comment");
                }
            } else if (command == SIGN_REQUEST) {
                byte[] wanted = request.getBytes();
                KeyPair key = keys.stream()
                        .filter(one -> Arrays.equals(HostKeyCheck.blob(one.getPublic()), wanted))
                        .findFirst()
                        .orElseThrow();
                byte[] data = request.getBytes();
                String algorithm = RSA_BY_FLAG.getOrDefault(request.getInt(), KeyUtils.getKeyType(key.getPublic()));
                signedBy.complete(algorithm);
                reply.putByte((byte) SIGN_RESPONSE);
                Buffer signature = new ByteArrayBuffer();
                signature.putString(algorithm);
                signature.putBytes(signature(key, algorithm, data));
                reply.putBytes(signature.getCompactData());
            }
            return reply.getCompactData();
        }

        private byte[] signature(KeyPair key, String algorithm, byte[] data) {
            try {
                Signature signer = NamedResource.findByName(algorithm, String::compareTo, BuiltinSignatures.VALUES)
                        .create();
                signer.initSigner(null, key.getPrivate());
                signer.update(null, data);
                return signer.sign(null);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            ended.join();
        }
    }

    private static Ssh by(Path socket) {
        return SshDevice.ssh().as("admin", SshLogin.agent(socket));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKeyOfAnAgentLetsUsIn(Kind kind) throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(kind);
        try (Agent agent = new Agent(key);
                DeviceSimulator device = SshDevice.start(SshUser.named("admin").key(key.getPublic()), s -> s);
                WatchedClient client = WatchedClient.create();
                Session session = client.open(SshDevice.at(device, by(agent.path())))) {
            session.send(GetConfig.from(Datastore.RUNNING));

            // never SHA-1
            assertThat(agent.signedBy.join()).isEqualTo(kind == Kind.RSA ? "rsa-sha2-512" : kind.keyType());
            assertThat(agent.hungUp).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    /** Where the public half of a key is found. */
    private enum Named {
        BY_ITS_PUBLIC_KEY {
            @Override
            Path write(KeyPair key, Path folder) throws Exception {
                return publicKey(key, folder.resolve("card.pub"));
            }
        },
        BY_A_PRIVATE_KEY_WITH_THE_PUBLIC_ONE_BESIDE_IT {
            @Override
            Path write(KeyPair key, Path folder) throws Exception {
                publicKey(key, folder.resolve("id.pub"));
                return SshLoginTest.Form.PKCS8.write(key, folder.resolve("id"), "open sesame");
            }
        },
        BY_A_PRIVATE_KEY_OF_WHICH_ONLY_THE_PUBLIC_ONE_IS_HERE {
            @Override
            Path write(KeyPair key, Path folder) throws Exception {
                publicKey(key, folder.resolve("id.pub"));
                return folder.resolve("id");
            }
        },
        BY_AN_ENCRYPTED_KEY_OF_OPENSSH {
            @Override
            Path write(KeyPair key, Path folder) throws Exception {
                return SshLoginTest.Form.OPENSSH.write(key, folder.resolve("id"), "open sesame");
            }
        };

        abstract Path write(KeyPair key, Path folder) throws Exception;

        private static Path publicKey(KeyPair key, Path file) throws IOException {
            String line = dev.parley.simulator.ssh.HostKeys.line(key.getPublic());
            return Files.writeString(file, "# from the card\n" + line + " me@here\n");
        }
    }

    // IdentitiesOnly of OpenSSH: the device knows both keys, and sees one of them.
    @ParameterizedTest
    @EnumSource
    void ofTheKeysOfAnAgentOnlyThoseThatAreNamedAreOffered(Named named, @TempDir Path files) throws Exception {
        KeyPair other = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ECDSA);
        KeyPair wanted = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
        SshUser admin = SshUser.named("admin").key(other.getPublic()).key(wanted.getPublic());
        try (Agent agent = new Agent(other, wanted);
                DeviceSimulator device = SshDevice.start(admin, s -> s);
                WatchedClient client = WatchedClient.create()) {
            SshLogin login = SshLogin.agent(agent.path(), List.of(files.resolve("none"), named.write(wanted, files)));
            client.open(SshDevice.at(device, SshDevice.ssh().as("admin", login)))
                    .close();

            assertThat(agent.signedBy.join()).isEqualTo(Kind.ED25519.keyType());
        }
    }

    @Test
    void anAgentThatHasNoneOfTheKeysIsNamed(@TempDir Path files) throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
        Path cut = Files.writeString(
                files.resolve("cut"),
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v\n-----END OPENSSH PRIVATE KEY-----\n");
        Path text = Files.writeString(files.resolve("text"), "to be done\n");
        try (Agent agent = new Agent(key);
                DeviceSimulator device = SshDevice.start(SshUser.named("admin").key(key.getPublic()), s -> s);
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    SshDevice.at(
                            device, SshDevice.ssh().as("admin", SshLogin.agent(agent.path(), List.of(cut, text)))));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.AUTHENTICATION_REFUSED);
            assertThat(failure)
                    .hasMessageContaining("tried nothing")
                    .hasMessageContaining("the agent has no key whose public half is in " + cut + ", " + text)
                    .hasMessageNotContaining("bytes from the network");
        }
    }

    @Test
    void agentsWithTheSameKeysAreEqual() {
        Path socket = Path.of("agent");

        assertThat(SshLogin.agent(socket, List.of(Path.of("a"))))
                .isEqualTo(SshLogin.agent(socket, List.of(Path.of("a"))))
                .isNotEqualTo(SshLogin.agent(socket, List.of(Path.of("b"))))
                .isNotEqualTo(SshLogin.agent(socket))
                .hasToString("agent agent with the keys in a");
    }

    @Test
    void anAgentThatIsNotThereIsNamed() {
        try (DeviceSimulator device = SshDevice.start(settings -> settings.anyOf(AuthMethod.PUBLIC_KEY));
                WatchedClient client = WatchedClient.create()) {
            OpenException failure =
                    client.failToOpen(OpenException.class, SshDevice.at(device, by(folder.resolve("agent"))));

            assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION_REFUSED);
            assertThat(failure)
                    .hasMessageContaining("tried nothing")
                    .hasMessageContaining("the agent at " + folder.resolve("agent") + " cannot be asked");
        }
    }

    @Test
    void anAgentThatSaysNothingIsGivenUpAtTheDeadline() throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
        try (Agent agent = new Agent(true, key);
                DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    SshDevice.at(device, by(agent.path()))
                            .withTimeouts(Timeouts.DEFAULT.with(Phase.AUTHENTICATE, Duration.ofSeconds(2))));

            assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION_TIMEOUT);
            assertThat(agent.hungUp).succeedsWithin(Duration.ofSeconds(20));
        }
    }
}
