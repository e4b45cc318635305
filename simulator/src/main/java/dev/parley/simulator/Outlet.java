package dev.parley.simulator;

import dev.parley.simulator.datastore.Scheduler;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.WireFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends a connection's messages one after the other, no faster than the client reads, cut and paced and broken off as the
 * connection's faults say. On the event loop only.
 */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class Outlet {
    /** TLS keeps what is not flushed, and the connection does not see how much that is. */
    private static final int FLUSH_AFTER = 64 * 1024;

    /** What keeps the next byte back. */
    private enum Wait {
        /** Nothing but the client's reading. */
        NONE,
        /** A timer. */
        TIMER,
        /** The connection came to its end, or will as soon as what was written has left. */
        END
    }

    private final ChannelHandlerContext context;
    private final ConnectionFaults faults;
    private final Scheduler scheduler;
    private final Endings endings;
    private final Runnable whenIdle;
    private final List<Integer> recordSizes;
    private final WireFault.@Nullable Drip drip;
    private final ReplyFault.@Nullable Held held;

    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private final List<Outgoing> heldBack = new ArrayList<>();
    private @Nullable Outgoing current;
    private @Nullable ByteBuf rest;
    private @Nullable Break breakOff;
    private @Nullable ChannelFuture lastWrite;
    private long sentOfCurrent;
    private int recordsOfCurrent;
    private int unflushed;
    private Wait wait = Wait.NONE;
    private boolean batching;

    /** An outlet that tells when it has sent everything and could send more. */
    Outlet(
            ChannelHandlerContext context,
            ConnectionFaults faults,
            Scheduler scheduler,
            Endings endings,
            Runnable whenIdle) {
        this.whenIdle = whenIdle;
        this.context = context;
        this.faults = faults;
        this.scheduler = scheduler;
        this.endings = endings;
        this.recordSizes = faults.find(WireFault.TlsRecords.class)
                .map(WireFault.TlsRecords::sizes)
                .orElse(List.of());
        this.drip = faults.find(WireFault.Drip.class).orElse(null);
        this.held = faults.find(ReplyFault.Held.class).orElse(null);
    }

    /** Whether everything that was sent has been taken by the connection, and more may come. */
    boolean isIdle() {
        return wait == Wait.NONE && current == null && queue.isEmpty();
    }

    void send(Outgoing message) {
        if (wait == Wait.END) {
            message.source().release();
            return;
        }
        if (held != null && message.kind() != Outgoing.Kind.HELLO) {
            heldBack.add(message);
            if (heldBack.size() < held.count()) {
                return;
            }
            sendHeld(held.order());
        } else {
            queue.add(message);
        }
        pump();
    }

    private void sendHeld(ReplyFault.Order order) {
        List<Outgoing> together = new ArrayList<>(heldBack);
        heldBack.clear();
        if (order == ReplyFault.Order.REVERSED) {
            Collections.reverse(together);
        }
        List<Outgoing.Source> sources = together.stream().map(Outgoing::source).toList();
        Outgoing last = together.get(together.size() - 1);
        queue.add(new Outgoing(last.kind(), last.number(), new Gathered(sources), Duration.ZERO));
    }

    /** Collects what is sent meanwhile into one flush. */
    void inBatch(Runnable sending) {
        boolean already = batching;
        batching = true;
        sending.run();
        batching = already;
        if (!already) {
            flush();
        }
    }

    /** Between these two, small messages are collected into one flush. */
    void beginBatch() {
        batching = true;
    }

    void endBatch() {
        batching = false;
        flush();
    }

    private void flush() {
        unflushed = 0;
        context.flush();
    }

    /** Goes on where the connection could take no more. */
    void resume() {
        pump();
    }

    /** Ends the connection, whatever waits to be sent, as soon as what was written has left. */
    void end(Ending ending) {
        if (wait != Wait.END) {
            release();
            context.flush();
            if (lastWrite == null) {
                endings.end(ending);
            } else {
                endings.endAfter(lastWrite, ending);
            }
        }
    }

    /** Lets go of what has not left, and of whatever is sent from now on: an answer may come when the connection is gone. */
    void release() {
        wait = Wait.END;
        queue.forEach(message -> message.source().release());
        queue.clear();
        heldBack.forEach(message -> message.source().release());
        heldBack.clear();
        if (current != null) {
            current.source().release();
            current = null;
        }
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }

    private void pump() {
        boolean wrote = false;
        while (wait == Wait.NONE && context.channel().isWritable() && hasNext()) {
            wrote |= step();
        }
        if (wrote && !batching && wait != Wait.END) {
            flush();
        }
        if (isIdle()) {
            whenIdle.run();
        }
    }

    private boolean hasNext() {
        if (current != null) {
            return true;
        }
        Outgoing next = queue.poll();
        if (next == null) {
            return false;
        }
        current = next;
        sentOfCurrent = 0;
        recordsOfCurrent = 0;
        breakOff = faults.isNone() ? null : faults.endingIn(next).orElse(null);
        if (!next.delay().isZero()) {
            pause(next.delay());
        }
        return true;
    }

    /** Writes one piece of the current message; false if there was none. */
    private boolean step() {
        Outgoing message = current;
        if (message == null || wait != Wait.NONE) {
            return false;
        }
        if (rest == null) {
            rest = message.source().next(context.alloc());
        }
        if (rest == null) {
            current = null;
            finished(message);
            return false;
        }
        write(piece(rest));
        return true;
    }

    /** As much of the current part as may leave together. */
    private ByteBuf piece(ByteBuf part) {
        long limit = part.readableBytes();
        if (breakOff != null) {
            limit = Math.min(limit, breakAt(breakOff) - sentOfCurrent);
        }
        if (drip != null) {
            limit = Math.min(limit, drip.bytes());
        } else if (!recordSizes.isEmpty()) {
            int record = Math.min(recordsOfCurrent++, recordSizes.size() - 1);
            limit = Math.min(limit, recordSizes.get(record));
        }
        if (limit == part.readableBytes()) {
            rest = null;
            return part;
        }
        return part.readRetainedSlice((int) limit);
    }

    private void write(ByteBuf piece) {
        sentOfCurrent += piece.readableBytes();
        Break fault = breakOff;
        if (fault != null && sentOfCurrent >= breakAt(fault)) {
            release();
            endings.endAfter(context.writeAndFlush(piece), fault.ending());
        } else if (drip != null || !recordSizes.isEmpty()) {
            lastWrite = context.writeAndFlush(piece);
            if (drip != null) {
                pause(drip.interval());
            }
        } else {
            unflushed += piece.readableBytes();
            lastWrite = context.write(piece);
            if (unflushed >= FLUSH_AFTER) {
                flush();
            }
        }
    }

    private static long breakAt(Break fault) {
        if (fault.moment() instanceof Moment.InHello in) {
            return in.bytes();
        }
        return fault.moment() instanceof Moment.InReply in ? in.bytes() : Long.MAX_VALUE;
    }

    private void finished(Outgoing message) {
        Optional<Ending> fault = faults.isNone() ? Optional.empty() : faults.endingAfter(message);
        if (fault.isEmpty() && message.kind() == Outgoing.Kind.LAST_REPLY) {
            fault = Optional.of(Ending.CLOSE);
        }
        if (fault.isPresent()) {
            end(fault.get());
        }
    }

    private void pause(Duration time) {
        wait = Wait.TIMER;
        context.flush();
        scheduler.schedule(time, () -> context.executor().execute(this::waited));
    }

    private void waited() {
        if (wait == Wait.TIMER) {
            wait = Wait.NONE;
            pump();
        }
    }

    /** The small messages of several sources in one part, so that they fit into one record. */
    private record Gathered(List<Outgoing.Source> sources) implements Outgoing.Source {
        @Override
        public @Nullable ByteBuf next(ByteBufAllocator allocator) {
            ByteBuf all = null;
            for (Outgoing.Source source : sources) {
                for (ByteBuf part = source.next(allocator); part != null; part = source.next(allocator)) {
                    all = all == null ? allocator.buffer() : all;
                    all.writeBytes(part);
                    part.release();
                }
            }
            return all;
        }

        @Override
        public void release() {
            sources.forEach(Outgoing.Source::release);
        }
    }
}
