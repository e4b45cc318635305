package dev.parley.error;

import java.util.List;

/**
 * The device answered a request with at least one {@code rpc-error} whose severity is not warning (RFC 6241 section
 * 4.3). All of them are here, in the order of the reply, warnings included.
 */
public final class RpcErrorException extends NetconfException {
    private static final long serialVersionUID = 1;

    private final transient List<RpcError> errors;

    /**
     * @param request what was asked of whom, such as {@code edit-config on pe1:6513}
     * @param errors every rpc-error of the reply; at least one
     */
    public RpcErrorException(String request, List<RpcError> errors) {
        super(message(request, errors), Fate.REJECTED, adviceFor(errors), null);
        this.errors = List.copyOf(errors);
    }

    private static String message(String request, List<RpcError> errors) {
        RpcError first = firstFailure(errors);
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return request + " was refused: " + first + more;
    }

    private static RpcError firstFailure(List<RpcError> errors) {
        return errors.stream().filter(e -> !e.isWarning()).findFirst().orElseGet(() -> errors.get(0));
    }

    private static @org.jspecify.annotations.Nullable String adviceFor(List<RpcError> errors) {
        RpcError first = firstFailure(errors);
        return first.lockHolder()
                .map(holder -> holder.equals("0")
                        ? "the lock is held outside NETCONF, such as by a command line session on the device"
                        : "session " + holder + " holds the lock; wait for it, or end it with kill-session")
                .orElse(null);
    }

    /** Every rpc-error of the reply, in order. */
    public List<RpcError> errors() {
        return errors;
    }

    /** The first error that is not a warning. */
    public RpcError first() {
        return firstFailure(errors);
    }

    @Override
    public String code() {
        return "rpc-error";
    }
}
