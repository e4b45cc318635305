package dev.parley.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.parley.engine.Call;
import dev.parley.engine.ClientEngine;
import dev.parley.engine.EngineOutput;
import dev.parley.engine.EngineSettings;
import dev.parley.engine.ReplySink;
import dev.parley.error.NetconfException;
import dev.parley.message.Deviation;
import dev.parley.message.Reply;
import dev.parley.message.ServerHello;
import dev.parley.operation.Get;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;
import dev.parley.xml.XmlLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a reply costs grows in proportion to its size, in both framings, in one chunk and in chunks of one byte. Memory is
 * counted; time is not, but reading 64 MB again for each byte that arrives would not end before the years do.
 */
@Isolated
@Timeout(300)
class LinearCostTest {
    private static final int MB = 1 << 20;
    private static final byte[] ELEMENT = "<n>0123456789</n>\n".getBytes(US_ASCII);
    private static final String START =
            "<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><data>";
    private static final String END = "</data></rpc-reply>";

    /** How the device cuts what it says. */
    enum Pieces {
        WHOLE,
        SINGLE_BYTES
    }

    /** What becomes of the reply. */
    enum Body {
        IN_MEMORY,
        STREAMED
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, WHOLE, IN_MEMORY",
        "1.0, WHOLE, STREAMED",
        "1.0, SINGLE_BYTES, IN_MEMORY",
        "1.0, SINGLE_BYTES, STREAMED",
        "1.1, WHOLE, IN_MEMORY",
        "1.1, WHOLE, STREAMED",
        "1.1, SINGLE_BYTES, IN_MEMORY",
        "1.1, SINGLE_BYTES, STREAMED",
    })
    void costGrowsInProportion(String base, Pieces pieces, Body body) {
        allocatedBy(base, pieces, body, MB);
        long one = allocatedBy(base, pieces, body, MB);
        long eight = allocatedBy(base, pieces, body, 8 * MB);
        long sixtyFour = allocatedBy(base, pieces, body, 64 * MB);

        // buffers double, so their last copy may be twice as large as needed: in proportion, and half as much again
        assertThat(eight).isLessThan(8 * one * 3 / 2 + MB);
        assertThat(sixtyFour).isLessThan(8 * eight * 3 / 2 + MB);
    }

    @Test
    void aFileCostsInProportion(@TempDir Path directory) throws IOException {
        allocatedByFile(directory, MB);
        long one = allocatedByFile(directory, MB);
        long eight = allocatedByFile(directory, 8 * MB);
        long sixtyFour = allocatedByFile(directory, 64 * MB);

        assertThat(eight).isLessThan(8 * one + MB);
        assertThat(sixtyFour).isLessThan(8 * eight + MB);
    }

    private static long allocatedByFile(Path directory, int size) throws IOException {
        byte[] piece = new byte[ELEMENT.length << 12];
        for (int i = 0; i < piece.length; i++) {
            piece[i] = ELEMENT[i % ELEMENT.length];
        }
        int pieces = size / piece.length;
        Iterator<ByteBuffer> parts = Stream.of(
                        Stream.of(START.getBytes(US_ASCII)),
                        Stream.generate(() -> piece).limit(pieces),
                        Stream.of(END.getBytes(US_ASCII)))
                .flatMap(part -> part)
                .map(ByteBuffer::wrap)
                .iterator();
        Path target = directory.resolve("reply.xml");
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        ((ReplyBody.Streamed<Path>) ReplyBody.file(target))
                .read(
                        () -> parts.hasNext() ? parts.next() : null,
                        new ReplyBody.Context(Get.all(), "get on pe1", XmlLimits.DEFAULT, (deviation, detail) -> {}));
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertThat(target)
                .hasSize((long) pieces * piece.length
                        + "<data></data>".length()
                        + " xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"".length());
        return allocated;
    }

    private static long allocatedBy(String base, Pieces pieces, Body body, int size) {
        Device device = new Device(base, pieces, body);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        device.answer(size);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertThat(device.received).isEqualTo(START.length() + size + END.length());
        return allocated;
    }

    /** Says hello, and one reply of any size, to an engine. */
    private static final class Device implements EngineOutput, ReplySink.Whole {
        private final ByteBuffer wire = ByteBuffer.allocate(64 << 10);
        private final boolean chunked;
        private final boolean single;
        private final ClientEngine engine;
        private long received;

        Device(String base, Pieces pieces, Body body) {
            chunked = base.equals("1.1");
            single = pieces == Pieces.SINGLE_BYTES;
            engine = new ClientEngine(EngineSettings.of("pe1"), this);
            engine.start(0, ClientEngine.NEVER);
            String hello = "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities><capability>"
                    + "urn:ietf:params:netconf:base:" + base
                    + "</capability></capabilities><session-id>4</session-id></hello>]]>]]>";
            engine.receive(ByteBuffer.wrap(hello.getBytes(US_ASCII)), 0);
            ReplySink sink = body == Body.IN_MEMORY ? this : new Parts();
            engine.send(Call.of(1, Request.of(Get.all()), false, 0, ClientEngine.NEVER, sink), 0);
        }

        void answer(int size) {
            if (chunked && !single) {
                put("\n#" + (START.length() + size + END.length()) + "\n");
            }
            say(START.getBytes(US_ASCII), START.length());
            int said = 0;
            for (; said + ELEMENT.length <= size; said += ELEMENT.length) {
                say(ELEMENT, ELEMENT.length);
            }
            for (; said < size; said++) {
                say(new byte[] {' '}, 1);
            }
            say(END.getBytes(US_ASCII), END.length());
            put(chunked ? "\n##\n" : "]]>]]>");
            flush();
        }

        private void say(byte[] text, int length) {
            for (int i = 0; i < length; i++) {
                if (wire.remaining() < 8) {
                    flush();
                }
                if (chunked && single) {
                    wire.put((byte) '\n').put((byte) '#').put((byte) '1').put((byte) '\n');
                }
                wire.put(text[i]);
                if (single && !chunked) {
                    flush();
                }
            }
        }

        private void put(String text) {
            flush();
            wire.put(text.getBytes(US_ASCII));
        }

        private void flush() {
            engine.receive(wire.flip(), 0);
            wire.clear();
        }

        @Override
        public void reply(byte[] message, int length) {
            Reply.parse(message, length, XmlLimits.DEFAULT, (deviation, detail) -> {});
            received = length;
        }

        @Override
        public void fail(NetconfException failure) {
            throw failure;
        }

        /** Counts the reply and keeps nothing of it. */
        private final class Parts implements ReplySink.Streamed {
            @Override
            public void part(ByteBuffer bytes) {
                received += bytes.remaining();
            }

            @Override
            public void end() {
                // all of it has been counted
            }

            @Override
            public void fail(NetconfException failure) {
                throw failure;
            }
        }

        @Override
        public void write(ByteBuffer bytes) {
            // the device knows what it is asked
        }

        @Override
        public void established(ServerHello hello) {
            // the request follows at once
        }

        @Override
        public void notification(byte[] message, int length) {
            throw new AssertionError("a notification");
        }

        @Override
        public void deviation(Deviation deviation, String detail) {
            throw new AssertionError(deviation + " " + detail);
        }

        @Override
        public void lateReply(Call call) {
            throw new AssertionError("a late reply");
        }

        @Override
        public void terminated(@Nullable NetconfException failure) {
            throw new AssertionError(failure);
        }
    }
}
