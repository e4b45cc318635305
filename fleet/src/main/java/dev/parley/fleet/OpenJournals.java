package dev.parley.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The journals with which runs of this process are at work, each with its one channel. POSIX lets go of all that a process has locked
 * of a file as soon as the process closes any channel of it (fcntl), so that no other one may be opened, be it only to look at it.
 * Safe for all threads.
 */
final class OpenJournals {
    private static final int MOST = 1 << 30;
    private static final Map<Object, FileChannel> OPEN = new HashMap<>();

    private OpenJournals() {}

    /** A channel of a file that no other run has, with the lock on it; null if another one has it. */
    static synchronized @Nullable FileChannel open(
            Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        if (ours(file) != null) {
            return null;
        }
        FileChannel channel = FileChannel.open(file, options, attributes);
        try {
            if (channel.tryLock() != null) {
                OPEN.put(key(file), channel);
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // somebody in this process has it who is not known here; closing lets go of it, and not closing it would
            // not help
            channel.close();
            return null;
        } catch (IOException e) {
            close(channel);
            throw e;
        }
        channel.close();
        return null;
    }

    /** What stands in a file, whoever has it. */
    static synchronized byte[] read(Path file) throws IOException {
        FileChannel ours = ours(file);
        if (ours != null) {
            return read(ours);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel);
        }
    }

    /** What stands in a file that a channel is of. */
    static byte[] read(FileChannel channel) throws IOException {
        if (channel.size() > MOST) {
            throw new IOException("it is too large for a journal");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // on to the end
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Closes a channel, and so lets go of its file. */
    static synchronized void close(FileChannel channel) throws IOException {
        OPEN.values().remove(channel);
        channel.close();
    }

    private static @Nullable FileChannel ours(Path file) throws IOException {
        try {
            return OPEN.get(key(file));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** What a file is known by, whatever it is called. */
    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }
}
