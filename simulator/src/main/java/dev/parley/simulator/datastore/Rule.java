package dev.parley.simulator.datastore;

import dev.parley.error.ErrorTag;
import dev.parley.error.RpcError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/** A constraint that a valid configuration meets (RFC 6241 section 8.6). Must not block and must not keep state. */
@FunctionalInterface
public interface Rule {

    /** What is wrong with the tree; empty if nothing is. */
    List<RpcError> check(DataTree tree);

    /** Every parent of the leaf that the path names has that leaf. */
    static Rule mandatory(Schema schema, String path) {
        List<QName> steps = schema.steps(path);
        QName leaf = steps.get(steps.size() - 1);
        return tree -> {
            List<RpcError> errors = new ArrayList<>();
            Walk.each(tree, schema, steps.subList(0, steps.size() - 1), (node, where) -> {
                if (node.child(leaf).isEmpty()) {
                    errors.add(where.error(
                            ErrorTag.MISSING_ELEMENT,
                            leaf.getLocalPart() + " is mandatory",
                            "bad-element",
                            leaf.getLocalPart()));
                }
            });
            return errors;
        };
    }

    /** Every leaf that the path names has a value that matches the pattern as a whole. */
    static Rule matches(Schema schema, String path, Pattern pattern) {
        List<QName> steps = schema.steps(path);
        return tree -> {
            List<RpcError> errors = new ArrayList<>();
            Walk.each(tree, schema, steps, (node, where) -> {
                if (!pattern.matcher(node.value()).matches()) {
                    errors.add(where.error(
                            ErrorTag.INVALID_VALUE, node.localName() + " does not match " + pattern.pattern()));
                }
            });
            return errors;
        };
    }
}
