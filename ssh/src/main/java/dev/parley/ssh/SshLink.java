package dev.parley.ssh;

import dev.parley.security.SecurityDetails;
import dev.parley.transport.Link;
import dev.parley.transport.LinkEnd;
import dev.parley.transport.LinkListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.LinkTraffic;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A channel of an SSH connection as a link. What arrives is handed up within the same call; what the reader has taken in
 * is what the device may send again, so a reader that stops holds the device up.
 */
final class SshLink implements Link {
    /** From here on the session above is asked to wait, until half of it is gone. */
    private static final int MOST_WAITING = 1 << 16;

    /** How much of what the device says beside the stream is kept. */
    private static final int MOST_WORDS = 2_000;

    /** How long to wait for what says why a channel ends, once no more data comes. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final SshConnection connection;
    private final SocketAddress remote;
    private final StreamChannel channel;
    private final StringBuilder words = new StringBuilder();
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> early = new ArrayDeque<>(0);
    private @Nullable LinkListener listener;
    private LinkLoop.@Nullable Timer lastWords;
    private long waitingBytes;
    private boolean full;
    private boolean reading = true;
    private long owed;
    private boolean inputEnded;
    private long plainIn;
    private long plainOut;
    private long reads;

    SshLink(SshConnection connection, Start start, int window, SocketAddress remote) {
        this.connection = connection;
        this.remote = remote;
        channel = new StreamChannel(start, window, this);
    }

    StreamChannel channel() {
        return channel;
    }

    /** From now on, this is who everything is handed up to; first of all what came together with the answer. */
    void start(LinkListener above) {
        listener = above;
        for (ByteBuffer bytes = early.poll(); bytes != null && connection.isOpen(); bytes = early.poll()) {
            handUp(above, bytes);
        }
        above.receivedAll();
        // what was written before there was anybody to tell: the hello
        flush();
        awaitLastWords();
    }

    // ---- what the channel tells, on whichever thread MINA runs

    void granted() {
        connection.account().started();
    }

    void refused(String why) {
        connection.account().startRefused(why);
    }

    void arrived(ByteBuffer bytes) {
        if (inputEnded) {
            return;
        }
        LinkListener above = listener;
        if (above == null) {
            early.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        } else if (connection.isOpen()) {
            handUp(above, bytes);
        }
    }

    private void handUp(LinkListener above, ByteBuffer bytes) {
        int length = bytes.remaining();
        plainIn += length;
        reads++;
        above.received(bytes);
        if (reading) {
            release(length);
        } else {
            owed += length;
        }
    }

    private void release(long length) {
        try {
            channel.release(length);
            // at once: a device that waits for its window should not wait until all that it has sent is read
            connection.flush();
        } catch (IOException e) {
            connection.account().broken(e);
        }
    }

    /** The device says something beside the stream: on the standard error of what was started. */
    void said(String text) {
        words.append(text, 0, Math.min(text.length(), MOST_WORDS - words.length()));
    }

    void endOfInput() {
        inputEnded = true;
        awaitLastWords();
    }

    /** Behind the end of data there may come how the command ended. */
    private void awaitLastWords() {
        if (inputEnded && listener != null && lastWords == null && connection.isOpen()) {
            lastWords = loop().schedule(() -> connection.channelEnded(howItEnded()), LAST_WORDS);
        }
    }

    void closedByPeer() {
        inputEnded = true;
        connection.channelEnded(howItEnded());
    }

    /** {@code SSH channel closed, exit status 1; it said: netconf: not found}. */
    String howItEnded() {
        StringBuilder how = new StringBuilder("SSH channel closed");
        Integer status = channel.getExitStatus();
        String signal = channel.getExitSignal();
        if (signal != null) {
            how.append(", ended by signal ").append(signal);
        } else if (status != null) {
            how.append(", exit status ").append(status);
        }
        if (!words.isEmpty()) {
            how.append("; it said: ").append(words.toString().strip());
        }
        return how.toString();
    }

    /** Whether the device said anything on the channel. */
    boolean isSilent() {
        return plainIn == 0 && early.isEmpty();
    }

    // ---- what the connection tells

    void receivedAll() {
        if (listener != null) {
            listener.receivedAll();
        }
    }

    void ended(LinkEnd end) {
        if (lastWords != null) {
            lastWords.cancel();
            lastWords = null;
        }
        LinkListener above = listener;
        listener = null;
        if (above != null) {
            above.closed(end);
        }
    }

    // ---- sending

    @Override
    public void write(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            waiting.add(bytes);
            waitingBytes += bytes.remaining();
        }
        if (!full && waitingBytes > MOST_WAITING) {
            flush();
            if (waitingBytes > MOST_WAITING) {
                full = true;
                tellWritable(false);
            }
        }
    }

    @Override
    public void flush() {
        pump();
        connection.flush();
    }

    /** Sends as much as the device's window and the link below take. */
    void pump() {
        if (listener == null) {
            return;
        }
        try {
            while (waitingBytes > 0 && connection.maySend()) {
                int length = (int) Math.min(channel.room(), waitingBytes);
                if (length <= 0) {
                    break;
                }
                channel.send(waiting, length);
                plainOut += length;
                waitingBytes -= length;
                while (!waiting.isEmpty() && !waiting.peek().hasRemaining()) {
                    waiting.poll();
                }
            }
        } catch (IOException e) {
            connection.account().broken(e);
        }
        if (full && waitingBytes <= MOST_WAITING / 2) {
            full = false;
            tellWritable(true);
        }
    }

    private void tellWritable(boolean writable) {
        if (listener != null) {
            listener.writable(writable);
        }
    }

    // ---- the rest of a link

    @Override
    public LinkLoop loop() {
        return connection.loop();
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        if (on && owed > 0) {
            long now = owed;
            owed = 0;
            release(now);
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public void measure() {
        connection.measure();
    }

    @Override
    public LinkTraffic traffic() {
        LinkTraffic wire = connection.wire();
        return new LinkTraffic(wire.wireIn(), plainIn, reads, wire.wireOut(), plainOut);
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public @Nullable SecurityDetails security() {
        return connection.account().details();
    }
}
