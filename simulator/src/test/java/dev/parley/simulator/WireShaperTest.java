package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.datastore.ManualScheduler;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.WireFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Which bytes leave in which write, seen at the socket's side: a reader at the other end could not tell, as TCP may join
 * what was written apart.
 */
class WireShaperTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualScheduler time = new ManualScheduler();
    private EmbeddedChannel channel;

    private void shape(Fault... faults) {
        ConnectionFaults suffered = ConnectionFaults.of(List.of(faults));
        channel = new EmbeddedChannel();
        channel.pipeline()
                .addLast(new WireShaper(suffered, WireShaper.Unit.TLS_RECORD, time, new SocketEndings(channel)));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** A TLS record with so many bytes in it. */
    private static ByteBuf record(int length) {
        return Unpooled.buffer()
                .writeByte(23)
                .writeShort(0x0303)
                .writeShort(length)
                .writeZero(length);
    }

    private static ByteBuf records(int... lengths) {
        ByteBuf all = Unpooled.buffer();
        for (int length : lengths) {
            ByteBuf record = record(length);
            all.writeBytes(record);
            record.release();
        }
        return all;
    }

    /** The sizes of the writes since the last look. */
    private List<Integer> written() {
        channel.runPendingTasks();
        List<Integer> sizes = new ArrayList<>();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            sizes.add(out.readableBytes());
            out.release();
        }
        return sizes;
    }

    @Test
    void eachRecordLeavesInAWriteOfItsOwn() {
        shape(new WireFault.RecordPerSegment(MINUTE));
        ChannelFuture first = channel.write(records(400, 10, 20));
        ChannelFuture last = channel.writeAndFlush(record(30));

        assertThat(written()).containsExactly(405);
        assertThat(first.isDone()).isFalse();
        for (int size : new int[] {15, 25, 35}) {
            assertThat(written()).as("before the pause is over").isEmpty();
            assertThat(last.isDone()).isFalse();
            time.advance(MINUTE);
            assertThat(written()).containsExactly(size);
        }
        assertThat(first.isSuccess()).isTrue();
        assertThat(last.isSuccess()).isTrue();
    }

    @Test
    void whatIsWrittenInAPauseWaitsForItsEnd() {
        shape(new WireFault.RecordPerSegment(MINUTE));
        channel.writeAndFlush(record(1));
        assertThat(written()).containsExactly(6);

        channel.writeAndFlush(record(2));

        assertThat(written()).isEmpty();
        time.advance(MINUTE);
        assertThat(written()).containsExactly(7);
        time.advance(MINUTE);
        channel.writeAndFlush(record(3));
        assertThat(written()).as("the pause behind the last is over").containsExactly(8);
    }

    @Test
    void segmentsHaveTheirSizeWhateverIsWritten() {
        shape(WireFault.tcpSegments(7));
        channel.writeAndFlush(record(15));

        assertThat(written()).containsExactly(7, 7, 6);
    }

    @Test
    void oneWriteHoldsWhatATurnOfTheLoopProduces() {
        shape(new WireFault.OneSegment());
        // unlike the channel's own methods, the pipeline's do not let the loop take its turn
        channel.pipeline().writeAndFlush(record(10));
        channel.pipeline().writeAndFlush(records(20, 30));

        assertThat(written()).containsExactly(15 + 25 + 35);
    }

    @Test
    void theConnectionIsClosedBehindWhatIsStillToBeSent() {
        shape(new WireFault.RecordPerSegment(MINUTE));
        channel.writeAndFlush(records(1, 2));
        channel.close();

        assertThat(written()).containsExactly(6);
        assertThat(channel.isOpen()).isTrue();
        time.advance(MINUTE);
        assertThat(written()).containsExactly(7);
        assertThat(channel.isOpen()).isFalse();
    }
}
