package dev.parley.message;

import dev.parley.error.RpcError;
import dev.parley.xml.XmlNames;
import dev.parley.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes every rpc-error out of a reply that somebody else reads, and keeps it. One thread. */
public final class ErrorCollector {
    private final List<RpcError> found = new ArrayList<>(0);
    private final Map<String, String> scope;

    private ErrorCollector(Map<String, String> scope) {
        this.scope = scope;
    }

    /** Begins to collect; the reader stands on the root of the reply, and will no longer show any rpc-error. */
    public static ErrorCollector attach(XmlReader in) {
        ErrorCollector collector = new ErrorCollector(XmlNames.declared(in));
        in.divert("rpc-error", collector::collect);
        return collector;
    }

    private boolean collect(XmlReader in) {
        if (!in.namespace().equals(Namespaces.BASE) && !in.namespace().isEmpty()) {
            return false;
        }
        found.add(RpcErrorReader.read(in, scope, (deviation, detail) -> {}));
        return true;
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
