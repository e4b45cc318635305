package dev.parley.simulator.datastore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** What is declared about the elements at one place. Built by {@link Schema.Builder} and not changed afterwards. */
final class SchemaNode {
    /** What an element is. */
    enum Kind {
        /** Nobody said: a container or a leaf by what it holds, and only one of it. */
        UNDECLARED,
        /** A container without meaning of its own. */
        CONTAINER,
        /** A container whose presence says something. */
        PRESENCE,
        /** Entries told apart by their keys. */
        LIST,
        /** Entries told apart by their values. */
        LEAF_LIST,
        /** One value. */
        LEAF
    }

    final QName name;
    Kind kind = Kind.UNDECLARED;
    List<QName> keys = List.of();
    boolean userOrdered;

    @Nullable
    String defaultValue;

    final Map<QName, SchemaNode> children = new LinkedHashMap<>();

    SchemaNode(QName name) {
        this.name = name;
    }

    boolean isDeclared() {
        return kind != Kind.UNDECLARED;
    }

    boolean isLeaf() {
        return kind == Kind.LEAF || kind == Kind.LEAF_LIST;
    }
}
