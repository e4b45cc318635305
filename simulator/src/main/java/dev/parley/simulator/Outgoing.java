package dev.parley.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the client, framing included, given out in parts as the connection can take them.
 *
 * @param kind what it is
 * @param number which of its kind on this connection, from 1
 * @param source its bytes
 * @param delay how long it waits once it is its turn
 */
record Outgoing(Kind kind, int number, Source source, Duration delay) {

    /** What a message is. */
    enum Kind {
        /** The device's hello. */
        HELLO,
        /** The reply to a request. */
        REPLY,
        /** The reply to close-session: the last message. */
        LAST_REPLY,
        /** Anything else. */
        OTHER
    }

    /** Bytes that are made when they are asked for. */
    interface Source {
        /** The next part, which the caller releases, or null at the end. */
        @Nullable
        ByteBuf next(ByteBufAllocator allocator);

        /** Gives up what was not asked for. */
        default void release() {}
    }

    static Outgoing of(Kind kind, int number, Source source) {
        return new Outgoing(kind, number, source, Duration.ZERO);
    }

    /** A source of parts that are there already. */
    static Source parts(List<ByteBuf> buffers) {
        Deque<ByteBuf> left = new ArrayDeque<>(buffers);
        return new Source() {
            @Override
            public @Nullable ByteBuf next(ByteBufAllocator allocator) {
                return left.poll();
            }

            @Override
            public void release() {
                left.forEach(ByteBuf::release);
                left.clear();
            }
        };
    }

    /** A source of one text, one byte a character. */
    static Source latin1(String text) {
        return parts(List.of(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    /** One source after the other. */
    static Source sequence(List<Source> sources) {
        Deque<Source> left = new ArrayDeque<>(sources);
        return new Source() {
            @Override
            public @Nullable ByteBuf next(ByteBufAllocator allocator) {
                while (!left.isEmpty()) {
                    ByteBuf part = left.getFirst().next(allocator);
                    if (part != null) {
                        return part;
                    }
                    left.removeFirst();
                }
                return null;
            }

            @Override
            public void release() {
                left.forEach(Source::release);
                left.clear();
            }
        };
    }
}
