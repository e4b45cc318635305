package dev.parley.operation;

import dev.parley.error.Durations;
import dev.parley.error.InputException;
import dev.parley.xml.XmlNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation with everything about how it is to be sent. Immutable.
 *
 * @param operation what is asked
 * @param body how the answer is read
 * @param deadline the time from handing it to the session to the whole reply, at most a day; null for the device's
 *     default
 * @param forced whether it is sent even when the device did not announce what it needs
 * @param attributes further attributes of {@code <rpc>}, which the device sends back (RFC 6241 section 4.1)
 * @param <R> what the answer is read as
 */
public record Request<R>(
        Operation<?> operation,
        ReplyBody<R> body,
        @Nullable Duration deadline,
        boolean forced,
        List<Attribute> attributes) {

    /**
     * An attribute of {@code <rpc>} in a namespace of its own.
     *
     * @param namespace its namespace
     * @param prefix the prefix to declare for it
     * @param name its local name
     * @param value its value
     */
    public record Attribute(String namespace, String prefix, String name, String value) {
        public Attribute {
            if (namespace.isEmpty() || !XmlNames.isPrefix(prefix) || !XmlNames.isLocalName(name)) {
                throw InputException.of(
                        InputException.Reason.BAD_VALUE,
                        "an attribute needs a namespace, a prefix and a name, and not \"" + namespace + "\", \""
                                + prefix + "\" and \"" + name + "\"");
            }
        }

        private boolean clashesWith(Attribute other) {
            boolean sameNamespace = namespace.equals(other.namespace);
            return prefix.equals(other.prefix) != sameNamespace || (sameNamespace && name.equals(other.name));
        }
    }

    public Request {
        attributes = List.copyOf(attributes);
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            if (attributes.subList(0, i).stream().anyMatch(attribute::clashesWith)) {
                throw InputException.of(
                        InputException.Reason.BAD_VALUE,
                        "the attribute " + attribute.prefix() + ":" + attribute.name()
                                + " is there twice, or its prefix and namespace differ from another attribute's");
            }
        }
        if (deadline != null) {
            Durations.checkLimit(deadline);
        }
    }

    /** The operation, sent and read in its ordinary way. */
    public static <R> Request<R> of(Operation<R> operation) {
        return new Request<>(operation, ReplyBody.of(operation), null, false, List.of());
    }

    /**
     * The same with a deadline.
     *
     * @throws InputException unless it is above zero and at most a day
     */
    public Request<R> within(Duration deadline) {
        return new Request<>(operation, body, deadline, forced, attributes);
    }

    /** The same with the answer read in another way. */
    public <T> Request<T> as(ReplyBody<T> body) {
        return new Request<>(operation, body, deadline, forced, attributes);
    }

    /** The same, sent even when the device did not announce what it needs. */
    public Request<R> force() {
        return new Request<>(operation, body, deadline, true, attributes);
    }

    /** The same with one more attribute on {@code <rpc>}. */
    public Request<R> attribute(String namespace, String prefix, String name, String value) {
        List<Attribute> more = new ArrayList<>(attributes);
        more.add(new Attribute(namespace, prefix, name, value));
        return new Request<>(operation, body, deadline, forced, more);
    }
}
