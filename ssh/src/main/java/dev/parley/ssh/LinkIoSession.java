package dev.parley.ssh;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * MINA's view of the link below. MINA has transports of its own, on Netty too; with this small one it shares the event loop
 * of the session above, goes through the channels of jump hosts and over connections that devices opened, and every byte is
 * counted.
 */
final class LinkIoSession extends AbstractCloseable implements IoSession {
    private final SshConnection connection;
    private final SocketAddress remote;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();

    LinkIoSession(SshConnection connection, SocketAddress remote) {
        this.connection = connection;
        this.remote = remote;
    }

    SshConnection connection() {
        return connection;
    }

    /** Any thread; in the order of the calls. What happens to the bytes shows when the link ends. */
    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        connection.send(ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available()));
        return AbstractIoWriteFuture.fulfilled(this, true);
    }

    @Override
    protected void doCloseImmediately() {
        connection.sessionEnded();
        super.doCloseImmediately();
    }

    @Override
    public long getId() {
        return 0;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return remote;
    }

    @Override
    public @Nullable SocketAddress getAcceptanceAddress() {
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
    public IoService getService() {
        throw new UnsupportedOperationException("there is no service behind a link");
    }

    @Override
    public void shutdownOutputStream() {
        throw new UnsupportedOperationException("a link ends in both directions");
    }

    @Override
    public void suspendRead() {
        throw new UnsupportedOperationException("windows hold the device up, and nothing else");
    }

    @Override
    public void resumeRead() {
        throw new UnsupportedOperationException("windows hold the device up, and nothing else");
    }
}
