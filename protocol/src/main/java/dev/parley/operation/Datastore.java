package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.xml.XmlWriter;
import java.util.Locale;

/** A configuration that the device keeps (RFC 6241 section 5). */
public enum Datastore implements ConfigSource, ConfigTarget {
    /** What is in force. */
    RUNNING,
    /** A draft that takes effect when it is committed; other sessions may share it. */
    CANDIDATE,
    /** What is loaded at the next start. */
    STARTUP;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The datastore of that name. */
    public static Datastore ofWireName(String name) {
        for (Datastore datastore : values()) {
            if (datastore.wireName().equals(name)) {
                return datastore;
            }
        }
        throw InputException.of(
                InputException.Reason.BAD_VALUE,
                "no datastore \"" + name + "\": running, candidate and startup are known");
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.empty(wireName());
    }

    @Override
    public String toString() {
        return wireName();
    }
}
