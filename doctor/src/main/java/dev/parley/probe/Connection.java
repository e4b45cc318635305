package dev.parley.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;

/** A connection on which no read takes longer than until a deadline. Interrupting the thread closes it. */
final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final Runnable ended;
    private Duration patience = Duration.ZERO;
    private long deadline;

    Connection(SocketChannel channel, Duration patience, Runnable ended) throws IOException {
        this.channel = channel;
        this.out = channel.socket().getOutputStream();
        this.in = new BufferedInputStream(new UntilDeadline(channel.socket()));
        this.ended = ended;
        waitFor(patience);
    }

    /** From now on, so long at most is waited for whatever is still to come. */
    void waitFor(Duration time) {
        patience = time;
        deadline = System.nanoTime() + time.toNanos();
    }

    /** How long is waited at most. */
    Duration patience() {
        return patience;
    }

    InputStream in() {
        return in;
    }

    void send(Octets bytes) throws IOException {
        out.write(bytes.array());
        out.flush();
    }

    /** Sends, or finds that the server has closed already; the alert that says why may still be there to be read. */
    void sendIfOpen(Octets bytes) throws IOException {
        try {
            send(bytes);
        } catch (SocketException e) {
            Prober.throwIfInterrupted(e);
        }
    }

    @Override
    public void close() throws IOException {
        ended.run();
        channel.close();
    }

    private final class UntilDeadline extends InputStream {
        private final Socket socket;
        private final InputStream from;

        UntilDeadline(Socket socket) throws IOException {
            this.socket = socket;
            this.from = socket.getInputStream();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("no more came in time");
            }
            socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
            return from.read(into, offset, length);
        }
    }
}
