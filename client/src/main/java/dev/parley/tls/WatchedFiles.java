package dev.parley.tls;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was read from files, read again when one of them has changed: its time, its size, or the file behind the name.
 * Looking costs one system call for each file. A change that cannot be read is an error and is never papered over with
 * what was there before.
 */
final class WatchedFiles<T> implements Supplier<T> {
    private final List<Path> files;
    private final Supplier<T> reader;
    private volatile @Nullable Reading<T> last;

    private record Reading<T>(List<Stamp> stamps, T value) {}

    private record Stamp(
            FileTime modified, long size, @Nullable Object file) {
        static Stamp of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException e) {
                throw unreadable(path, e);
            }
        }
    }

    WatchedFiles(List<Path> files, Supplier<T> reader) {
        this.files = List.copyOf(files);
        this.reader = reader;
    }

    @Override
    public T get() {
        // The stamps are taken before reading: a change in between shows as a difference the next time.
        List<Stamp> now = new ArrayList<>(files.size());
        files.forEach(file -> now.add(Stamp.of(file)));
        Reading<T> known = last;
        if (known != null && known.stamps().equals(now)) {
            return known.value();
        }
        T value = reader.get();
        last = new Reading<>(now, value);
        return value;
    }

    /** The content of a file, or the error that names it. */
    static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static InputException unreadable(Path path, IOException cause) {
        return new InputException(
                InputException.Reason.FILE_UNREADABLE,
                "cannot read " + path + ": " + FileTrouble.words(cause),
                null,
                cause);
    }
}
