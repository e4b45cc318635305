package dev.parley.simulator.datastore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.namespace.QName;

/** How values that the schema supplies are told (RFC 6243 section 3). */
public enum WithDefaults {
    /** What a client set, even to the default; nothing else. */
    EXPLICIT,
    /** Everything, the defaults too. */
    REPORT_ALL,
    /** Everything but what equals its default. */
    TRIM,
    /** Everything, and what equals its default carries the {@code default} attribute. */
    REPORT_ALL_TAGGED;

    private static final QName TAG = new QName(Names.DEFAULTS, "default", "wd");

    /** The name on the wire: {@code report-all-tagged}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The mode with this name on the wire. */
    public static Optional<WithDefaults> ofWireName(String name) {
        for (WithDefaults mode : values()) {
            if (mode.wireName().equals(name)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** The tree as this mode tells it; the stored tree holds what was set and no more. */
    public DataTree report(DataTree stored, Schema schema) {
        return this == EXPLICIT ? stored : DataTree.of(children(stored.nodes(), schema.root(), schema));
    }

    private List<DataNode> children(List<DataNode> present, SchemaNode parent, Schema schema) {
        List<DataNode> told = new ArrayList<>();
        for (DataNode node : present) {
            SchemaNode declared = schema.child(parent, node.name());
            boolean isDefault = declared.defaultValue != null && node.value().equals(declared.defaultValue);
            if (isDefault && this == TRIM) {
                continue;
            }
            if (isDefault && this == REPORT_ALL_TAGGED) {
                told.add(node.withAttribute(TAG, "true"));
            } else {
                told.add(declared.isLeaf() ? node : node.withChildren(children(node.children(), declared, schema)));
            }
        }
        if (this != TRIM) {
            supply(present, parent, schema, told);
        }
        return told;
    }

    /** Adds what is not there: leaves with a default, and the containers that exist only for them. */
    private void supply(List<DataNode> present, SchemaNode parent, Schema schema, List<DataNode> told) {
        for (SchemaNode declared : parent.children.values()) {
            if (present.stream().anyMatch(node -> node.name().equals(declared.name))) {
                continue;
            }
            if (declared.defaultValue != null) {
                DataNode leaf = DataNode.leaf(declared.name, declared.defaultValue);
                told.add(this == REPORT_ALL_TAGGED ? leaf.withAttribute(TAG, "true") : leaf);
            } else if (declared.kind == SchemaNode.Kind.CONTAINER) {
                List<DataNode> inside = children(List.of(), declared, schema);
                if (!inside.isEmpty()) {
                    told.add(DataNode.of(declared.name, inside));
                }
            }
        }
    }
}
