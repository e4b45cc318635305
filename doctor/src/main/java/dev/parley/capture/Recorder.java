package dev.parley.capture;

import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records conversations, above the encryption, so that they can be had again: see {@link Recording} and {@link Replay}. As a
 * listener of one client it records every session of that client, whatever it runs over.
 *
 * <p>The file is for its owner alone. Secrets are taken out as {@link dev.parley.event.Redactor} does; the device's hello
 * stays as it is. It never holds a session up: what the disk is too slow for is missing, and said to be. Safe for all
 * threads.
 */
public final class Recorder implements SessionListener, AutoCloseable {
    private static final long MOST_WAITING = 32L << 20;
    private static final long MOST_WRITTEN = 1L << 30;

    private final InstantSource clock;
    private final RecordingFile file;
    private final Scribe<RecordingItem> scribe;
    private final Map<SessionKey, Talk> talks = new ConcurrentHashMap<>();
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final List<String> warnings;

    /** A conversation as its loop has seen it so far. */
    private static final class Talk {
        private final long number;
        private final long began = System.nanoTime();
        private long last = -1;
        private final Map<Party, Long> missing = new EnumMap<>(Party.class);

        Talk(long number) {
            this.number = number;
        }

        /** The time, which is never the same twice, so that it tells the order too. */
        long now() {
            last = Math.max(last + 1, System.nanoTime() - began);
            return last;
        }
    }

    private Recorder(Path path, boolean redacting, long mostWaiting, long mostWritten, InstantSource clock) {
        this.clock = clock;
        file = new RecordingFile(PrivateFile.create(path), redacting, mostWritten);
        scribe = new Scribe<>("parley-recorder", mostWaiting, file);
        warnings = redacting
                ? List.of()
                : List.of("the recording holds all that was said, passwords and keys among it: keep it to yourself");
    }

    /**
     * Begins a file, in place of one that may be there. At most 1 GiB is written.
     *
     * @throws InputException if it cannot be made
     */
    public static Recorder open(Path file) {
        return new Recorder(file, true, MOST_WAITING, MOST_WRITTEN, InstantSource.system());
    }

    /**
     * The same with everything as it was said, secrets included: the only recording that holds messages which cannot be
     * parsed, and the exact pieces of all.
     *
     * @throws InputException if it cannot be made
     */
    public static Recorder openWithSecrets(Path file) {
        return new Recorder(file, false, MOST_WAITING, MOST_WRITTEN, InstantSource.system());
    }

    /** With other limits: how many bytes may wait for the disk, and how many are written. */
    static Recorder open(Path file, long mostWaiting, long mostWritten) {
        return new Recorder(file, true, mostWaiting, mostWritten, InstantSource.system());
    }

    @Override
    public Interest interest() {
        return Interest.WIRE;
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.PlainPassed passed) {
            passed(session, passed.outbound() ? Party.CLIENT : Party.DEVICE, passed.bytes());
        } else if (event instanceof SessionEvent.Closed closed) {
            ended(session, closed.failure());
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            ended(session, failed.failure());
        }
    }

    private void passed(SessionKey session, Party from, ByteBuffer bytes) {
        Talk talk = talks.computeIfAbsent(session, this::begin);
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        long now = talk.now();
        // nothing that follows a gap can be understood
        if (talk.missing.containsKey(from)
                || !scribe.offer(new RecordingItem.Passed(talk.number, now, from, copy), copy.length)) {
            talk.missing.merge(from, (long) copy.length, Long::sum);
            lost.addAndGet(copy.length);
        }
    }

    private Talk begin(SessionKey session) {
        Talk talk = new Talk(sessions.incrementAndGet());
        Instant now = clock.instant();
        scribe.insist(new RecordingItem.Began(talk.number, session.device(), now));
        return talk;
    }

    private void ended(SessionKey session, @Nullable NetconfException failure) {
        Talk talk = talks.remove(session);
        if (talk == null) {
            return;
        }
        talk.missing.forEach(
                (party, count) -> scribe.insist(new RecordingItem.Lost(talk.number, talk.now(), party, count)));
        scribe.insist(new RecordingItem.Over(talk.number, talk.now(), failure == null ? null : failure.getMessage()));
    }

    /** What the recording holds by now; all of it after {@link #close}. */
    public CaptureReport report() {
        Optional<String> stopped =
                scribe.failure().map(why -> "the recording stopped: " + why).or(file::stopped);
        return new CaptureReport(sessions.get(), file.bytes(), lost.get() + file.lost(), stopped, warnings);
    }

    /**
     * Ends the file, when all that passed until now is in it; waits ten seconds for that at most. What passes later is not
     * recorded. Closing again does nothing.
     */
    @Override
    public void close() {
        scribe.close();
    }
}
