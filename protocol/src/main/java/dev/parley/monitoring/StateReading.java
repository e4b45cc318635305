package dev.parley.monitoring;

import dev.parley.error.ProtocolException;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.operation.Operation;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;

/** How one container of state data is asked for with {@code get}, and found in the answer. */
final class StateReading {
    private StateReading() {}

    /** Begins a {@code get} with a subtree filter; what is in the filter comes next. */
    static XmlWriter begin(XmlWriter out) {
        return out.start(Namespaces.BASE, "get")
                .start(Namespaces.BASE, "filter")
                .attribute("type", "subtree");
    }

    /** The container in a reply, in whatever namespace; an empty one where the device has nothing to tell. */
    static Element find(Reply reply, Operation<?> operation, String container) {
        Xml data = reply.data(operation.dataNamespace())
                .orElseThrow(() -> ProtocolException.of(
                        ProtocolException.Reason.UNEXPECTED_MESSAGE,
                        "the reply to " + operation.name() + " of " + container + " has no <data>"));
        XmlReader in = data.reader();
        in.nextTag();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (in.getLocalName().equals(container)) {
                return Element.read(in);
            }
            in.skipElement();
        }
        return new Element(container, "", List.of());
    }
}
