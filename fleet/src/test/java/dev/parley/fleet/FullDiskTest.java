package dev.parley.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class FullDiskTest {
    @TempDir
    Path folder;

    @Test
    void aDiskThatFillsInTheMiddleOfALineLeavesWholeLines() throws IOException {
        Path file = folder.resolve("run.jsonl");
        FileChannel disk = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        JournalWriter writer = JournalWriter.open(file, new SmallDisk(disk, 100), 0);

        writer.write(Map.of("event", "first")).join();
        CompletableFuture<Void> second = writer.write(Map.of("event", "second".repeat(20)));
        assertThatThrownBy(second::join).hasMessageContaining("the disk is full");
        assertThatThrownBy(() -> writer.write(Map.of("event", "third")).join())
                .hasMessageContaining("cannot write the journal " + file + ": the disk is full");
        writer.close();

        assertThat(Files.readString(file).lines())
                .singleElement()
                .satisfies(line -> assertThat(JsonLine.read(line))
                        .hasValueSatisfying(facts -> assertThat(facts).containsEntry("event", "first")));
        assertThat(Files.readString(file)).endsWith("\n");
    }

    @Test
    void aJournalThatCannotBeBegunIsNotInTheWayOfTheNext() throws IOException {
        Path file = folder.resolve("run.jsonl");
        JournalHead head = new JournalHead("save", "", List.of("get"), Map.of("d1", "tls://d1"), List.of());
        FileChannel disk = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

        assertThatThrownBy(() -> Journal.begin(file, new SmallDisk(disk, 20), head))
                .isInstanceOf(InputException.class)
                .hasMessage("cannot write the journal " + file + ": the disk is full")
                .extracting(e -> ((InputException) e).advice().orElseThrow())
                .isEqualTo("make room there, then begin again");
        assertThat(file).doesNotExist();
        Journal.begin(file, head).close();
    }

    @Test
    void whoeverWaitsForALineIsToldWhateverBecomesOfTheWriter() throws IOException {
        Path file = folder.resolve("run.jsonl");
        FileChannel disk = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        JournalWriter writer = JournalWriter.open(
                file,
                new SmallDisk(disk, 0) {
                    @Override
                    public int write(ByteBuffer bytes) {
                        throw new NoClassDefFoundError("a class");
                    }
                },
                0);

        assertThatThrownBy(() -> writer.write(Map.of("event", "first")).get(20, TimeUnit.SECONDS))
                .hasMessageContaining("internal error: java.lang.NoClassDefFoundError: a class");
        assertThatThrownBy(() -> writer.write(Map.of("event", "second")).get(20, TimeUnit.SECONDS))
                .hasMessageContaining("cannot write the journal");
        writer.close();
    }

    /** A disk with room for so many bytes. */
    private static class SmallDisk extends FileChannel {
        private final FileChannel disk;
        private int room;

        SmallDisk(FileChannel disk, int room) {
            this.disk = disk;
            this.room = room;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room == 0) {
                throw new IOException("No space left on device");
            }
            ByteBuffer part = bytes.slice().limit(Math.min(room, bytes.remaining()));
            int written = disk.write(part);
            bytes.position(bytes.position() + written);
            room -= written;
            return written;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            return disk.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            disk.force(metaData);
        }

        @Override
        public FileChannel position(long to) throws IOException {
            return disk.position(to);
        }

        @Override
        public long position() throws IOException {
            return disk.position();
        }

        @Override
        public long size() throws IOException {
            return disk.size();
        }

        @Override
        protected void implCloseChannel() throws IOException {
            disk.close();
        }

        @Override
        public int read(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer bytes, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer bytes, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
