package dev.parley.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.operation.Operation;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;
import dev.parley.sample.Cuts;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/** A reply to an operation, as the operation reads it. */
final class Answered {
    private static final String OPEN = "<rpc-reply xmlns='" + Namespaces.BASE + "' message-id='1'>";

    final Met met = new Met();
    private final byte[] message;

    private Answered(String content) {
        message = (OPEN + content + "</rpc-reply>").getBytes(UTF_8);
    }

    /** A reply with that inside. */
    static Answered with(String content) {
        return new Answered(content);
    }

    /** A reply with that inside its data. */
    static Answered withData(String content) {
        return new Answered("<data>" + content + "</data>");
    }

    <R> R to(Operation<R> operation) {
        return operation.read(Reply.parse(message, message.length, XmlLimits.DEFAULT, met));
    }

    /** The same while it arrives, in pieces of that size. */
    <R> R to(Request<R> request, int pieces) throws IOException {
        Iterator<ByteBuffer> parts = Cuts.cut(message, List.of(pieces)).iterator();
        return ((ReplyBody.Streamed<R>) request.body())
                .read(
                        () -> parts.hasNext() ? parts.next() : null,
                        new ReplyBody.Context(
                                request.operation(), request.operation().name() + " on pe1", XmlLimits.DEFAULT, met));
    }

    /** What the operation writes. */
    static String asked(Operation<?> operation) {
        XmlWriter out = new XmlWriter();
        operation.writeTo(out);
        return new String(out.toBytes(), UTF_8);
    }
}
