package dev.parley.simulator.datastore;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** Where an element stands; written out as an instance identifier only when an error needs it. */
record NodePath(Schema schema, @Nullable NodePath parent, DataNode node, SchemaNode declared) {

    static NodePath of(Schema schema, @Nullable NodePath parent, DataNode node, SchemaNode declared) {
        return new NodePath(schema, parent, node, declared);
    }

    /** An application error at this place. */
    RpcError error(ErrorTag tag, String message) {
        Map<String, String> namespaces = new HashMap<>();
        return RpcError.of(ErrorType.APPLICATION, tag, message).withPath(text(namespaces), namespaces);
    }

    /** The same, for a fault that has to be named in {@code error-info}. */
    RpcError error(ErrorTag tag, String message, String infoName, String infoText) {
        return error(tag, message).withInfo(Names.BASE, infoName, infoText);
    }

    private String text(Map<String, String> namespaces) {
        Deque<NodePath> steps = new ArrayDeque<>();
        for (NodePath at = this; at != null; at = at.parent) {
            steps.push(at);
        }
        StringBuilder out = new StringBuilder();
        for (NodePath step : steps) {
            step.append(out.append('/'), namespaces);
        }
        return out.toString();
    }

    private void append(StringBuilder out, Map<String, String> namespaces) {
        out.append(prefixed(node.name(), namespaces));
        for (QName key : schema.keys(declared, node)) {
            Optional<DataNode> value = node.child(key);
            if (value.isPresent()) {
                out.append('[').append(prefixed(key, namespaces)).append('=');
                out.append(quoted(value.get().value())).append(']');
            }
        }
        if (declared.kind == SchemaNode.Kind.LEAF_LIST) {
            out.append("[.=").append(quoted(node.value())).append(']');
        }
    }

    private static String quoted(String value) {
        return value.indexOf('\'') < 0 ? "'" + value + "'" : '"' + value + '"';
    }

    private String prefixed(QName name, Map<String, String> namespaces) {
        String uri = name.getNamespaceURI();
        if (uri.isEmpty()) {
            return name.getLocalPart();
        }
        String prefix = schema.prefixOf(uri).orElse(name.getPrefix());
        for (int i = 0;
                prefix.isEmpty() || !namespaces.getOrDefault(prefix, uri).equals(uri);
                i++) {
            prefix = "n" + i;
        }
        namespaces.put(prefix, uri);
        return prefix + ':' + name.getLocalPart();
    }
}
