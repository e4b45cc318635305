package dev.parley.operation;

import dev.parley.message.Deviation;
import dev.parley.message.Reply;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * How the body of a reply is taken in, in the manner of {@code HttpResponse.BodyHandlers}. Errors that the device reports
 * are found in every form, wherever they stand, and thrown as {@code RpcErrorException}.
 *
 * <p>Bodies are read on the caller's thread, or for asynchronous requests on the client's executor; never on an event
 * loop.
 *
 * @param <T> what comes of it
 */
public sealed interface ReplyBody<T> {
    /**
     * A body that needs the whole reply in memory.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    non-sealed interface Whole<T> extends ReplyBody<T> {
        /**
         * Reads a reply that reports no error.
         *
         * @param reply the reply
         * @param operation what was asked
         */
        T read(Reply reply, Operation<?> operation);
    }

    /**
     * A body that is taken in while it arrives, in bounded memory. When it is slow, the device is made to wait.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    non-sealed interface Streamed<T> extends ReplyBody<T> {
        /**
         * Reads a reply to its end, and throws {@code RpcErrorException} when it reports an error.
         *
         * @param parts the bytes of the message, envelope included
         * @param context what was asked, and of whom
         * @throws IOException if what is read cannot be put where it belongs
         */
        T read(Parts parts, Context context) throws IOException;
    }

    /** The bytes of a message in the pieces in which they arrive. */
    @FunctionalInterface
    interface Parts {
        /**
         * Waits for the next piece.
         *
         * @return bytes that are valid until the next call, or null at the end of the message
         * @throws dev.parley.error.NetconfException if the session or the request failed meanwhile
         */
        @Nullable
        ByteBuffer next();
    }

    /**
     * What a streamed body is the answer to.
     *
     * @param operation what was asked
     * @param request what was asked of whom, for messages: {@code get-config on pe1:6513}
     * @param limits what a body that parses holds the reply to
     * @param observer is told of deviations; in strict mode it throws
     */
    record Context(Operation<?> operation, String request, XmlLimits limits, Deviation.Observer observer) {}

    /** The answer as the operation itself reads it. */
    static <R> ReplyBody<R> of(Operation<R> operation) {
        return (Whole<R>) (reply, asked) -> operation.read(reply);
    }

    /** The whole reply with its envelope, errors and attributes. */
    static ReplyBody<Reply> reply() {
        return (Whole<Reply>) (reply, operation) -> reply;
    }

    /** The content as text: the {@code <data>} element where the operation returns one, else the whole reply. */
    static ReplyBody<String> string() {
        return (Whole<String>) (reply, operation) -> content(reply, operation).toString();
    }

    /** The content as a DOM document: {@code <data>} where the operation returns one, else the whole reply. */
    static ReplyBody<Document> document() {
        return (Whole<Document>) (reply, operation) -> content(reply, operation).toDocument();
    }

    /**
     * The content in a file: {@code <data>} where the operation returns one, else the whole reply. The bytes are written
     * as the device sent them, beside the target first, which they replace when they are complete: a failure leaves no
     * half file. Memory does not depend on their number.
     *
     * @param target where; through a symbolic link, the file that it leads to is replaced
     * @throws dev.parley.error.InputException if something is there that is no regular file: a directory, a FIFO, a device
     */
    static ReplyBody<Path> file(Path target) {
        return file(target, written -> {});
    }

    /**
     * The same, telling how far it is.
     *
     * @param progress is called with the number of bytes written so far, on the thread that writes
     */
    static ReplyBody<Path> file(Path target, java.util.function.LongConsumer progress) {
        return new FileBody(new WholeFile(target), progress);
    }

    /**
     * The reply through a pull reader, while it arrives. The reader stands in front of the first element inside the
     * reply; what the function does not read is read over. Once the function has returned, the rest of the reply is
     * checked for errors, so a result is never that of a failed request.
     *
     * @param read takes what it needs from the reader; slow reading slows the device down
     */
    static <T> Streamed<T> reading(Function<XmlReader, T> read) {
        return new ReadingBody<>(read);
    }

    private static Xml content(Reply reply, Operation<?> operation) {
        return operation.returnsData() ? Data.in(reply, operation) : reply.envelope();
    }
}
