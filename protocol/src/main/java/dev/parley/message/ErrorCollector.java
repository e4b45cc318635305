package dev.parley.message;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.error.RpcError;
import dev.parley.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;

/** Takes every rpc-error out of a reply, and keeps it. One thread. */
public final class ErrorCollector {
    /** Characters of words about what went wrong; no honest device has more to complain about. */
    private static final int MOST = 16 << 20;

    private final Deviation.Observer observer;
    private final List<RpcError> found = new ArrayList<>(0);
    private int budget = MOST;

    ErrorCollector(Deviation.Observer observer) {
        this.observer = observer;
    }

    /**
     * Begins to collect; the reader stands on the root of the reply, and will no longer show any rpc-error.
     *
     * @param observer is told of deviations
     * @throws ProtocolException if that root is no {@code rpc-reply} of NETCONF
     */
    public static ErrorCollector attach(XmlReader in, Deviation.Observer observer) {
        new Names(observer).check(in, "rpc-reply");
        ErrorCollector collector = new ErrorCollector(observer);
        int directly = in.depth() + 1;
        in.divert("rpc-error", at -> {
            boolean nested = at.depth() > directly;
            boolean taken = collector.collect(at);
            if (taken && nested) {
                observer.met(Deviation.NESTED_ERROR, "inside another element");
            }
            return taken;
        });
        return collector;
    }

    /** Reads the element that the reader stands on if it is an error of the protocol; false if it is not. */
    boolean collect(XmlReader in) {
        if (!in.getLocalName().equals("rpc-error")
                || !(in.namespace().equals(Namespaces.BASE) || in.namespace().isEmpty())) {
            return false;
        }
        RpcErrorReader reader = new RpcErrorReader(observer, budget);
        found.add(reader.read(in));
        budget = reader.budget();
        if (budget < 0) {
            throw tooMuch();
        }
        return true;
    }

    static ProtocolException tooMuch() {
        return ProtocolException.of(Reason.LIMIT_EXCEEDED, "a reply with more than " + (MOST >> 20) + " MiB of errors");
    }

    /** The errors met so far, warnings included, in order. */
    public List<RpcError> found() {
        return List.copyOf(found);
    }

    /** Whether one of them is not a warning. */
    public boolean isFailure() {
        return found.stream().anyMatch(error -> !error.isWarning());
    }
}
