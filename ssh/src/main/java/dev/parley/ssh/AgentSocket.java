package dev.parley.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * An ssh-agent behind a UNIX socket. Each answer has its time; a person may have to touch a token for it. An interrupt ends
 * the wait.
 */
final class AgentSocket extends AbstractAgentProxy {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final Selector selector;

    private AgentSocket(SocketChannel channel, Selector selector) {
        super(null);
        this.channel = channel;
        this.selector = selector;
    }

    static AgentSocket open(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, 0);
            return new AgentSocket(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    protected Buffer request(Buffer request) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        ByteBuffer out = ByteBuffer.wrap(request.array(), request.rpos(), request.available());
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
        int length = read(4, deadline).getInt();
        if (length < 1 || length > MOST_BYTES) {
            throw new IOException("it answers with " + length + " bytes, which is no answer of an agent");
        }
        return new ByteArrayBuffer(read(length, deadline).array());
    }

    private ByteBuffer read(int length, long deadline) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(length);
        while (in.hasRemaining()) {
            int read = channel.read(in);
            if (read < 0) {
                throw new EOFException("it hung up");
            }
            if (read == 0) {
                await(SelectionKey.OP_READ, deadline);
            }
        }
        return in.flip();
    }

    private void await(int operation, long deadline) throws IOException {
        channel.keyFor(selector).interestOps(operation);
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new IOException("no answer within " + PATIENCE.toSeconds() + " s");
        }
        selector.select(millis);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("given up");
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
