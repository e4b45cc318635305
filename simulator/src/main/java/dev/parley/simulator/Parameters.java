package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Datastore;
import dev.parley.simulator.datastore.Location;
import dev.parley.simulator.datastore.Refusal;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/** The parameters of one operation; what is missing, unknown or wrong becomes the error that the standard names. */
record Parameters(DataNode operation) {

    /** The parameters, of which none has another name than these. */
    static Parameters of(DataNode operation, QName... known) {
        List<QName> names = List.of(known);
        for (DataNode child : operation.children()) {
            if (!names.contains(child.name())) {
                throw new Refusal(
                        error(ErrorTag.UNKNOWN_ELEMENT, operation.localName() + " has no such parameter", child));
            }
        }
        return new Parameters(operation);
    }

    static QName base(String name) {
        return new QName(Namespaces.BASE, name);
    }

    Optional<DataNode> find(QName name) {
        return operation.child(name);
    }

    Optional<String> text(String name) {
        return operation.child(base(name)).map(DataNode::value);
    }

    boolean has(String name) {
        return operation.child(base(name)).isPresent();
    }

    DataNode required(String name) {
        return required(base(name));
    }

    DataNode required(QName name) {
        return operation.child(name).orElseThrow(() -> missing(name.getLocalPart()));
    }

    private Refusal missing(String name) {
        return new Refusal(
                RpcError.of(ErrorType.PROTOCOL, ErrorTag.MISSING_ELEMENT, operation.localName() + " needs " + name)
                        .withInfo(Namespaces.BASE, "bad-element", name));
    }

    /** The datastore that a parameter such as {@code target} names. */
    Datastore datastore(String parameter) {
        if (location(parameter) instanceof Location.Stored stored) {
            return stored.datastore();
        }
        throw new Refusal(error(ErrorTag.BAD_ELEMENT, parameter + " must name a datastore", required(parameter)));
    }

    /** The configuration that a parameter such as {@code source} names. */
    Location location(String parameter) {
        DataNode holder = required(parameter);
        if (holder.children().size() != 1) {
            throw missing(parameter);
        }
        DataNode named = holder.children().get(0);
        if (named.namespace().equals(Namespaces.BASE)) {
            if (named.localName().equals("config")) {
                return new Location.Inline(DataTree.of(named.children()));
            }
            if (named.localName().equals("url")) {
                return new Location.Url(named.value());
            }
            Optional<Datastore> datastore = Datastore.ofWireName(named.localName());
            if (datastore.isPresent()) {
                return Location.of(datastore.get());
            }
        }
        throw new Refusal(error(ErrorTag.UNKNOWN_ELEMENT, "there is no such datastore", named));
    }

    /** A parameter's value that none of the known ones is. */
    Refusal invalid(String parameter) {
        return new Refusal(error(ErrorTag.INVALID_VALUE, parameter + " has no such value", required(parameter)));
    }

    private static RpcError error(ErrorTag tag, String message, DataNode culprit) {
        return RpcError.of(ErrorType.PROTOCOL, tag, message)
                .withInfo(Namespaces.BASE, "bad-element", culprit.localName());
    }
}
