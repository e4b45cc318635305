package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;

/** A client of SSH that is not ours: MINA's, with threads of its own. */
final class SshProbe implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final CompletableFuture<PublicKey> hostKey = new CompletableFuture<>();
    private final CompletableFuture<String> disconnected = new CompletableFuture<>();
    private final ClientSession session;

    private SshProbe(DeviceSimulator device, String user, Consumer<SshClient> before) throws IOException {
        client.setServerKeyVerifier((with, address, key) -> {
            hostKey.complete(key);
            return true;
        });
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        before.accept(client);
        client.start();
        client.addSessionListener(new SessionListener() {
            @Override
            public void sessionDisconnect(Session with, int reason, String text, String language, boolean initiator) {
                disconnected.complete((initiator ? "we: " : "") + reason + " " + text);
            }

            @Override
            public void sessionClosed(Session with) {
                disconnected.complete("");
            }
        });
        session = client.connect(user, device.host(), device.port())
                .verify(PATIENCE)
                .getSession();
    }

    /** Connects, and proves nothing yet. */
    static SshProbe connect(DeviceSimulator device, String user) throws IOException {
        return new SshProbe(device, user, client -> {});
    }

    static SshProbe connect(DeviceSimulator device, String user, Consumer<SshClient> before) throws IOException {
        return new SshProbe(device, user, before);
    }

    /** Logs in with a password. */
    static SshProbe login(DeviceSimulator device, String user, String password) throws IOException {
        SshProbe probe = connect(device, user);
        try {
            probe.password(password).authenticate();
        } catch (IOException e) {
            probe.close();
            throw e;
        }
        return probe;
    }

    SshProbe password(String password) {
        session.addPasswordIdentity(password);
        return this;
    }

    SshProbe key(KeyPair pair) {
        session.addPublicKeyIdentity(pair);
        return this;
    }

    SshProbe answers(String... answers) {
        session.setUserInteraction(new UserInteraction() {
            @Override
            public String[] interactive(
                    ClientSession with,
                    String name,
                    String instruction,
                    String language,
                    String[] prompts,
                    boolean[] echo) {
                return answers;
            }

            @Override
            public String getUpdatedPassword(ClientSession with, String prompt, String language) {
                throw new UnsupportedOperationException(prompt);
            }
        });
        return this;
    }

    SshProbe authenticate() throws IOException {
        session.auth().verify(PATIENCE);
        return this;
    }

    ClientSession session() {
        return session;
    }

    /** The key that the device showed. */
    CompletableFuture<PublicKey> hostKey() {
        return hostKey;
    }

    /** The reason and text of the device's disconnect; empty where the connection ended without one. */
    CompletableFuture<String> disconnected() {
        return disconnected;
    }

    /** NETCONF on a channel of its own. */
    RawClient netconf() throws IOException {
        return on(session.createSubsystemChannel("netconf"));
    }

    /** NETCONF with another device, over a connection of its own that ends with this client. */
    RawClient netconfWith(DeviceSimulator other, String user, String password) throws IOException {
        ClientSession more = client.connect(user, other.host(), other.port())
                .verify(PATIENCE)
                .getSession();
        more.addPasswordIdentity(password);
        more.auth().verify(PATIENCE);
        return on(more.createSubsystemChannel("netconf"));
    }

    RawClient on(ClientChannel channel) throws IOException {
        channel.open().verify(PATIENCE);
        return RawClient.on(
                channel.getInvertedOut(),
                channel.getInvertedIn(),
                () -> channel.close(false).await(PATIENCE));
    }

    /** NETCONF whose data goes there, a write for each packet. */
    ChannelSubsystem subsystem(String name, OutputStream out, OutputStream error) throws IOException {
        ChannelSubsystem channel = session.createSubsystemChannel(name);
        channel.setIn(new SilentInput());
        channel.setOut(out);
        channel.setErr(error);
        channel.open().verify(PATIENCE);
        return channel;
    }

    /** What there is to say is never said, and the channel stays open for what comes. */
    private final class SilentInput extends InputStream {
        @Override
        public int read() {
            disconnected.join();
            return -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return read();
        }
    }

    ChannelExec exec(String command) throws IOException {
        return session.createExecChannel(command);
    }

    /** Waits until that has happened to a channel. */
    static void await(ClientChannel channel, ClientChannelEvent event) {
        assertThat(channel.waitFor(EnumSet.of(event), PATIENCE)).contains(event);
    }

    @Override
    public void close() {
        client.stop();
    }
}
