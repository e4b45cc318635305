package dev.parley.simulator.datastore;

import java.util.List;
import java.util.function.BiConsumer;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** Visits every element at a place. */
final class Walk {
    private Walk() {}

    static void each(DataTree tree, Schema schema, List<QName> steps, BiConsumer<DataNode, NodePath> visitor) {
        each(tree.nodes(), schema, schema.root(), null, steps, visitor);
    }

    private static void each(
            List<DataNode> nodes,
            Schema schema,
            SchemaNode parent,
            @Nullable NodePath above,
            List<QName> steps,
            BiConsumer<DataNode, NodePath> visitor) {
        for (DataNode node : nodes) {
            if (node.name().equals(steps.get(0))) {
                SchemaNode declared = schema.child(parent, node.name());
                NodePath where = NodePath.of(schema, above, node, declared);
                if (steps.size() == 1) {
                    visitor.accept(node, where);
                } else {
                    each(node.children(), schema, declared, where, steps.subList(1, steps.size()), visitor);
                }
            }
        }
    }
}
