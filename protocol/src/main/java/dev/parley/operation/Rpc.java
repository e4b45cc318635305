package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.message.Reply;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlWriter;
import java.util.List;
import javax.xml.namespace.QName;

/**
 * Any request: one XML element that is sent as it stands (RFC 6241 section 4.1). Nothing is checked against the device's
 * capabilities.
 *
 * @param xml the element inside {@code <rpc>}
 * @param name its local name
 */
public record Rpc(Xml xml, String name) implements Operation<Reply> {
    /** A request of one element. */
    public static Rpc of(Xml xml) {
        List<QName> roots = xml.roots();
        if (roots.size() != 1) {
            throw InputException.of(
                    InputException.Reason.BAD_XML, "a request is one element, and here are " + roots.size());
        }
        return new Rpc(xml, roots.get(0).getLocalPart());
    }

    /** A request of one element, as a string. */
    public static Rpc of(String xml) {
        return of(Xml.parse(xml));
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.xml(xml);
    }

    @Override
    public Reply read(Reply reply) {
        return reply;
    }

    /** Its name; the content may hold what must not reach a log. */
    @Override
    public String toString() {
        return "rpc " + name + " of " + xml.size() + " bytes";
    }
}
