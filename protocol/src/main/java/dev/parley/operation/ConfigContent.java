package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlWriter;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that travels in the request. A {@code <config>} or {@code <data>} element of NETCONF around it is
 * taken off, so that what was read can be sent back as it is.
 *
 * @param xml the elements of the data model, or null for an empty configuration
 */
public record ConfigContent(@Nullable Xml xml) implements ConfigSource {
    /** The configuration in this XML, with or without {@code <config>} or {@code <data>} around it. */
    public static ConfigContent of(Xml xml) {
        List<QName> roots = xml.roots();
        if (roots.size() == 1 && isWrapper(roots.get(0))) {
            Optional<Xml> content = xml.content();
            return new ConfigContent(content.orElse(null));
        }
        return new ConfigContent(xml);
    }

    private static boolean isWrapper(QName name) {
        return (name.getLocalPart().equals("config") || name.getLocalPart().equals("data"))
                && name.getNamespaceURI().equals(Namespaces.BASE);
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "config");
        if (xml != null) {
            out.xml(xml);
        }
        out.end();
    }

    @Override
    public String toString() {
        return "config of " + (xml == null ? 0 : xml.size()) + " bytes";
    }
}
