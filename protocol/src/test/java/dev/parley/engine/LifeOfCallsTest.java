package dev.parley.engine;

import static dev.parley.engine.Wire.chunk;
import static dev.parley.engine.Wire.reply;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.message.Deviation;
import dev.parley.message.ServerHello;
import dev.parley.operation.CloseSession;
import dev.parley.operation.Get;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Whatever happens, in whatever order, also from within what the engine calls: each request ends exactly once, its fate is
 * true, and no deadline is slept through.
 */
class LifeOfCallsTest {

    @Property(tries = 2000)
    void eachRequestEndsExactlyOnceAndNothingComesAfterTheEnd(
            @ForAll @Size(max = 40) List<Byte> events, @ForAll long seed) {
        World world = new World(seed);
        events.forEach(event -> world.happens(event & 0xff));
        world.end();
    }

    /** An engine, a driver that does anything, and what is known to be true of both. */
    private static final class World implements EngineOutput {
        private final Random random;
        private final ClientEngine engine;
        private final List<Sink> handed = new ArrayList<>();
        private long now;
        private long lastId = 100;
        private boolean established;
        private boolean terminated;
        private int depth;
        private String partly = "";

        World(long seed) {
            random = new Random(seed);
            now = random.nextBoolean() ? Long.MAX_VALUE - 50 : random.nextLong();
            EngineSettings all = EngineSettings.of("pe1");
            engine = new ClientEngine(
                    new EngineSettings(
                            "pe1", all.hello(), all.xmlLimits(), 2_000, 800, 2_000, 2, 2, random.nextInt(8) == 0),
                    this);
            engine.start(now, random.nextInt(10) == 0 ? ClientEngine.NEVER : now + 50);
            if (random.nextInt(8) > 0) {
                receives(Wire.hello(random.nextInt(8) == 0 ? "1.0" : "1.1"));
            }
        }

        void happens(int event) {
            now += random.nextInt(5);
            switch (event % 16) {
                case 0, 1, 2, 3 -> sends(event);
                case 4, 5, 6 -> replies();
                case 7 -> repliesInPart();
                case 8 -> receives(chunk(Wire.notification("<e/>")));
                case 9 -> receives(chunk(reply(random.nextInt(100), "<ok/>")));
                case 10 -> {
                    now += random.nextInt(30);
                    engine.tick(now);
                }
                case 11 -> cancels();
                case 12 -> engine.writable(random.nextBoolean(), now);
                case 13 -> {
                    if (random.nextInt(4) == 0) {
                        engine.close(++lastId, now, now + 20);
                    }
                }
                case 14 -> {
                    if (random.nextInt(6) == 0) {
                        engine.peerClosed("closed", random.nextBoolean() ? new IOException() : null, now);
                    }
                }
                default -> {
                    if (random.nextInt(6) == 0) {
                        receives(random.nextBoolean() ? "\n#0" : chunk("<odd/>"));
                    }
                }
            }
            noDeadlineIsSleptThrough();
        }

        private void sends(int event) {
            Operation<?> operation = event > 250 ? new CloseSession() : Get.all();
            Sink sink = event % 2 == 0 ? new WholeSink() : new StreamedSink();
            handed.add(sink);
            long deadline = now + random.nextInt(60);
            if (deadline == ClientEngine.NEVER) {
                deadline++;
            }
            sink.call = Call.of(++lastId, Request.of(operation), false, now, deadline, (ReplySink) sink);
            engine.send(sink.call, now);
        }

        private void replies() {
            if (!handed.isEmpty()) {
                Sink sink = handed.get(random.nextInt(handed.size()));
                receives(chunk(reply(sink.call.id(), "x".repeat(random.nextInt(20) == 0 ? 2_500 : 10))));
            }
        }

        private void repliesInPart() {
            if (partly.isEmpty() && !handed.isEmpty()) {
                String whole = chunk(
                        reply(handed.get(random.nextInt(handed.size())).call.id(), "<data/>"));
                int cut = 1 + random.nextInt(whole.length() - 1);
                partly = whole.substring(cut);
                receivesNow(whole.substring(0, cut));
            }
        }

        private void cancels() {
            if (!handed.isEmpty()) {
                engine.cancel(handed.get(random.nextInt(handed.size())).call, now);
            }
        }

        /** What is left of a message comes first; a driver never calls receive from within it. */
        private void receives(String bytes) {
            String rest = partly;
            partly = "";
            receivesNow(rest + bytes);
        }

        private void receivesNow(String bytes) {
            if (depth == 0) {
                ByteBuffer in = ByteBuffer.wrap(bytes.getBytes(UTF_8));
                depth++;
                engine.receive(in, now);
                depth--;
                assertThat(in.hasRemaining()).isFalse();
            }
        }

        /** Something else, from within a call of the engine. */
        private void reacts() {
            if (depth < 3 && random.nextInt(3) == 0) {
                depth++;
                switch (random.nextInt(7)) {
                    case 0, 1 -> sends(random.nextInt(256));
                    case 2 -> cancels();
                    case 3 -> engine.writable(random.nextBoolean(), now);
                    case 4 -> engine.tick(now);
                    case 5 -> {
                        if (random.nextInt(4) == 0) {
                            engine.close(++lastId, now, now + 20);
                        }
                    }
                    default -> {
                        if (random.nextInt(8) == 0) {
                            engine.abort(null, now);
                        }
                    }
                }
                depth--;
            }
        }

        private void noDeadlineIsSleptThrough() {
            for (Sink sink : handed) {
                if (!sink.ended) {
                    assertThat(engine.nextWake()).isNotEqualTo(ClientEngine.NEVER);
                    assertThat(engine.nextWake() - sink.call.deadline()).isNotPositive();
                }
            }
        }

        void end() {
            engine.abort(null, now);
            assertThat(terminated).isTrue();
            assertThat(handed).allSatisfy(sink -> assertThat(sink.ended).isTrue());
            assertThat(engine.nextWake()).isEqualTo(ClientEngine.NEVER);
            engine.tick(now + 1000);
            engine.writable(true, now);
        }

        private long written() {
            return handed.stream().filter(sink -> sink.written && !sink.ended).count();
        }

        @Override
        public void write(ByteBuffer bytes) {
            assertThat(terminated).as("written after the end").isFalse();
            String text = UTF_8.decode(bytes).toString();
            for (Sink sink : handed) {
                if (text.contains("message-id=\"" + sink.call.id() + "\"")) {
                    assertThat(sink.ended).as("sent after it had ended").isFalse();
                    assertThat(sink.written).as("sent twice").isFalse();
                    sink.written = true;
                }
            }
            assertThat(written()).as("in flight").isLessThanOrEqualTo(2);
            reacts();
        }

        @Override
        public void established(ServerHello hello) {
            assertThat(established || terminated).isFalse();
            established = true;
            reacts();
        }

        @Override
        public void notification(byte[] message, int length) {
            assertThat(terminated).isFalse();
            reacts();
        }

        @Override
        public void deviation(Deviation deviation, String detail) {
            assertThat(terminated).isFalse();
            reacts();
        }

        @Override
        public void lateReply(Call call) {
            assertThat(terminated).isFalse();
            reacts();
        }

        @Override
        public void terminated(@Nullable NetconfException failure) {
            assertThat(terminated).as("terminated twice").isFalse();
            assertThat(handed)
                    .filteredOn(sink -> !sink.ended && sink.call.isSent())
                    .as("a request that was neither answered nor failed by then")
                    .isEmpty();
            terminated = true;
            reacts();
        }

        /** Knows whether it has ended, and that it does so once. */
        private abstract class Sink {
            Call call = Call.of(0, Request.of(Get.all()), false, 0, 0, new WholeSinkForNothing());
            boolean written;
            boolean ended;

            void ends() {
                assertThat(ended).as("ended twice").isFalse();
                ended = true;
                reacts();
            }

            void failed(NetconfException failure) {
                assertThat(failure.fate()).isEqualTo(written ? Fate.UNKNOWN : Fate.NOT_SENT);
                assertThat(failure.getMessage()).contains("pe1");
                ends();
            }
        }

        private final class WholeSink extends Sink implements ReplySink.Whole {
            @Override
            public void reply(byte[] message, int length) {
                assertThat(written).isTrue();
                assertThat(new String(message, 0, length, UTF_8)).contains("message-id=\"" + call.id() + "\"");
                ends();
            }

            @Override
            public void fail(NetconfException failure) {
                failed(failure);
            }
        }

        private final class StreamedSink extends Sink implements ReplySink.Streamed {
            @Override
            public void part(ByteBuffer bytes) {
                assertThat(written && !ended).isTrue();
                assertThat(bytes.hasRemaining()).isTrue();
                reacts();
            }

            @Override
            public void end() {
                assertThat(written).isTrue();
                ends();
            }

            @Override
            public void fail(NetconfException failure) {
                failed(failure);
            }
        }
    }

    /** Stands in for a sink until there is one. */
    private static final class WholeSinkForNothing implements ReplySink.Whole {
        @Override
        public void reply(byte[] message, int length) {
            throw new AssertionError("nobody asked");
        }

        @Override
        public void fail(NetconfException failure) {
            throw new AssertionError("nobody asked");
        }
    }
}
