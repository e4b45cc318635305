package dev.parley.fleet;

import dev.parley.error.Fate;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.operation.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done, on the disk: a JSON object with a checksum on each line. A record counts when it is on the disk; whoever
 * writes it is told then. By it an interrupted run goes on: what is done is not repeated, and a change that had begun and whose
 * end is not there is neither repeated nor called done or failed.
 *
 * <p>One run at a time has a journal, which a lock on the file holds. Only its owner may read it. Safe for all threads.
 */
public final class Journal implements AutoCloseable {
    static final int VERSION = 1;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?>[] NOTHING = {};

    private final Path file;
    private final JournalHead head;
    private final Map<String, Progress> past;
    private final boolean resumed;
    private final JournalWriter writer;

    private Journal(Path file, JournalContent content, boolean resumed, JournalWriter writer) {
        this.file = file;
        this.head = content.head();
        this.past = content.past();
        this.resumed = resumed;
        this.writer = writer;
    }

    /**
     * Begins a journal. A file in which nothing stands, because a run ended before it began, is taken for a new one.
     *
     * @throws InputException if there is a file of that name already, another run has it, or it cannot be written
     */
    public static Journal begin(Path file, JournalHead head) {
        try {
            if (Files.exists(file) && !JournalContent.isUnbegun(OpenJournals.read(file))) {
                throw there(file);
            }
            FileChannel channel = OpenJournals.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    attributes(file));
            if (channel == null) {
                throw taken(file);
            }
            if (!JournalContent.isUnbegun(OpenJournals.read(channel))) {
                OpenJournals.close(channel);
                throw there(file);
            }
            return begin(file, channel, head);
        } catch (IOException e) {
            throw notBegun(file, e);
        }
    }

    private static RuntimeException notBegun(Path file, Exception why) {
        Throwable cause = why instanceof InputException ? why.getCause() : why;
        return cause instanceof IOException io
                ? unwritable(file, io, "make room there, then begin again")
                : (RuntimeException) why;
    }

    /** Begins one in an empty file, which goes if that cannot be done: it would be in the way of the next. */
    static Journal begin(Path file, FileChannel channel, JournalHead head) {
        JournalWriter writer = JournalWriter.open(file, channel, 0);
        try {
            Map<String, Object> facts = event("run");
            facts.put("version", VERSION);
            facts.put("process", ProcessHandle.current().pid());
            facts.putAll(head.facts());
            written(writer.write(facts));
            ownerOnly(file);
            sync(file);
        } catch (RuntimeException | IOException e) {
            leave(file, writer, e);
            throw notBegun(file, e);
        }
        return new Journal(file, new JournalContent(head, Map.of(), 0), false, writer);
    }

    private static void leave(Path file, JournalWriter writer, Exception why) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        close(writer, why);
    }

    private static void close(JournalWriter writer, Exception why) {
        try {
            writer.close();
        } catch (InputException e) {
            why.addSuppressed(e);
        }
    }

    /** Waits until a line is on the disk, or says why it is not. */
    private static void written(CompletableFuture<Void> line) {
        try {
            line.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof InputException known ? known : e;
        }
    }

    private static InputException there(Path file) {
        return new InputException(
                Reason.BAD_VALUE,
                "there is a file " + file + " already",
                "go on with the run that it is of by --resume " + file + ", or name another journal",
                null);
    }

    /** The name of a new file is on the disk when its folder is. */
    private static void sync(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            WholeFile.force(folder);
        }
    }

    private static FileAttribute<?>[] attributes(Path file) throws IOException {
        return isPosix(file) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : NOTHING;
    }

    /** A file that was there may have been somebody else's to read. */
    private static void ownerOnly(Path file) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private static boolean isPosix(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null
                && Files.isDirectory(folder)
                && Files.getFileStore(folder).supportsFileAttributeView("posix");
    }

    /**
     * Goes on with a journal. A last line that was cut off is taken off the file: what it was to say was not written.
     *
     * @throws InputException if it is of another job or of other devices, another run has it, it is damaged, or it cannot be
     *     read and written
     */
    public static Journal resume(Path file, JournalHead head) {
        FileChannel channel = open(file);
        JournalWriter writer = null;
        try {
            JournalContent content = JournalContent.of(file, OpenJournals.read(channel));
            refuseOther(file, content.head(), head);
            writer = JournalWriter.open(file, channel, content.length());
            Map<String, Object> facts = event("resumed");
            facts.put("process", ProcessHandle.current().pid());
            written(writer.write(facts));
            return new Journal(file, content, true, writer);
        } catch (RuntimeException | IOException e) {
            if (writer == null) {
                close(channel, e);
            } else {
                close(writer, e);
            }
            throw e instanceof IOException io ? unwritable(file, io) : (RuntimeException) e;
        }
    }

    private static FileChannel open(Path file) {
        try {
            FileChannel channel = OpenJournals.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
            if (channel == null) {
                throw taken(file);
            }
            return channel;
        } catch (NoSuchFileException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "there is no journal " + file,
                    "begin a run that keeps one: --journal " + file,
                    e);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void refuseOther(Path file, JournalHead before, JournalHead now) {
        List<String> differences = before.differences(now);
        if (!differences.isEmpty()) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    file + " is the journal of another run: " + String.join("; ", differences),
                    "go on as it was begun, or begin another run with a journal of its own",
                    null);
        }
    }

    /**
     * Looks whether a run could go on with a journal, without going on with it.
     *
     * @throws InputException if it is of another job or of other devices, or cannot be read
     */
    public static void check(Path file, JournalHead head) {
        refuseOther(file, JournalContent.read(file).head(), head);
    }

    /**
     * What a journal is about, without going on with it.
     *
     * @throws InputException if it cannot be read, or is none
     */
    public static JournalHead headOf(Path file) {
        return JournalContent.read(file).head();
    }

    /** How many devices stand how in a journal, as {@link Standing} counts them, without going on with it. */
    public static Standing standing(Path file) {
        JournalContent content = JournalContent.read(file);
        return Standing.of(content.head(), content.past());
    }

    private static InputException taken(Path file) {
        return new InputException(
                Reason.BAD_VALUE,
                "another run is at work on " + file,
                "wait until it has ended, or end it; two at once would do things twice",
                null);
    }

    static void close(FileChannel channel, Exception why) {
        try {
            OpenJournals.close(channel);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    static InputException unwritable(Path file, IOException why) {
        return unwritable(file, why, "make room there, then go on with --resume " + file);
    }

    private static InputException unwritable(Path file, IOException why, String whenFull) {
        return new InputException(
                Reason.FILE_UNREADABLE,
                "cannot write the journal " + file + ": " + FileTrouble.words(why),
                FileTrouble.isFull(why) ? whenFull : "name a file in a folder that is there and that you may write to",
                why);
    }

    private static Map<String, Object> event(String name) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", name);
        facts.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS));
        return facts;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** What it is about. */
    public JournalHead head() {
        return head;
    }

    /** Whether a run goes on with it that was begun before. */
    public boolean isResumed() {
        return resumed;
    }

    Progress past(String device) {
        return past.getOrDefault(device, Progress.NONE);
    }

    /** A change begins. Nothing of it may be sent before this is written. */
    CompletableFuture<Void> began(String device, int step) {
        Map<String, Object> facts = event("began");
        facts.put("device", device);
        facts.put("step", step);
        return writer.write(facts);
    }

    /** A step has ended well. It may not be called done before this is written. */
    CompletableFuture<Void> ended(String device, int step) {
        Map<String, Object> facts = event("ended");
        facts.put("device", device);
        facts.put("step", step);
        return writer.write(facts);
    }

    /** A step has not ended well. */
    CompletableFuture<Void> failed(String device, int step, Trouble trouble, boolean changes) {
        Map<String, Object> facts = event("failed");
        facts.put("device", device);
        facts.put("step", step);
        facts.put("changes", changes);
        facts.put("fate", trouble.fate().name().toLowerCase(Locale.ROOT));
        facts.put("code", trouble.code());
        facts.put("message", trouble.message());
        if (trouble.advice() != null) {
            facts.put("advice", trouble.advice());
        }
        return writer.write(facts);
    }

    /** The failure that a record tells of. */
    static Trouble trouble(Map<String, @Nullable Object> facts) {
        String fate = String.valueOf(facts.get("fate")).toUpperCase(Locale.ROOT);
        Object advice = facts.get("advice");
        return new Trouble(
                String.valueOf(facts.get("code")),
                String.valueOf(facts.get("message")),
                advice == null ? null : advice.toString(),
                Fate.valueOf(fate),
                false);
    }

    /** Writes what waits, and lets go of the file. */
    @Override
    public void close() {
        writer.close();
    }
}
