package dev.parley.backup;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.inventory.FileNames;
import dev.parley.operation.Datastore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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

    private static final String PARTIAL = ".part";
    /** How much of what is known of files a process that is killed takes along at most. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final SafeFolder safe;
    private final FileChannel lock;
    private final Duration pause;
    private final Map<String, String> files;
    private final Map<String, BackupRecord> records = new TreeMap<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private boolean unsaved;
    private long saved = System.nanoTime();

    /** What became of a file. */
    public enum Change {
        /** There was none. */
        NEW,
        /** It was another. */
        CHANGED,
        /** It was the same, and was not touched. */
        UNCHANGED
    }

    private BackupFolder(SafeFolder safe, FileChannel lock, Duration pause, Map<String, String> files) {
        this.safe = safe;
        this.lock = lock;
        this.pause = pause;
        this.files = files;
    }

    /**
     * Takes a folder, which is made if it is not there.
     *
     * @param devices the devices whose configurations are to be there
     * @throws InputException if it cannot be written, or another backup has it
     */
    public static BackupFolder open(Path folder, Collection<String> devices) {
        return open(folder, devices, PAUSE);
    }

    static BackupFolder open(Path folder, Collection<String> devices, Duration pause) {
        try {
            SafeFolder safe = SafeFolder.open(folder, folder.resolve(OWN));
            Path ignore = safe.partials().resolve(".gitignore");
            if (Files.notExists(ignore)) {
                safe.write(ignore, "*\n".getBytes(StandardCharsets.UTF_8));
            }
            FileChannel lock = taken(safe, safe.partials().resolve("lock"));
            BackupFolder opened = new BackupFolder(safe, lock, pause, FileNames.of(devices));
            try {
                opened.sweep();
                safe.check(opened.manifest());
                opened.records.putAll(BackupRecord.read(opened.manifest()));
            } catch (IOException e) {
                lock.close();
                throw e;
            }
            return opened;
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static FileChannel taken(SafeFolder safe, Path file) throws IOException {
        safe.check(file);
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
                Reason.BAD_VALUE, "another backup is at work on " + safe.path(), "wait until it has ended", null);
    }

    /** Takes away what a backup that was killed has left half written. */
    private void sweep() throws IOException {
        try (Stream<Path> all = Files.list(safe.partials())) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(PARTIAL)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static InputException unwritable(Path folder, IOException why) {
        return new InputException(
                Reason.FILE_UNREADABLE,
                "cannot write to " + folder + ": " + FileTrouble.words(why),
                FileTrouble.isFull(why) ? "make room there" : "name a folder that you may write to",
                why);
    }

    private Path manifest() {
        return safe.partials().resolve("backup.json");
    }

    /** The folder. */
    public Path path() {
        return safe.path();
    }

    /** Where the configuration of a device is kept. */
    public Path file(String device, Datastore datastore) {
        String name = Objects.requireNonNull(files.get(device), () -> device + " is none of the devices") + ENDING;
        return datastore == Datastore.RUNNING
                ? path().resolve(name)
                : path().resolve(datastore.wireName()).resolve(name);
    }

    /**
     * Keeps a configuration.
     *
     * @throws IOException if it cannot be written; then the last one stays
     */
    public Change keep(String device, Datastore datastore, CanonicalConfig config) throws IOException {
        Path file = file(device, datastore);
        byte[] bytes = config.text().getBytes(StandardCharsets.UTF_8);
        safe.check(file);
        Change change = Files.notExists(file)
                ? Change.NEW
                : Arrays.equals(Files.readAllBytes(file), bytes) ? Change.UNCHANGED : Change.CHANGED;
        if (change != Change.UNCHANGED) {
            safe.write(file, bytes);
        }
        synchronized (this) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String key = key(file);
            BackupRecord before = records.get(key);
            Instant changed = change == Change.UNCHANGED && before != null ? before.changed() : now;
            records.put(key, new BackupRecord(device, datastore.wireName(), now, changed, null));
            config.leftOut().forEach((rule, number) -> leftOut.merge(rule, number, Integer::sum));
            unsaved = true;
            if (System.nanoTime() - saved > pause.toNanos()) {
                write();
            }
        }
        return change;
    }

    private String key(Path file) {
        return path().relativize(file).toString();
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
        unsaved = true;
    }

    /** Whether there is a configuration, of whatever age. */
    public boolean isThere(String device, Datastore datastore) {
        return Files.exists(file(device, datastore));
    }

    /** When the configuration was last fetched that is there; empty if nobody knows. */
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
            Path in = datastore == Datastore.RUNNING ? path() : path().resolve(datastore.wireName());
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

    private void write() throws IOException {
        saved = System.nanoTime();
        // whoever has it written is told if it cannot be, and nobody else
        unsaved = false;
        safe.write(manifest(), BackupRecord.text(records).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes down how old each file is, by a thread that is interrupted, too; it then stays so. During a backup this is done every few
     * seconds.
     *
     * @throws InputException if that cannot be written
     */
    public synchronized void save() {
        boolean interrupted = Thread.interrupted();
        try {
            if (unsaved) {
                write();
            }
        } catch (IOException e) {
            throw unwritable(manifest(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Writes down how old each file is, and lets go of the folder.
     *
     * @throws InputException if that cannot be written
     */
    @Override
    public synchronized void close() {
        try (lock) {
            save();
        } catch (IOException e) {
            throw unwritable(path(), e);
        }
    }
}
