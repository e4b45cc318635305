package dev.parley.capture;

import dev.parley.capture.RecordingItem.Began;
import dev.parley.capture.RecordingItem.Lost;
import dev.parley.capture.RecordingItem.Over;
import dev.parley.capture.RecordingItem.Passed;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes what a recorder is told as JSON Lines, without its secrets unless they are wanted. On the scribe's thread. */
final class RecordingFile implements Scribe.Pen<RecordingItem> {
    private static final String TOO_SLOW = "the disk was too slow";

    private final OutputStream out;
    private final boolean redacting;
    private final long maxBytes;
    private final Map<Long, Shroud> shrouds = new HashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile @Nullable String stopped;
    private long written;

    RecordingFile(FileChannel channel, boolean redacting, long maxBytes) {
        out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        this.redacting = redacting;
        this.maxBytes = maxBytes;
    }

    /** How many bytes of conversations are in the file. Any thread. */
    long bytes() {
        return bytes.get();
    }

    /** How many bytes were told and are not in the file, because it is full. Any thread. */
    long lost() {
        return lost.get();
    }

    /** Why nothing is written any more, if that is so. Any thread. */
    Optional<String> stopped() {
        return Optional.ofNullable(stopped);
    }

    @Override
    public void write(RecordingItem item) throws IOException {
        if (written == 0) {
            line(RecordingLine.header(redacting));
        }
        if (item instanceof Began began) {
            if (redacting) {
                shrouds.put(began.session(), new Shroud(new Lines(began.session())));
            }
            line(RecordingLine.began(began.session(), began.device(), began.at()));
        } else if (item instanceof Passed passed) {
            Shroud shroud = shrouds.get(passed.session());
            if (shroud == null) {
                new Lines(passed.session()).said(passed.nanos(), passed.from(), passed.bytes());
            } else {
                shroud.said(passed.nanos(), passed.from(), passed.bytes());
            }
        } else if (item instanceof Lost gap) {
            Shroud shroud = shrouds.get(gap.session());
            if (shroud == null) {
                new Lines(gap.session()).missing(gap.nanos(), gap.from(), gap.count(), TOO_SLOW);
            } else {
                shroud.lost(gap.nanos(), gap.from(), gap.count(), TOO_SLOW);
            }
        } else if (item instanceof Over over) {
            Shroud shroud = shrouds.remove(over.session());
            if (shroud != null) {
                shroud.end();
            }
            line(RecordingLine.ended(over.session(), over.nanos(), over.failure()));
        }
    }

    /** Writes the lines of one conversation. */
    private final class Lines implements Shroud.Out {
        private final long session;

        Lines(long session) {
            this.session = session;
        }

        @Override
        public void said(long nanos, Party from, byte[] said) throws IOException {
            boolean there = line(RecordingLine.said(session, nanos, from, said));
            (there ? bytes : lost).addAndGet(said.length);
        }

        @Override
        public void missing(long nanos, Party from, long count, String why) throws IOException {
            line(RecordingLine.missing(session, nanos, from, count, why));
        }
    }

    private boolean line(RecordingLine line) throws IOException {
        if (stopped != null) {
            return false;
        }
        byte[] text = line.toBytes();
        if (written + text.length > maxBytes) {
            stopped = "the recording stopped at its limit of " + maxBytes + " bytes";
            return false;
        }
        written += text.length;
        out.write(text);
        return true;
    }

    @Override
    public void pause() throws IOException {
        out.flush();
    }

    @Override
    public void end() throws IOException {
        try (out) {
            for (Shroud shroud : shrouds.values()) {
                shroud.end();
            }
            if (written == 0) {
                line(RecordingLine.header(redacting));
            }
        }
    }
}
