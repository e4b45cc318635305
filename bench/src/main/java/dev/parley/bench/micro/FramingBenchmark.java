package dev.parley.bench.micro;

import dev.parley.framing.FrameDecoder;
import dev.parley.framing.Framing;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Taking the framing off one megabyte that arrives in pieces of 16 KB, as it comes out of TLS records. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FramingBenchmark {
    private static final int PIECE = 16 * 1024;

    /** How the message is framed. */
    @Param({"END_OF_MESSAGE", "CHUNKED"})
    public Framing framing;

    /** Bytes in a chunk. */
    @Param({"512", "16384"})
    public int chunk;

    private ByteBuffer stream = ByteBuffer.allocate(0);

    /** Makes the stream. */
    @Setup
    public void stream() {
        byte[] message = Messages.large(1_000_000);
        byte[] framed = framing == Framing.CHUNKED ? Messages.chunked(message, chunk) : Messages.ended(message);
        stream = ByteBuffer.allocateDirect(framed.length).put(framed);
    }

    /** Takes it apart. */
    @Benchmark
    public void decode(Blackhole sink) {
        FrameDecoder decoder = framing.decoder();
        ByteBuffer in = stream.duplicate().clear();
        for (int at = 0; at < in.capacity(); at += PIECE) {
            in.limit(Math.min(in.capacity(), at + PIECE)).position(at);
            sink.consume(decoder.decode(in, sink::consume));
        }
    }
}
