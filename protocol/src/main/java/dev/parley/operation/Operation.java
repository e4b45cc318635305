package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Something that can be asked of a device: it writes itself and reads its own answer. An operation is a value; the same
 * one can be sent to many devices, at once and again.
 *
 * <p>Where how it is sent matters too, {@link #within}, {@link #as} and {@link #force} make a {@link Request} of it.
 *
 * @param <R> what the device's answer is read as
 */
public interface Operation<R> {
    /** The name of its element, as it stands in messages and errors: {@code get-config}. */
    String name();

    /** Writes the content of the {@code <rpc>} element: exactly one element. */
    void writeTo(XmlWriter out);

    /**
     * Reads the answer. Called with replies that report no error; warnings may be in them.
     *
     * @throws dev.parley.error.ProtocolException if the reply is not one to this operation
     */
    R read(Reply reply);

    /** What the device must be able to do; checked against its hello before anything is sent. */
    default List<Requirement> requires() {
        return List.of();
    }

    /**
     * Whether the answer is a {@code <data>} element: then that is what a file or a string body holds, rather than the
     * whole reply.
     */
    default boolean returnsData() {
        return false;
    }

    /** The namespace of that element. */
    default String dataNamespace() {
        return Namespaces.BASE;
    }

    /**
     * A request for this with a deadline of its own, counted from the moment it is handed to the session.
     *
     * @throws dev.parley.error.InputException unless it is above zero and at most a day
     */
    default Request<R> within(Duration deadline) {
        return Request.of(this).within(deadline);
    }

    /** A request for this whose answer is read in another way. */
    default <T> Request<T> as(ReplyBody<T> body) {
        return Request.of(this).as(body);
    }

    /** A request for this whose answer is written to a file; short for {@code as(ReplyBody.file(path))}. */
    default Request<Path> toFile(Path path) {
        return as(ReplyBody.file(path));
    }

    /** A request for this that is sent even if the device did not announce what it needs. */
    default Request<R> force() {
        return Request.of(this).force();
    }
}
