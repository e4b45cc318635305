package dev.parley.simulator.datastore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;

/**
 * What the simulated device knows about its data: which elements are lists and by what their entries are told apart,
 * which are leaf-lists, which leaves have a default. Immutable.
 *
 * <p>An element that is not declared is a container or a leaf by what it holds, and there is one of it under its parent.
 * Places are named by a path, as in {@code /if:interfaces/if:interface}, or by a bare name that then holds wherever it
 * stands, as in {@code if:interface}. The prefixes are the builder's; a step without prefix is in the namespace of the
 * step before it.
 */
public final class Schema {
    private static final SchemaNode UNKNOWN = new SchemaNode(new QName("unknown"));
    private static final Schema OPEN = builder().build();

    private final SchemaNode root;
    private final Map<QName, SchemaNode> anywhere;
    private final Map<String, String> prefixes;
    private final List<String> usualKeys;
    private final Set<String> namespaces;
    private final Coverage coverage;

    /** Whether elements that are not declared are welcome. */
    private enum Coverage {
        PARTIAL,
        WHOLE
    }

    private Schema(Builder from) {
        this.root = from.root;
        this.anywhere = Map.copyOf(from.anywhere);
        this.prefixes = Map.copyOf(from.prefixes);
        this.usualKeys = List.copyOf(from.usualKeys);
        this.coverage = from.coverage;
        this.namespaces = prefixes.values().stream().collect(Collectors.toUnmodifiableSet());
    }

    /** The schema that declares nothing and accepts everything. */
    public static Schema open() {
        return OPEN;
    }

    /** Starts a schema. */
    public static Builder builder() {
        return new Builder();
    }

    SchemaNode root() {
        return root;
    }

    SchemaNode child(SchemaNode parent, QName name) {
        SchemaNode here = parent.children.get(name);
        if (here != null && here.isDeclared()) {
            return here;
        }
        SchemaNode everywhere = anywhere.get(name);
        if (everywhere != null) {
            return everywhere;
        }
        return here != null ? here : UNKNOWN;
    }

    /** Whether an element that is not declared is an error. */
    boolean isWhole() {
        return coverage == Coverage.WHOLE;
    }

    boolean knowsNamespace(String namespace) {
        return namespaces.contains(namespace);
    }

    Optional<String> prefixOf(String namespace) {
        return prefixes.entrySet().stream()
                .filter(e -> e.getValue().equals(namespace))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The names of the leaves that tell this entry from others; empty where it is not a list's entry. */
    List<QName> keys(SchemaNode declared, DataNode node) {
        if (declared.kind == SchemaNode.Kind.LIST) {
            return declared.keys;
        }
        if (!declared.isDeclared()) {
            for (String key : usualKeys) {
                Optional<DataNode> found = node.child(key);
                if (found.isPresent() && found.get().children().isEmpty()) {
                    return List.of(found.get().name());
                }
            }
        }
        return List.of();
    }

    /** Whether two elements stand for the same thing under one parent. */
    boolean sameInstance(SchemaNode declared, DataNode one, DataNode other) {
        if (!one.name().equals(other.name())) {
            return false;
        }
        if (declared.kind == SchemaNode.Kind.LEAF_LIST) {
            return one.value().equals(other.value());
        }
        for (QName key : keys(declared, one)) {
            Optional<String> mine = one.child(key).map(DataNode::value);
            if (!mine.equals(other.child(key).map(DataNode::value))) {
                return false;
            }
        }
        return true;
    }

    /** The names along a path that begins with a slash. */
    List<QName> steps(String path) {
        return steps(path, prefixes);
    }

    private static List<QName> steps(String path, Map<String, String> prefixes) {
        List<QName> steps = new ArrayList<>();
        String namespace = "";
        for (String step : (path.startsWith("/") ? path.substring(1) : path).split("/", -1)) {
            int colon = step.indexOf(':');
            String prefix = colon < 0 ? "" : step.substring(0, colon);
            if (colon >= 0) {
                String bound = prefixes.get(prefix);
                if (bound == null) {
                    throw new IllegalArgumentException("prefix " + prefix + " of " + path + " is not declared");
                }
                namespace = bound;
            }
            String local = step.substring(colon + 1);
            if (local.isEmpty()) {
                throw new IllegalArgumentException("an empty step in " + path);
            }
            steps.add(new QName(namespace, local, prefix));
        }
        return steps;
    }

    /** Collects declarations. Not for use by several threads. */
    public static final class Builder {
        private final SchemaNode root = new SchemaNode(new QName("/"));
        private final Map<QName, SchemaNode> anywhere = new HashMap<>();
        private final Map<String, String> prefixes = new TreeMap<>();
        private List<String> usualKeys = List.of();
        private Coverage coverage = Coverage.PARTIAL;

        private Builder() {
            root.kind = SchemaNode.Kind.CONTAINER;
        }

        /** Gives a namespace a prefix, for paths and for the paths in errors. */
        public Builder prefix(String prefix, String namespace) {
            prefixes.put(prefix, namespace);
            return this;
        }

        /** Declares a container without meaning of its own: one that holds defaults exists by itself. */
        public Builder container(String place) {
            at(place).kind = SchemaNode.Kind.CONTAINER;
            return this;
        }

        /** Declares a container that means something by being there. */
        public Builder presence(String place) {
            at(place).kind = SchemaNode.Kind.PRESENCE;
            return this;
        }

        /** Declares a list, the order of whose entries does not matter, and the names of its keys. */
        public Builder list(String place, String... keys) {
            SchemaNode list = at(place);
            list.kind = SchemaNode.Kind.LIST;
            list.keys = Arrays.stream(keys)
                    .map(key -> new QName(list.name.getNamespaceURI(), key))
                    .toList();
            for (QName key : list.keys) {
                list.children.computeIfAbsent(key, SchemaNode::new).kind = SchemaNode.Kind.LEAF;
            }
            return this;
        }

        /** Declares a list whose order the client decides (RFC 7950 section 7.8.6). */
        public Builder userOrderedList(String place, String... keys) {
            list(place, keys);
            at(place).userOrdered = true;
            return this;
        }

        /** Declares a leaf-list. */
        public Builder leafList(String place) {
            at(place).kind = SchemaNode.Kind.LEAF_LIST;
            return this;
        }

        /** Declares a leaf-list whose order the client decides (RFC 7950 section 7.7.9). */
        public Builder userOrderedLeafList(String place) {
            at(place).userOrdered = true;
            return leafList(place);
        }

        /** Declares a leaf. */
        public Builder leaf(String place) {
            at(place).kind = SchemaNode.Kind.LEAF;
            return this;
        }

        /** Declares a leaf with the value that it has while nobody set one (RFC 6243). */
        public Builder leaf(String place, String defaultValue) {
            at(place).defaultValue = defaultValue;
            return leaf(place);
        }

        /**
         * Takes an element that is not declared for an entry of a list if it has a child of one of these names, the
         * first that is there. A data model's usual ones are "name" and "id".
         */
        public Builder entriesKeyedBy(String... keys) {
            usualKeys = List.of(keys);
            return this;
        }

        /** Makes an element that is not declared an error, and a namespace without a prefix here too. */
        public Builder closed() {
            coverage = Coverage.WHOLE;
            return this;
        }

        /** The schema. */
        public Schema build() {
            return new Schema(this);
        }

        private SchemaNode at(String place) {
            List<QName> steps = steps(place, prefixes);
            if (!place.startsWith("/")) {
                if (steps.size() != 1) {
                    throw new IllegalArgumentException("neither a path from the top nor one name: " + place);
                }
                return anywhere.computeIfAbsent(steps.get(0), SchemaNode::new);
            }
            SchemaNode node = root;
            for (int i = 0; i < steps.size(); i++) {
                node = node.children.computeIfAbsent(steps.get(i), SchemaNode::new);
                if (i < steps.size() - 1 && !node.isDeclared()) {
                    node.kind = SchemaNode.Kind.CONTAINER;
                }
            }
            return node;
        }
    }
}
