package dev.parley.simulator.datastore;

import dev.parley.error.ErrorTag;
import dev.parley.error.RpcError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one edit on one tree: the elements of the edit in their order, each with the operation that its attribute
 * or the nearest ancestor's says (RFC 6241 section 7.2). Used once, by one thread.
 */
final class Editor {
    /** The attribute {@code operation}, and {@code none}, which only the parameter can say. */
    private enum Operation {
        MERGE,
        REPLACE,
        CREATE,
        DELETE,
        REMOVE,
        NONE
    }

    /** What came of it: the tree as far as the edit got, and what went wrong. */
    record Outcome(DataTree tree, List<RpcError> errors) {}

    private final Schema schema;
    private final Edit edit;
    private final List<RpcError> errors = new ArrayList<>();

    private Editor(Schema schema, Edit edit) {
        this.schema = schema;
        this.edit = edit;
    }

    static Outcome apply(Edit edit, DataTree target, Schema schema) {
        Editor editor = new Editor(schema, edit);
        Operation inherited = Operation.valueOf(edit.defaultOperation().name());
        List<DataNode> before = inherited == Operation.REPLACE ? List.of() : target.nodes();
        List<DataNode> after = editor.children(before, edit.config(), schema.root(), null, inherited);
        return new Outcome(DataTree.of(after), List.copyOf(editor.errors));
    }

    private boolean stopped() {
        return !errors.isEmpty() && edit.onError() != Edit.OnError.CONTINUE;
    }

    private List<DataNode> children(
            List<DataNode> target,
            List<DataNode> edits,
            SchemaNode parent,
            @Nullable NodePath above,
            Operation inherited) {
        List<DataNode> result = new ArrayList<>(target);
        for (DataNode change : edits) {
            if (stopped()) {
                break;
            }
            SchemaNode declared = schema.child(parent, change.name());
            NodePath where = NodePath.of(schema, above, change, declared);
            if (isAcceptable(change, declared, where)) {
                operation(change, declared, where, inherited).ifPresent(op -> apply(op, change, result, where));
            }
        }
        return result;
    }

    private void apply(Operation operation, DataNode change, List<DataNode> siblings, NodePath where) {
        int at = indexOf(change, siblings, where.declared());
        switch (operation) {
            case CREATE -> {
                if (at >= 0) {
                    errors.add(where.error(ErrorTag.DATA_EXISTS, "it exists already"));
                } else {
                    insert(built(change, where, operation), change, siblings, where);
                }
            }
            case DELETE -> {
                if (at < 0) {
                    errors.add(where.error(ErrorTag.DATA_MISSING, "it does not exist"));
                } else {
                    siblings.remove(at);
                }
            }
            case REMOVE -> {
                if (at >= 0) {
                    siblings.remove(at);
                }
            }
            case REPLACE -> put(at, built(change, where, operation), change, siblings, where);
            case MERGE -> {
                DataNode merged =
                        at < 0 ? built(change, where, operation) : merged(siblings.get(at), change, where, operation);
                put(at, merged, change, siblings, where);
            }
            case NONE -> {
                if (at < 0) {
                    errors.add(where.error(ErrorTag.DATA_MISSING, "it does not exist"));
                } else {
                    DataNode old = siblings.get(at);
                    siblings.set(
                            at,
                            old.withChildren(
                                    children(old.children(), change.children(), where.declared(), where, operation)));
                }
            }
        }
    }

    /** The element that an edit makes out of nothing. */
    private DataNode built(DataNode change, NodePath where, Operation operation) {
        return new DataNode(
                change.name(),
                data(change.attributes()),
                change.text(),
                change.prefixes(),
                children(List.of(), change.children(), where.declared(), where, operation));
    }

    private DataNode merged(DataNode old, DataNode change, NodePath where, Operation operation) {
        Map<QName, String> attributes = new HashMap<>(old.attributes());
        attributes.putAll(data(change.attributes()));
        boolean leaf = change.children().isEmpty() && old.children().isEmpty();
        if (leaf) {
            return new DataNode(change.name(), attributes, change.text(), change.prefixes(), List.of());
        }
        return old.withChildren(children(old.children(), change.children(), where.declared(), where, operation))
                .withAttributes(attributes);
    }

    /** The attributes that are data, not instructions. */
    private static Map<QName, String> data(Map<QName, String> attributes) {
        if (attributes.isEmpty()) {
            return attributes;
        }
        Map<QName, String> data = new HashMap<>(attributes);
        data.keySet().removeIf(name -> switch (name.getNamespaceURI()) {
            case Names.BASE, Names.YANG, Names.DEFAULTS -> true;
            default -> false;
        });
        return data;
    }

    private int indexOf(DataNode wanted, List<DataNode> siblings, SchemaNode declared) {
        for (int i = 0; i < siblings.size(); i++) {
            if (schema.sameInstance(declared, wanted, siblings.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private Optional<Operation> operation(DataNode change, SchemaNode declared, NodePath where, Operation inherited) {
        Optional<String> said = change.attribute(Names.BASE, "operation");
        Operation operation = inherited;
        if (said.isPresent()) {
            Optional<Operation> known = Arrays.stream(Operation.values())
                    .filter(op -> op != Operation.NONE
                            && op.name().toLowerCase(Locale.ROOT).equals(said.get()))
                    .filter(op -> op != Operation.REMOVE || edit.removal() == Edit.Removal.KNOWN)
                    .findFirst();
            if (known.isEmpty()) {
                errors.add(where.error(
                                ErrorTag.BAD_ATTRIBUTE,
                                "there is no operation " + said.get(),
                                "bad-attribute",
                                "operation")
                        .withInfo(Names.BASE, "bad-element", change.localName()));
                return Optional.empty();
            }
            operation = known.get();
        }
        return isDefault(change) ? asDefault(operation, change, declared, where) : Optional.of(operation);
    }

    private static boolean isDefault(DataNode change) {
        String tag = change.attribute(Names.DEFAULTS, "default").orElse("false");
        return tag.equals("true") || tag.equals("1");
    }

    /** A leaf marked as being at its default is one that nobody set (RFC 6243 section 4.5.2). */
    private Optional<Operation> asDefault(Operation operation, DataNode change, SchemaNode declared, NodePath where) {
        if (!change.value().equals(declared.defaultValue)) {
            errors.add(where.error(ErrorTag.INVALID_VALUE, "it is marked as default and is not the default"));
            return Optional.empty();
        }
        return Optional.of(operation == Operation.NONE ? operation : Operation.REMOVE);
    }

    /** Reports what is wrong with the element itself, whatever is to be done with it. */
    private boolean isAcceptable(DataNode change, SchemaNode declared, NodePath where) {
        int before = errors.size();
        String name = change.localName();
        if (change.attribute("operation").isPresent()) {
            errors.add(where.error(
                            ErrorTag.UNKNOWN_ATTRIBUTE,
                            "operation must be in the namespace " + Names.BASE,
                            "bad-attribute",
                            "operation")
                    .withInfo(Names.BASE, "bad-element", name));
        } else if (schema.isWhole() && !schema.knowsNamespace(change.namespace())) {
            errors.add(where.error(ErrorTag.UNKNOWN_NAMESPACE, "no data is in this namespace", "bad-element", name)
                    .withInfo(Names.BASE, "bad-namespace", change.namespace()));
        } else if (schema.isWhole() && !declared.isDeclared()) {
            errors.add(where.error(ErrorTag.UNKNOWN_ELEMENT, "there is no such element here", "bad-element", name));
        } else if (declared.isLeaf() && !change.children().isEmpty()) {
            errors.add(where.error(ErrorTag.BAD_ELEMENT, "a leaf holds no elements", "bad-element", name));
        } else if (declared.isDeclared() && !declared.isLeaf() && !change.text().isBlank()) {
            errors.add(where.error(ErrorTag.BAD_ELEMENT, "it holds elements, not text", "bad-element", name));
        } else if (declared.kind == SchemaNode.Kind.LIST) {
            for (QName key : declared.keys) {
                if (change.child(key).isEmpty()) {
                    errors.add(where.error(
                            ErrorTag.MISSING_ELEMENT,
                            "the key " + key.getLocalPart() + " is missing",
                            "bad-element",
                            key.getLocalPart()));
                }
            }
        }
        return errors.size() == before;
    }

    private void put(int at, DataNode node, DataNode change, List<DataNode> siblings, NodePath where) {
        boolean moves = where.declared().userOrdered
                && change.attribute(Names.YANG, "insert").isPresent();
        if (at >= 0 && !moves) {
            siblings.set(at, node);
            return;
        }
        DataNode old = at < 0 ? null : siblings.remove(at);
        int others = siblings.size();
        insert(node, change, siblings, where);
        if (old != null && siblings.size() == others) {
            siblings.add(at, old);
        }
    }

    /** Puts a new element where {@code yang:insert} says, otherwise after the last of its name. */
    private void insert(DataNode node, DataNode change, List<DataNode> siblings, NodePath where) {
        String position = where.declared().userOrdered
                ? change.attribute(Names.YANG, "insert").orElse("last")
                : "last";
        int first = -1;
        int last = -1;
        for (int i = 0; i < siblings.size(); i++) {
            if (siblings.get(i).name().equals(node.name())) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        switch (position) {
            case "last" -> siblings.add(last < 0 ? siblings.size() : last + 1, node);
            case "first" -> siblings.add(first < 0 ? siblings.size() : first, node);
            case "before", "after" -> {
                int anchor = anchor(change, siblings, where.declared());
                if (anchor < 0) {
                    errors.add(where.error(
                                    ErrorTag.BAD_ATTRIBUTE,
                                    "the entry to insert at is missing",
                                    "bad-attribute",
                                    "insert")
                            .withAppTag("missing-instance"));
                } else {
                    siblings.add(position.equals("before") ? anchor : anchor + 1, node);
                }
            }
            default ->
                errors.add(where.error(
                        ErrorTag.BAD_ATTRIBUTE, "there is no position " + position, "bad-attribute", "insert"));
        }
    }

    /** The entry that {@code yang:key} or {@code yang:value} names (RFC 7950 sections 7.8.6 and 7.7.9). */
    private int anchor(DataNode change, List<DataNode> siblings, SchemaNode declared) {
        String key = change.attribute(Names.YANG, "key").orElse("");
        String value = change.attribute(Names.YANG, "value").orElse("");
        for (int i = 0; i < siblings.size(); i++) {
            DataNode sibling = siblings.get(i);
            if (sibling.name().equals(change.name())
                    && (declared.kind == SchemaNode.Kind.LEAF_LIST
                            ? sibling.value().equals(value)
                            : KeyPredicates.hold(key, sibling))) {
                return i;
            }
        }
        return -1;
    }
}
