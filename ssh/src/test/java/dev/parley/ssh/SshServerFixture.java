package dev.parley.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;

/**
 * MINA's SSH server in front of a NETCONF server that speaks over bare TCP: for whatever a device may do with SSH that the
 * simulator does not.
 */
final class SshServerFixture implements AutoCloseable {
    private final SshServer server;

    private SshServerFixture(SshServer server) {
        this.server = server;
    }

    /** A server that starts NETCONF by going on to this port. */
    static SshServerFixture before(int netconfPort, KeyPair hostKey, Consumer<SshServer> settings) {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> user.equals("admin") && password.equals("secret"));
        server.setSubsystemFactories(List.of(new SubsystemFactory() {
            @Override
            public String getName() {
                return "netconf";
            }

            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new Bridge(netconfPort);
            }
        }));
        settings.accept(server);
        try {
            server.start();
        } catch (IOException e) {
            throw new AssertionError("the SSH server does not start", e);
        }
        return new SshServerFixture(server);
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new AssertionError("the SSH server does not stop", e);
        }
    }

    /** Carries bytes between a channel and a TCP connection. */
    private static final class Bridge implements Command {
        private final int port;
        private InputStream in;
        private OutputStream out;
        private ExitCallback exit;
        private Socket socket;

        Bridge(int port) {
            this.port = port;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            // nothing is said there
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            pump(in, socket.getOutputStream(), false);
            pump(socket.getInputStream(), out, true);
        }

        private void pump(InputStream from, OutputStream to, boolean last) {
            Thread thread = new Thread(() -> {
                byte[] buffer = new byte[16_384];
                try {
                    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                        to.write(buffer, 0, n);
                        to.flush();
                    }
                } catch (IOException e) {
                    // either side has gone
                }
                if (last) {
                    exit.onExit(0);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void destroy(ChannelSession channel) throws IOException {
            if (socket != null) {
                socket.close();
            }
        }
    }
}
