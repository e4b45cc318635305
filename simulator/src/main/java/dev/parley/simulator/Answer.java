package dev.parley.simulator;

import dev.parley.error.RpcError;
import dev.parley.simulator.datastore.DataTree;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a device answers to a request. Immutable. */
public sealed interface Answer {

    /** {@code <ok/>}. */
    record Ok() implements Answer {}

    /**
     * Data, in a {@code data} element.
     *
     * @param tree what stands in it
     */
    record Data(DataTree tree) implements Answer {}

    /**
     * The text of a module, in the {@code data} element of {@code get-schema} (RFC 6022 section 3.1).
     *
     * @param text the module
     */
    record Schema(String text) implements Answer {}

    /**
     * Errors or warnings and nothing else.
     *
     * @param errors the reasons, at least one
     */
    record Refused(List<RpcError> errors) implements Answer {
        /** Copies the list. */
        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /**
     * Elements inside {@code rpc-reply}, as they stand.
     *
     * @param xml the elements; what has no prefix is in NETCONF's namespace, unless it says otherwise
     */
    record Content(String xml) implements Answer {}

    /**
     * A whole message, as it stands; it need not be well-formed.
     *
     * @param text the message without framing
     */
    record Verbatim(String text) implements Answer {}

    /**
     * A {@code data} element of so many bytes, made up on the way: nothing of that size is ever in memory. It holds one
     * element {@code generated} with as many elements {@code row} as fit, of about 250 bytes each.
     *
     * @param bytes the length of the whole reply without framing; at least 1000
     */
    record Generated(long bytes) implements Answer {
        /** Checks the length. */
        public Generated {
            if (bytes < 1000) {
                throw new IllegalArgumentException("a generated reply has at least 1000 bytes");
            }
        }
    }

    /** No answer at all; the next request is served. */
    record Nothing() implements Answer {}

    /**
     * An answer that is not known yet. The session's next request waits for it.
     *
     * @param answer completes with the answer; failing means {@code operation-failed}
     */
    record Later(CompletionStage<Answer> answer) implements Answer {}

    /** {@code <ok/>}. */
    static Answer ok() {
        return new Ok();
    }

    /** A {@code data} element. */
    static Answer data(DataTree tree) {
        return new Data(tree);
    }

    /** A {@code data} element. */
    static Answer data(String xml) {
        return new Data(DataTree.parse(xml));
    }

    /** The text of a module. */
    static Answer schema(String text) {
        return new Schema(text);
    }

    /** Errors or warnings. */
    static Answer refused(RpcError... errors) {
        return new Refused(List.of(errors));
    }

    /** Elements inside {@code rpc-reply}. */
    static Answer content(String xml) {
        return new Content(xml);
    }

    /** A whole message. */
    static Answer verbatim(String message) {
        return new Verbatim(message);
    }

    /** So many bytes of data. */
    static Answer generated(long bytes) {
        return new Generated(bytes);
    }

    /** No answer. */
    static Answer nothing() {
        return new Nothing();
    }

    /** An answer that comes later. */
    static Answer later(CompletionStage<Answer> answer) {
        return new Later(answer);
    }
}
