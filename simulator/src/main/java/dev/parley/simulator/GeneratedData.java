package dev.parley.simulator;

import dev.parley.framing.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reply of any size out of one block of rows that all such replies share: nothing is copied or computed per row, so that
 * a peer that reads is never kept waiting for this one.
 */
final class GeneratedData implements Outgoing.Source {
    static final String NAMESPACE = "urn:parley:generated";

    private static final int ROW = 256;
    private static final int BLOCK = 256 * ROW;
    private static final byte[] ROWS = rows();
    private static final ByteBuf PLAIN = shared(new byte[0]);
    private static final ByteBuf CHUNK = shared(("\n#" + BLOCK + "\n").getBytes(StandardCharsets.US_ASCII));

    private final Framing framing;
    private final byte[] head;
    private final byte[] tail;
    private final long length;
    private long blocks;
    private int remainder;
    private Step step = Step.HEAD;

    /** What comes next. */
    private enum Step {
        HEAD,
        BLOCKS,
        TAIL,
        END
    }

    private GeneratedData(Framing framing, byte[] head, byte[] tail, long length) {
        this.framing = framing;
        this.head = head;
        this.tail = tail;
        this.length = length;
        long fill = Math.max(0, length - head.length - tail.length);
        this.blocks = fill / BLOCK;
        this.remainder = (int) (fill % BLOCK);
    }

    /** A reply to that request, of that length without framing. */
    static GeneratedData reply(Envelope request, Framing framing, long length) {
        String p = request.prefix();
        return new GeneratedData(
                framing,
                utf8(request.replyStart() + "<" + p + "data><generated xmlns=\"" + NAMESPACE + "\">"),
                utf8("</generated></" + p + "data>" + request.replyEnd()),
                length);
    }

    /** A reply that begins like that one and never ends. */
    static GeneratedData endless(Envelope request, Framing framing, long bytes) {
        GeneratedData data = reply(request, framing, Long.MAX_VALUE);
        data.blocks = bytes / BLOCK + 1;
        return data;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] rows() {
        String open = "<row><name>interface</name><description>";
        String close = "</description><enabled>true</enabled><mtu>1500</mtu></row>";
        String row = open + "d".repeat(ROW - open.length() - close.length()) + close;
        return row.repeat(BLOCK / ROW).getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuf shared(byte[] header) {
        ByteBuf buffer = Unpooled.directBuffer(header.length + BLOCK);
        return Unpooled.unreleasableBuffer(
                buffer.writeBytes(header).writeBytes(ROWS).asReadOnly());
    }

    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator) {
        switch (step) {
            case HEAD -> {
                step = blocks > 0 ? Step.BLOCKS : Step.TAIL;
                return framed(allocator, head, 0, 0);
            }
            case BLOCKS -> {
                if (--blocks == 0) {
                    step = length == Long.MAX_VALUE ? Step.END : Step.TAIL;
                }
                return (framing == Framing.CHUNKED ? CHUNK : PLAIN).duplicate();
            }
            case TAIL -> {
                step = Step.END;
                int rows = remainder / ROW * ROW;
                ByteBuf last = framed(allocator, tail, rows, remainder - rows);
                return last.writeBytes(utf8(framing == Framing.CHUNKED ? "\n##\n" : "]]>]]>"));
            }
            case END -> {
                return null;
            }
        }
        throw new IllegalStateException("no such step: " + step);
    }

    /** Rows, spaces, and a text behind them, as a chunk of their own where there are chunks. */
    private ByteBuf framed(ByteBufAllocator allocator, byte[] text, int rows, int spaces) {
        int size = rows + spaces + text.length;
        ByteBuf out = allocator.buffer(size + 32);
        if (framing == Framing.CHUNKED) {
            out.writeBytes(utf8("\n#" + size + "\n"));
        }
        out.writeBytes(ROWS, 0, rows);
        for (int i = 0; i < spaces; i++) {
            out.writeByte(' ');
        }
        return out.writeBytes(text);
    }
}
