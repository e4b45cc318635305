package dev.parley.capture;

import dev.parley.capture.CaptureItem.Began;
import dev.parley.capture.CaptureItem.Over;
import dev.parley.capture.CaptureItem.Passed;
import dev.parley.capture.CaptureItem.Secret;
import dev.parley.capture.CaptureItem.Settled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a capture is told as pcapng. Where secrets are wanted, the packets of a connection are held back until its
 * handshake is over, so that its secrets stand in front of them (section 4.7 of the draft says they should). What is held
 * back is bounded; beyond that it is written as it is. On the scribe's thread, but for the counters.
 */
final class CaptureFile implements Scribe.Pen<CaptureItem> {
    private static final int BUFFER = 1 << 16;
    /** More than any handshake, certificates and all. */
    private static final int MOST_HELD = 1 << 20;
    /** Kept free for the last block, which says why the capture stopped. */
    private static final int LAST_BLOCK = 512;

    private static final String MADE_UP =
            "Made by a NETCONF client from what it saw at its sockets. The bytes and their times"
                    + " are real; the IP and TCP headers around them are made up, so neither lost nor repeated packets can be seen.";

    private final FileChannel channel;
    private final long maxBytes;
    private final boolean holding;
    private final InstantSource clock;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final Map<Long, TcpTalk> talks = new HashMap<>();
    private final Map<Long, Held> held = new HashMap<>();
    private final StringBuilder secrets = new StringBuilder();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lost;
    private volatile @Nullable String stopped;
    private Instant now;
    private long packets;
    private long written;

    private static final class Held {
        private final List<CaptureItem> items = new ArrayList<>();
        private int bytes;
    }

    /**
     * Begins the file.
     *
     * @param holding whether secrets will come
     * @param lost counts bytes that are missing in the file
     */
    CaptureFile(FileChannel channel, long maxBytes, boolean holding, InstantSource clock, AtomicLong lost) {
        this.channel = channel;
        this.maxBytes = maxBytes;
        this.holding = holding;
        this.clock = clock;
        this.lost = lost;
        now = clock.instant();
        buffer.put(Pcapng.section("Parley", MADE_UP));
        buffer.put(Pcapng.networkInterface("parley", "sockets of a NETCONF client"));
        written = buffer.position();
    }

    /** How many bytes of connections are in the file. Any thread. */
    long bytes() {
        return bytes.get();
    }

    /** Why nothing is written any more, if that is so. Any thread. */
    Optional<String> stopped() {
        return Optional.ofNullable(stopped);
    }

    @Override
    public void write(CaptureItem item) throws IOException {
        if (item instanceof Secret secret) {
            secrets.append(secret.line()).append('\n');
        } else if (item instanceof Began began) {
            if (holding) {
                held.put(began.flow(), new Held());
            }
            hold(began.flow(), began, 0);
        } else if (item instanceof Passed passed) {
            hold(passed.flow(), passed, passed.bytes().length);
        } else if (item instanceof Settled settled) {
            letGo(settled.flow());
        } else if (item instanceof Over over) {
            letGo(over.flow());
            put(over);
            talks.remove(over.flow());
        }
    }

    private void hold(long flow, CaptureItem item, int size) throws IOException {
        Held waiting = held.get(flow);
        if (waiting == null) {
            put(item);
            return;
        }
        waiting.items.add(item);
        waiting.bytes += size;
        if (waiting.bytes > MOST_HELD) {
            letGo(flow);
        }
    }

    private void letGo(long flow) throws IOException {
        Held waiting = held.remove(flow);
        if (waiting == null) {
            return;
        }
        for (CaptureItem item : waiting.items) {
            put(item);
        }
    }

    private void put(CaptureItem item) throws IOException {
        if (!secrets.isEmpty()) {
            block(Pcapng.tlsSecrets(secrets.toString()));
            secrets.setLength(0);
        }
        if (item instanceof Began began) {
            now = began.at();
            TcpTalk talk = new TcpTalk(began.local(), began.remote(), this::packet);
            talks.put(began.flow(), talk);
            talk.open(began.comment());
        } else if (item instanceof Passed passed) {
            now = passed.at();
            TcpTalk talk = talks.get(passed.flow());
            if (talk != null && stopped == null) {
                talk.data(passed.outbound(), passed.offset(), passed.bytes());
                (stopped == null ? bytes : lost).addAndGet(passed.bytes().length);
            } else {
                lost.addAndGet(passed.bytes().length);
            }
        } else if (item instanceof Over over) {
            now = over.at();
            TcpTalk talk = talks.get(over.flow());
            if (talk != null) {
                talk.end(over.ending(), over.sent(), over.received(), over.comment());
            }
        }
    }

    private void packet(byte[] packet, @Nullable String comment) throws IOException {
        packets += block(Pcapng.packet(now, packet, comment)) ? 1 : 0;
    }

    private boolean block(ByteBuffer block) throws IOException {
        if (stopped == null && written + block.remaining() > maxBytes - LAST_BLOCK) {
            stopped = "the capture stopped at its limit of " + maxBytes + " bytes";
        }
        if (stopped != null) {
            return false;
        }
        append(block);
        return true;
    }

    private void append(ByteBuffer block) throws IOException {
        written += block.remaining();
        if (block.remaining() > buffer.remaining()) {
            pause();
        }
        if (block.remaining() > buffer.remaining()) {
            drain(block);
        } else {
            buffer.put(block);
        }
    }

    @Override
    public void pause() throws IOException {
        drain(buffer.flip());
        buffer.clear();
    }

    private void drain(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    @Override
    public void end() throws IOException {
        try (channel) {
            for (Long flow : List.copyOf(held.keySet())) {
                letGo(flow);
            }
            String why = stopped;
            long missing = lost.get();
            String comment = missing == 0 && why == null
                    ? null
                    : (why == null ? "" : why + "; ") + missing + " bytes that passed are missing";
            append(Pcapng.statistics(clock.instant(), packets, comment));
            pause();
        }
    }
}
