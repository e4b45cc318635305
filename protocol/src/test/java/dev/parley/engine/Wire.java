package dev.parley.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.message.Deviation;
import dev.parley.message.Namespaces;
import dev.parley.message.ServerHello;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An engine with nothing at its other end but a record of what came out, in order, one line each. Time is what the test
 * says; it begins shortly before the clock's numbers wrap around.
 */
final class Wire implements EngineOutput {
    /** Two seconds before the largest number. */
    private static final long BEGIN = Long.MAX_VALUE - 2_000_000_000L;

    final List<String> record = new ArrayList<>();
    final ClientEngine engine;
    long now = BEGIN;

    @Nullable
    NetconfException failure;

    Runnable onEstablished = () -> {};
    Runnable onDeviation = () -> {};
    Runnable onEnd = () -> {};
    private long lastId = 100;

    Wire() {
        this(EngineSettings.of("pe1"));
    }

    Wire(EngineSettings settings) {
        engine = new ClientEngine(settings, this);
    }

    /** Settings with small limits: 2 in flight, 2 waiting. */
    static EngineSettings small() {
        EngineSettings all = EngineSettings.of("pe1");
        return new EngineSettings(all.peer(), all.hello(), all.xmlLimits(), 2_000, 1_000, 5_000, 2, 2, false);
    }

    static EngineSettings strict() {
        EngineSettings all = EngineSettings.of("pe1");
        return new EngineSettings(all.peer(), all.hello(), all.xmlLimits(), 2_000, 1_000, 5_000, 2, 2, true);
    }

    /** A hello as a server sends it, framing included. */
    static String hello(String... bases) {
        StringBuilder hello = new StringBuilder("<hello xmlns=\"" + Namespaces.BASE + "\"><capabilities>");
        for (String base : bases) {
            hello.append("<capability>urn:ietf:params:netconf:base:")
                    .append(base)
                    .append("</capability>");
        }
        return hello + "</capabilities><session-id>4</session-id></hello>]]>]]>";
    }

    static String chunk(String message) {
        return "\n#" + message.getBytes(UTF_8).length + "\n" + message + "\n##\n";
    }

    static String reply(long id, String content) {
        return "<rpc-reply xmlns=\"" + Namespaces.BASE + "\" message-id=\"" + id + "\">" + content + "</rpc-reply>";
    }

    static String notification(String content) {
        return "<notification xmlns=\"" + Namespaces.NOTIFICATION + "\">" + content + "</notification>";
    }

    Wire start() {
        engine.start(now, now + seconds(10));
        return this;
    }

    /** A session of base 1.1 that is up, with a clean record. */
    static Wire open(EngineSettings settings) {
        Wire wire = new Wire(settings).start();
        wire.receives(hello("1.1"));
        wire.record.clear();
        return wire;
    }

    static Wire open() {
        return open(EngineSettings.of("pe1"));
    }

    static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    Wire receives(String bytes) {
        return receives(ByteBuffer.wrap(bytes.getBytes(UTF_8)));
    }

    Wire receives(ByteBuffer bytes) {
        engine.receive(bytes, now);
        if (bytes.hasRemaining()) {
            throw new AssertionError("bytes were left");
        }
        return this;
    }

    /** The whole message, in chunks. */
    Wire receivesMessage(String message) {
        return receives(chunk(message));
    }

    Wire waits(long seconds) {
        now += seconds(seconds);
        engine.tick(now);
        return this;
    }

    /** Hands a request over, due in ten seconds, whose reply is held in memory. */
    Call send(Operation<?> operation) {
        return send(operation, seconds(10));
    }

    Call send(Operation<?> operation, long within) {
        return send(operation, within, new Whole());
    }

    /** The same, with the reply as it arrives. */
    Call stream(Operation<?> operation) {
        return send(operation, seconds(10), new Streamed());
    }

    private <S extends Recorded & ReplySink> Call send(Operation<?> operation, long within, S sink) {
        Call call = call(operation, within, sink);
        engine.send(call, now);
        return call;
    }

    /** A call that is not handed over yet. */
    <S extends Recorded & ReplySink> Call call(Operation<?> operation, long within, S sink) {
        sink.id = ++lastId;
        return Call.of(sink.id, Request.of(operation), false, now, now + within, sink);
    }

    Wire close() {
        engine.close(++lastId, now, now + seconds(5));
        return this;
    }

    /** What came out since the last time. */
    List<String> came() {
        List<String> came = List.copyOf(record);
        record.clear();
        return came;
    }

    private void note(String line) {
        record.add(line);
    }

    @Override
    public void write(ByteBuffer bytes) {
        note("write " + UTF_8.decode(bytes));
    }

    @Override
    public void established(ServerHello hello) {
        note("established " + hello.sessionId() + " " + hello.framing());
        onEstablished.run();
    }

    @Override
    public void notification(byte[] message, int length) {
        note("notification " + new String(message, 0, length, UTF_8));
    }

    @Override
    public void deviation(Deviation deviation, String detail) {
        note("deviation " + deviation + " " + detail);
        onDeviation.run();
    }

    @Override
    public void lateReply(Call call) {
        note("late reply to " + call.id());
    }

    @Override
    public void terminated(@Nullable NetconfException failure) {
        this.failure = failure;
        note("terminated " + (failure == null ? "in order" : failure.code() + ": " + failure.getMessage()));
    }

    /** A sink that writes into the record. */
    abstract static class Recorded {
        long id;

        String failed(NetconfException why) {
            String reason = why instanceof RequestException request ? " " + request.reason() : "";
            return id + " failed" + reason + " " + why.fate() + ": " + why.getMessage();
        }
    }

    /** Takes a reply in memory. */
    final class Whole extends Recorded implements ReplySink.Whole {
        @Override
        public void reply(byte[] message, int length) {
            note(id + " reply " + new String(message, 0, length, UTF_8));
            onEnd.run();
        }

        @Override
        public void fail(NetconfException failure) {
            note(failed(failure));
            onEnd.run();
        }
    }

    /** Takes a reply as it arrives. */
    final class Streamed extends Recorded implements ReplySink.Streamed {
        @Override
        public void part(ByteBuffer bytes) {
            // one character for each byte, so that a part may end inside a character
            note(id + " part " + ISO_8859_1.decode(bytes));
        }

        @Override
        public void end() {
            note(id + " end");
            onEnd.run();
        }

        @Override
        public void fail(NetconfException failure) {
            note(failed(failure));
            onEnd.run();
        }
    }
}
