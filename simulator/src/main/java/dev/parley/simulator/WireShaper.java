package dev.parley.simulator;

import dev.parley.simulator.datastore.Scheduler;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.WireFault;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands next to the socket and decides which bytes leave in which write: with Nagle's algorithm off, a write is a TCP
 * segment. On the event loop only.
 */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class WireShaper extends ChannelDuplexHandler {
    private static final int RECORD_HEADER = 5;

    private final ConnectionFaults faults;
    private final Unit unit;
    private final Scheduler scheduler;
    private final Endings endings;
    private final WireFault.@Nullable TcpSegments segments;
    private final WireFault.@Nullable RecordPerSegment records;
    private final @Nullable Break handshakeBreak;

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private Scheduler.@Nullable Scheduled timer;
    private @Nullable ChannelPromise close;
    private Phase phase = Phase.HANDSHAKE;
    private int sentInHandshake;

    /** What leaves in a segment of its own where each unit does. */
    enum Unit {
        /** A TLS record, of which a write may hold several. */
        TLS_RECORD,
        /** What is written at a time: an SSH packet, or a piece of clear text. */
        WRITE
    }

    /** How far the connection has come, as far as this handler cares. */
    private enum Phase {
        HANDSHAKE,
        SESSION,
        CUT_OFF
    }

    /** Bytes of a write of their own; the promise is that of the write they end, if they do. */
    private record Piece(ByteBuf bytes, @Nullable ChannelPromise promise) {
        /** Gives it up; who wrote it need not know. */
        void release() {
            bytes.release();
            if (promise != null) {
                promise.trySuccess();
            }
        }
    }

    WireShaper(ConnectionFaults faults, Unit unit, Scheduler scheduler, Endings endings) {
        this.unit = unit;
        this.faults = faults;
        this.scheduler = scheduler;
        this.endings = endings;
        this.segments = faults.find(WireFault.TcpSegments.class).orElse(null);
        this.records = faults.find(WireFault.RecordPerSegment.class).orElse(null);
        this.handshakeBreak =
                faults.ending(Moment.InHandshake.class::isInstance).orElse(null);
    }

    /** The handshake is over: nothing breaks it off any more. */
    void secured() {
        if (phase == Phase.HANDSHAKE) {
            phase = Phase.SESSION;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) message;
        if (phase == Phase.CUT_OFF) {
            bytes.release();
            promise.setSuccess();
        } else if (segments != null) {
            cut(bytes, promise, segments.size());
        } else if (records != null && unit == Unit.TLS_RECORD) {
            cutRecords(bytes, promise);
        } else {
            pieces.add(new Piece(bytes, promise));
        }
    }

    private void cut(ByteBuf bytes, ChannelPromise promise, int size) {
        while (bytes.readableBytes() > size) {
            pieces.add(new Piece(bytes.readRetainedSlice(size), null));
        }
        pieces.add(new Piece(bytes, promise));
    }

    /** TLS records, of which a write may hold several but never a part. */
    private void cutRecords(ByteBuf bytes, ChannelPromise promise) {
        while (bytes.readableBytes() > RECORD_HEADER) {
            int record = RECORD_HEADER + bytes.getUnsignedShort(bytes.readerIndex() + 3);
            if (bytes.readableBytes() <= record) {
                break;
            }
            pieces.add(new Piece(bytes.readRetainedSlice(record), null));
        }
        pieces.add(new Piece(bytes, promise));
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (faults.find(WireFault.OneSegment.class).isPresent()) {
            // Behind all that this turn of the event loop produces, so that one write carries it.
            context.executor().execute(() -> sendGathered(context));
        } else if (timer == null) {
            send(context);
        }
    }

    /** Waits for what is still to be sent. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (pieces.isEmpty()) {
            context.close(promise);
        } else {
            close = promise;
        }
    }

    private void sendGathered(ChannelHandlerContext context) {
        if (pieces.isEmpty()) {
            return;
        }
        ByteBuf all = context.alloc().buffer();
        List<ChannelPromise> promises = new ArrayList<>();
        for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            all.writeBytes(piece.bytes());
            piece.bytes().release();
            if (piece.promise() != null) {
                promises.add(piece.promise());
            }
        }
        context.writeAndFlush(all)
                .addListener(done -> promises.forEach(promise -> {
                    if (done.isSuccess()) {
                        promise.trySuccess();
                    } else {
                        promise.tryFailure(done.cause());
                    }
                }));
        drained(context);
    }

    private void send(ChannelHandlerContext context) {
        Duration pause = segments != null ? segments.pause() : records != null ? records.pause() : Duration.ZERO;
        for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            if (breaksOff(context, piece)) {
                return;
            }
            boolean segment = piece.bytes().isReadable();
            context.writeAndFlush(piece.bytes(), piece.promise() != null ? piece.promise() : context.newPromise());
            if (segment && !pause.isZero()) {
                timer = scheduler.schedule(pause, () -> context.executor().execute(() -> goOn(context)));
                break;
            }
        }
        drained(context);
    }

    private void goOn(ChannelHandlerContext context) {
        timer = null;
        send(context);
    }

    private void drained(ChannelHandlerContext context) {
        ChannelPromise closing = close;
        if (closing != null && pieces.isEmpty()) {
            close = null;
            context.close(closing);
        }
    }

    /** Whether the handshake was broken off, and nothing is sent any more. */
    boolean isCutOff() {
        return phase == Phase.CUT_OFF;
    }

    private boolean breaksOff(ChannelHandlerContext context, Piece piece) {
        if (phase != Phase.HANDSHAKE || handshakeBreak == null) {
            return false;
        }
        int limit = ((Moment.InHandshake) handshakeBreak.moment()).bytes() - sentInHandshake;
        int size = piece.bytes().readableBytes();
        sentInHandshake += size;
        if (size < limit) {
            return false;
        }
        phase = Phase.CUT_OFF;
        ByteBuf last = context.alloc().buffer();
        if (handshakeBreak.ending() instanceof Ending.Alert) {
            // The keys that an alert is sealed with are those behind the whole flight.
            pieces.addFirst(piece);
            pieces.forEach(each -> last.writeBytes(each.bytes()));
        } else {
            last.writeBytes(piece.bytes(), limit);
            piece.release();
        }
        release();
        endings.endAfter(context.writeAndFlush(last), handshakeBreak.ending());
        return true;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel();
        }
        release();
        drained(context);
    }

    /** Gives up what was not sent. */
    private void release() {
        for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            piece.release();
        }
    }
}
