package dev.parley.backup;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.inventory.FileNames;
import dev.parley.operation.Datastore;
import dev.parley.operation.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder with the configurations of many devices: the running ones in {@code NAME.xml}, others below a folder of the datastore's
 * name. Each file is there when it is whole; one that is as it was is not touched, and that of a device that does not answer stays. How
 * old each is stands in {@code .parley}, which tells git to leave it alone.
 *
 * <p>One backup at a time has the folder. Safe for all threads.
 */
public final class BackupFolder implements AutoCloseable {
    private static final String OWN = ".parley";
    private static final String ENDING = ".xml";

    private final Path folder;
    private final FileChannel lock;
    private final Map<String, String> files;
    private final Map<String, BackupRecord> records = new TreeMap<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();

    /** What became of a file. */
    public enum Change {
        /** There was none. */
        NEW,
        /** It was another. */
        CHANGED,
        /** It was the same, and was not touched. */
        UNCHANGED
    }

    private BackupFolder(Path folder, FileChannel lock, Map<String, String> files) {
        this.folder = folder;
        this.lock = lock;
        this.files = files;
    }

    /**
     * Takes a folder, which is made if it is not there.
     *
     * @param devices the devices whose configurations are to be there
     * @throws InputException if it cannot be written, or another backup has it
     */
    public static BackupFolder open(Path folder, Collection<String> devices) {
        try {
            Path own = folder.resolve(OWN);
            Files.createDirectories(own);
            Path ignore = own.resolve(".gitignore");
            if (Files.notExists(ignore)) {
                write(ignore, "*\n".getBytes(StandardCharsets.UTF_8));
            }
            BackupFolder opened = new BackupFolder(folder, taken(folder, own.resolve("lock")), FileNames.of(devices));
            opened.records.putAll(BackupRecord.read(opened.manifest()));
            return opened;
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static FileChannel taken(Path folder, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // another backup of this process has it
        }
        channel.close();
        throw new InputException(
                Reason.BAD_VALUE, "another backup is at work on " + folder, "wait until it has ended", null);
    }

    private static InputException unwritable(Path folder, IOException why) {
        return new InputException(
                Reason.FILE_UNREADABLE,
                "cannot write to " + folder + ": " + FileTrouble.words(why),
                FileTrouble.isFull(why) ? "make room there" : "name a folder that you may write to",
                why);
    }

    private Path manifest() {
        return folder.resolve(OWN).resolve("backup.json");
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    /** Where the configuration of a device is kept. */
    public Path file(String device, Datastore datastore) {
        String name = Objects.requireNonNull(files.get(device), () -> device + " is none of the devices") + ENDING;
        return datastore == Datastore.RUNNING
                ? folder.resolve(name)
                : folder.resolve(datastore.wireName()).resolve(name);
    }

    /**
     * Keeps a configuration.
     *
     * @throws IOException if it cannot be written; then the last one stays
     */
    public Change keep(String device, Datastore datastore, CanonicalConfig config) throws IOException {
        Path file = file(device, datastore);
        byte[] bytes = config.text().getBytes(StandardCharsets.UTF_8);
        Change change = Files.notExists(file)
                ? Change.NEW
                : Arrays.equals(Files.readAllBytes(file), bytes) ? Change.UNCHANGED : Change.CHANGED;
        if (change != Change.UNCHANGED) {
            Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file of the folder is in one"));
            write(file, bytes);
        }
        synchronized (this) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String key = key(file);
            BackupRecord before = records.get(key);
            Instant changed = change == Change.UNCHANGED && before != null ? before.changed() : now;
            records.put(key, new BackupRecord(device, datastore.wireName(), now, changed, null));
            config.leftOut().forEach((rule, number) -> leftOut.merge(rule, number, Integer::sum));
        }
        return change;
    }

    private String key(Path file) {
        return folder.relativize(file).toString();
    }

    /** Notes that a device did not give its configuration. */
    public synchronized void failed(String device, Datastore datastore, String why) {
        String key = key(file(device, datastore));
        BackupRecord before = records.get(key);
        records.put(
                key,
                new BackupRecord(
                        device,
                        datastore.wireName(),
                        before == null ? null : before.fetched(),
                        before == null ? null : before.changed(),
                        why));
    }

    /** When the configuration was last fetched that is there; empty if none ever was. */
    public synchronized Optional<Instant> fetched(String device, Datastore datastore) {
        return Optional.ofNullable(records.get(key(file(device, datastore)))).flatMap(BackupRecord::lastFetched);
    }

    /** How often something was left out, by the rule for it. */
    public synchronized Map<String, Integer> leftOut() {
        return Map.copyOf(leftOut);
    }

    /**
     * The files in the folder that are of no device of these: of devices that were taken out of the inventory.
     *
     * @throws IOException if the folder cannot be read
     */
    public List<Path> others(Set<Datastore> datastores) throws IOException {
        Set<Path> known = new TreeSet<>();
        files.keySet().forEach(device -> datastores.forEach(datastore -> known.add(file(device, datastore))));
        List<Path> others = new ArrayList<>();
        for (Datastore datastore : datastores) {
            Path in = datastore == Datastore.RUNNING ? folder : folder.resolve(datastore.wireName());
            if (Files.isDirectory(in)) {
                try (Stream<Path> all = Files.list(in)) {
                    all.filter(file -> file.toString().endsWith(ENDING) && !known.contains(file))
                            .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                            .sorted()
                            .forEach(others::add);
                }
            }
        }
        return others;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        var unused = new WholeFile(file).write(partial -> {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        });
    }

    /**
     * Writes down how old each file is, and lets go of the folder.
     *
     * @throws InputException if that cannot be written
     */
    @Override
    public synchronized void close() {
        try (lock) {
            write(manifest(), BackupRecord.text(records).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }
}
