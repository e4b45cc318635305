package dev.parley.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Puts lines on the disk, as many at once as wait: however many devices there are, the disk is asked no more often than it can answer.
 * After the first failure it takes nothing any more, and the file ends behind its last whole line.
 */
final class JournalWriter implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Thread thread;
    private List<Line> waiting = new ArrayList<>();
    private boolean closed;
    private @Nullable IOException failure;
    private long length;

    private static final class Line {
        private final byte[] bytes;
        private final CompletableFuture<Void> written = new CompletableFuture<>();

        Line(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private JournalWriter(Path file, FileChannel channel, long length) {
        this.file = file;
        this.channel = channel;
        this.length = length;
        this.thread = new Thread(this::run, "parley-journal");
        this.thread.setDaemon(true);
    }

    /** Writes to a file from there on; what is behind it goes. The channel is closed if that cannot be done. */
    static JournalWriter open(Path file, FileChannel channel, long length) {
        JournalWriter writer = new JournalWriter(file, channel, length);
        try {
            channel.truncate(length);
            channel.position(length);
        } catch (IOException e) {
            Journal.close(channel, e);
            throw Journal.unwritable(file, e);
        }
        writer.thread.start();
        return writer;
    }

    /** Takes a line; the future is completed when it is on the disk, by the thread that put it there. */
    CompletableFuture<Void> write(Map<String, ?> facts) {
        Line line = new Line(JsonLine.write(facts));
        synchronized (this) {
            if (failure == null && !closed) {
                waiting.add(line);
                notifyAll();
                return line.written;
            }
        }
        line.written.completeExceptionally(Journal.unwritable(file, why()));
        return line.written;
    }

    private synchronized IOException why() {
        return failure == null ? new IOException("it is closed already") : failure;
    }

    private void run() {
        for (List<Line> lines = next(); !lines.isEmpty(); lines = next()) {
            IOException broken = put(lines);
            for (Line line : lines) {
                if (broken == null) {
                    line.written.complete(null);
                } else {
                    line.written.completeExceptionally(Journal.unwritable(file, broken));
                }
            }
        }
    }

    private synchronized List<Line> next() {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // nobody but close ends it, because those who wait for a line must be told
            }
        }
        List<Line> lines = waiting;
        waiting = new ArrayList<>();
        return lines;
    }

    private @Nullable IOException put(List<Line> lines) {
        synchronized (this) {
            if (failure != null) {
                return failure;
            }
        }
        try {
            int size = lines.stream().mapToInt(line -> line.bytes.length).sum();
            ByteBuffer bytes = ByteBuffer.allocate(size);
            lines.forEach(line -> bytes.put(line.bytes));
            bytes.flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
            length += size;
            return null;
        } catch (IOException e) {
            broken(e);
            return e;
        } catch (RuntimeException | Error e) {
            // those who wait for a line must be told whatever happens, and behind half a line nothing may be written
            IOException broken = new IOException("internal error: " + e, e);
            broken(broken);
            return broken;
        }
    }

    private synchronized void broken(IOException why) {
        failure = why;
        try {
            // half a line would be known for what it is, too; this is to leave none
            channel.truncate(length);
            channel.force(false);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Writes what waits, and closes the file. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            OpenJournals.close(channel);
        } catch (IOException e) {
            throw Journal.unwritable(file, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
