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
import java.util.Optional;

/**
 * A connection on which no read takes longer than until a deadline, and nothing is taken in beyond so many bytes and records,
 * whatever the server sends. Interrupting the thread closes it.
 */
final class Connection implements AutoCloseable {
    /** Far more than any handshake and any hello of NETCONF needs. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    /** A hello of a megabyte in records of 128 bytes. */
    static final int MOST_RECORDS = 8 * 1024;

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final Runnable ended;
    private Duration patience = Duration.ZERO;
    private long deadline;
    private int bytes;
    private int records;

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

    /**
     * The next record of TLS; empty at the end.
     *
     * @throws MalformedException if it is none, or more came than anybody needs to say
     */
    Optional<TlsRecord> record() throws IOException {
        records++;
        if (records > MOST_RECORDS) {
            throw new MalformedException("more than " + MOST_RECORDS + " records on one connection");
        }
        return TlsRecord.read(in);
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
            int count = from.read(into, offset, length);
            bytes += Math.max(0, count);
            if (bytes > MOST_BYTES) {
                throw new MalformedException("more than " + MOST_BYTES + " bytes on one connection");
            }
            return count;
        }
    }
}
