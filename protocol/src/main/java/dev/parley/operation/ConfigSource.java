package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.xml.XmlWriter;

/** Where a configuration is taken from: a datastore, a file named by URL, or the request itself. */
public sealed interface ConfigSource permits ConfigContent, ConfigUrl, Datastore {
    /** Writes the content of {@code <source>}. */
    void writeTo(XmlWriter out);

    /** Writes an element of the base namespace with a source or target in it. */
    static void write(XmlWriter out, String parameter, ConfigSource source) {
        out.start(Namespaces.BASE, parameter);
        source.writeTo(out);
        out.end();
    }
}
