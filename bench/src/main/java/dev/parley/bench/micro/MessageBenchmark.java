package dev.parley.bench.micro;

import dev.parley.engine.Call;
import dev.parley.engine.ReplySink;
import dev.parley.error.NetconfException;
import dev.parley.message.EnvelopeScanner;
import dev.parley.message.Reply;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Request;
import dev.parley.xml.XmlLimits;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a small request and its reply pass through, step by step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageBenchmark {
    private static final GetConfig GET = GetConfig.from(Datastore.RUNNING);
    private static final ReplySink NOBODY = new ReplySink.Whole() {
        @Override
        public void reply(byte[] message, int length) {
            throw new IllegalStateException("nothing is sent");
        }

        @Override
        public void fail(NetconfException failure) {
            throw failure;
        }
    };

    private final EnvelopeScanner scanner = new EnvelopeScanner();

    /** Writing a request. */
    @Benchmark
    public Call request() {
        return Call.of(101, Request.of(GET), true, 0, 1, NOBODY);
    }

    /** Finding out whose reply it is. */
    @Benchmark
    public @Nullable String envelope() {
        scanner.reset();
        scanner.scan(Messages.REPLY, Messages.REPLY.length);
        return scanner.messageId();
    }

    /** Reading {@code <ok/>}. */
    @Benchmark
    public Reply ok() {
        return Reply.parse(Messages.OK, Messages.OK.length, XmlLimits.DEFAULT, (deviation, detail) -> {});
    }

    /** Reading data. */
    @Benchmark
    public Data data() {
        return GET.read(
                Reply.parse(Messages.REPLY, Messages.REPLY.length, XmlLimits.DEFAULT, (deviation, detail) -> {}));
    }
}
