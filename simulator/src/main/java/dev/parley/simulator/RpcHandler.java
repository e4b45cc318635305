package dev.parley.simulator;

/**
 * Answers one kind of request. It is called on the connection's event loop and must not block it; an answer that takes
 * time is given as {@link Answer#later}. What it throws as {@link dev.parley.simulator.datastore.Refusal} goes to the
 * client as {@code rpc-error}; any other exception becomes {@code operation-failed}.
 */
@FunctionalInterface
public interface RpcHandler {

    /** The answer to a request. */
    Answer answer(Request request);
}
