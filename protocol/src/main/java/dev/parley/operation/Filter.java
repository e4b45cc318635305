package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlNames;
import dev.parley.xml.XmlWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which part of the data is asked for (RFC 6241 sections 6 and 8.9). */
public sealed interface Filter {
    /** The elements wanted, as a tree that the data is compared with; needs no capability. */
    static Filter subtree(Xml elements) {
        return new Subtree(elements);
    }

    /** The elements wanted, as a tree in a string. */
    static Filter subtree(String elements) {
        return new Subtree(Xml.parse(elements));
    }

    /** Nothing at all: an empty filter selects no data (RFC 6241 section 6.4.2). */
    static Filter nothing() {
        return new Subtree(null);
    }

    /**
     * An XPath expression; needs the {@code :xpath} capability.
     *
     * @param select the expression, which must select nodes
     * @param namespaces what the prefixes in it mean
     */
    static Filter xpath(String select, Map<String, String> namespaces) {
        return new XPath(select, namespaces);
    }

    /** Writes the {@code <filter>} element. */
    default void writeTo(XmlWriter out) {
        writeTo(out, Namespaces.BASE);
    }

    /** Writes the {@code <filter>} element of an operation outside the base, in that operation's namespace. */
    void writeTo(XmlWriter out, String namespace);

    /** What the device needs for it. */
    default Optional<Requirement> requires() {
        return Optional.empty();
    }

    /**
     * A tree that the data is compared with.
     *
     * @param elements the elements inside the filter, or null for none
     */
    record Subtree(@Nullable Xml elements) implements Filter {
        @Override
        public void writeTo(XmlWriter out, String namespace) {
            out.start(namespace, "filter").attribute("type", "subtree");
            if (elements != null) {
                out.xml(elements);
            }
            out.end();
        }
    }

    /**
     * An XPath expression.
     *
     * @param select the expression
     * @param namespaces what the prefixes in it mean; declared where the device looks them up, on the filter itself
     */
    record XPath(String select, Map<String, String> namespaces) implements Filter {
        public XPath {
            namespaces = Map.copyOf(namespaces);
            namespaces.forEach((prefix, namespace) -> {
                if (namespace.isEmpty() || !XmlNames.isPrefix(prefix)) {
                    throw InputException.of(
                            InputException.Reason.BAD_VALUE,
                            "no prefix and namespace for an XPath expression: \"" + prefix + "\" and \"" + namespace
                                    + "\"");
                }
            });
        }

        @Override
        public void writeTo(XmlWriter out, String namespace) {
            out.start(namespace, "filter");
            new TreeMap<>(namespaces).forEach(out::namespace);
            out.attribute("type", "xpath").attribute("select", select).end();
        }

        @Override
        public Optional<Requirement> requires() {
            return Optional.of(Requirement.capability(Capability.XPATH, "an XPath filter"));
        }
    }
}
