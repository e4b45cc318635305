package dev.parley.simulator.datastore;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import java.util.List;

/** The device says no: what stands in the reply's {@code rpc-error} elements. Carries no stack trace. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<RpcError> errors;

    /** A refusal for these reasons, at least one. */
    public Refusal(List<RpcError> errors) {
        super(errors.get(0).toString(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    /** A refusal for one reason. */
    public Refusal(RpcError error) {
        this(List.of(error));
    }

    /** A refusal of the given layer and condition. */
    public static Refusal of(ErrorType type, ErrorTag tag, String message) {
        return new Refusal(RpcError.of(type, tag, message));
    }

    /** The reasons, in order. */
    public List<RpcError> errors() {
        return errors;
    }
}
