package dev.parley.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server's end of an SSH connection on the test's own thread. Of every packet it knows where it ends among the bytes on
 * the wire, and how much of the stream has then been sent.
 */
final class HandServer {
    static final KeyPair KEY =
            dev.parley.simulator.ssh.HostKeys.newPair(dev.parley.simulator.ssh.HostKeys.Kind.ED25519);

    private static final Sessions SESSIONS = new Sessions(server());

    private final Wire wire = new Wire();
    private final byte[] stream;
    private final int packet;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final NavigableMap<Long, Long> streamAt = new TreeMap<>(Map.of(0L, 0L));
    private long written;
    private int streamed;
    private @Nullable End end;

    /**
     * A server that starts whatever subsystem it is asked for.
     *
     * @param stream what it says on the channel, beginning as soon as that is open
     * @param packet how much of it goes into a packet at most
     */
    HandServer(byte[] stream, int packet) throws Exception {
        this.stream = stream;
        this.packet = packet;
        SESSIONS.sessionCreated(wire);
    }

    private static SshServer server() {
        SshServer server = ServerBuilder.builder()
                .channelFactories(List.of(new ChannelFactory() {
                    @Override
                    public String getName() {
                        return "session";
                    }

                    @Override
                    public Channel createChannel(Session session) {
                        return new End(((Wire) session.getIoSession()).server());
                    }
                }))
                .build();
        server.setServiceFactories(SshServer.DEFAULT_SERVICE_FACTORIES);
        server.setKeyPairProvider(KeyPairProvider.wrap(KEY));
        server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        server.setPasswordAuthenticator((name, password, session) -> true);
        return server;
    }

    /** Takes what the client has sent. */
    void receive(byte[] bytes) throws Exception {
        if (bytes.length > 0) {
            SESSIONS.messageReceived(wire, Readable.readable(java.nio.ByteBuffer.wrap(bytes)));
        }
    }

    /** Says as much more of the stream as the client's window lets it, up to so many bytes. */
    void say(int most) throws IOException {
        int left = most;
        while (end != null && left > 0 && streamed < stream.length) {
            int size = (int) Math.min(
                    Math.min(packet, left),
                    Math.min(stream.length - streamed, end.getRemoteWindow().getSize()));
            if (size == 0) {
                return;
            }
            end.send(stream, streamed, size);
            left -= size;
        }
    }

    boolean hasSaidAll() {
        return streamed == stream.length;
    }

    /** How much of the stream has been said. */
    int streamed() {
        return streamed;
    }

    /** What has been written to the wire since the last time. */
    byte[] written() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    /** How much of the stream lies in the packets that are whole when so many bytes of the wire have arrived. */
    long wholeAt(long arrived) {
        return streamAt.floorEntry(arrived).getValue();
    }

    /** Where the packet ends on the wire that goes on there. */
    long endBehind(long arrived) {
        return streamAt.higherKey(arrived);
    }

    private static final class Sessions extends SessionFactory {
        Sessions(SshServer server) {
            super(server);
        }

        @Override
        protected ServerSessionImpl doCreateSession(IoSession wire) throws Exception {
            return new ServerSessionImpl(getServer(), wire);
        }
    }

    /** The channel. */
    private static final class End extends AbstractServerChannel {
        private final HandServer server;

        @SuppressWarnings("NullAway") // MINA takes null for: no executor of its own.
        End(HandServer server) {
            super(null);
            this.server = server;
        }

        @Override
        protected RequestHandler.Result handleInternalRequest(String request, boolean wantReply, Buffer message)
                throws IOException {
            return request.equals("subsystem")
                    ? RequestHandler.Result.ReplySuccess
                    : super.handleInternalRequest(request, wantReply, message);
        }

        @Override
        protected IoWriteFuture sendResponse(
                Buffer message, String request, RequestHandler.Result result, boolean wantReply) throws IOException {
            IoWriteFuture sent = super.sendResponse(message, request, result, wantReply);
            server.end = this;
            // together with the answer, as servers do that say hello at once
            server.say(Math.min(server.stream.length, 700));
            return sent;
        }

        void send(byte[] bytes, int from, int size) throws IOException {
            Buffer message = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, size + 2 * Integer.BYTES);
            message.putUInt(getRecipient());
            message.putBytes(bytes, from, size);
            getRemoteWindow().consume(size);
            getSession().writePacket(message);
            // only now: MINA may have put a packet that says nothing in front of it
            server.streamed += size;
            server.streamAt.put(server.written, (long) server.streamed);
        }

        @Override
        protected void doWriteData(byte[] data, int offset, long length) throws IOException {
            getLocalWindow().release(length);
        }

        @Override
        protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
            getLocalWindow().release(length);
        }
    }

    /** What MINA writes to. */
    private final class Wire extends AbstractCloseable implements IoSession {
        private final Map<Object, Object> attributes = new HashMap<>();

        HandServer server() {
            return HandServer.this;
        }

        @Override
        public IoWriteFuture writeBuffer(Buffer buffer) {
            out.write(buffer.array(), buffer.rpos(), buffer.available());
            written += buffer.available();
            streamAt.put(written, (long) streamed);
            return AbstractIoWriteFuture.fulfilled(this, true);
        }

        @Override
        public long getId() {
            return 0;
        }

        @Override
        public SocketAddress getRemoteAddress() {
            return InetSocketAddress.createUnresolved("client", 1);
        }

        @Override
        public SocketAddress getLocalAddress() {
            return InetSocketAddress.createUnresolved("pe1", 830);
        }

        @Override
        public @Nullable SocketAddress getAcceptanceAddress() {
            return null;
        }

        @Override
        public @Nullable IoService getService() {
            return null;
        }

        @Override
        public @Nullable Object getAttribute(Object key) {
            return attributes.get(key);
        }

        @Override
        public @Nullable Object setAttribute(Object key, Object value) {
            return attributes.put(key, value);
        }

        @Override
        public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
            return attributes.putIfAbsent(key, value);
        }

        @Override
        public @Nullable Object removeAttribute(Object key) {
            return attributes.remove(key);
        }

        @Override
        public void shutdownOutputStream() {}

        @Override
        public void suspendRead() {}

        @Override
        public void resumeRead() {}
    }
}
