package dev.parley.simulator.datastore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * A subtree filter (RFC 6241 section 6): the top-level elements inside {@code <filter>}. Immutable.
 *
 * <p>A list's entry that is selected in part keeps its keys, which the standard permits (section 6.2.5) and without which
 * the answer could not be put back.
 *
 * @param criteria the elements; none selects nothing (section 6.4.2)
 */
public record SubtreeFilter(List<DataNode> criteria) implements Filter {

    public SubtreeFilter {
        criteria = List.copyOf(criteria);
    }

    /** The filter that these elements make. */
    public static SubtreeFilter parse(String xml) {
        return new SubtreeFilter(DataTree.parse(xml).nodes());
    }

    @Override
    public DataTree select(DataTree from, Schema schema) {
        Map<String, List<DataNode>> siblingSets = new LinkedHashMap<>();
        for (DataNode criterion : criteria) {
            siblingSets
                    .computeIfAbsent(criterion.namespace(), namespace -> new ArrayList<>())
                    .add(criterion);
        }
        List<List<DataNode>> passed = new ArrayList<>();
        siblingSets.forEach((namespace, set) -> {
            if (contentMatches(set, from.nodes())) {
                passed.add(set);
            }
        });
        List<DataNode> selected = new ArrayList<>();
        for (DataNode node : from.nodes()) {
            select(node, matching(node, passed), schema.child(schema.root(), node.name()), schema)
                    .ifPresent(selected::add);
        }
        return DataTree.of(selected);
    }

    /** What of the element the criteria, all of which name it, select together. */
    private static Optional<DataNode> select(
            DataNode node, List<DataNode> criteria, SchemaNode declared, Schema schema) {
        List<List<DataNode>> passed = new ArrayList<>();
        for (DataNode criterion : criteria) {
            if (criterion.children().isEmpty()) {
                // A selection, or a content match that the sibling set has passed.
                return Optional.of(node);
            }
            if (contentMatches(criterion.children(), node.children())) {
                if (criterion.children().stream().allMatch(SubtreeFilter::isContentMatch)) {
                    return Optional.of(node);
                }
                passed.add(criterion.children());
            }
        }
        if (passed.isEmpty()) {
            return Optional.empty();
        }
        List<QName> keys = schema.keys(declared, node);
        List<DataNode> selected = new ArrayList<>();
        boolean any = false;
        for (DataNode child : node.children()) {
            Optional<DataNode> part =
                    select(child, matching(child, passed), schema.child(declared, child.name()), schema);
            any |= part.isPresent();
            if (part.isPresent()) {
                selected.add(part.get());
            } else if (keys.contains(child.name())) {
                selected.add(child);
            }
        }
        return any ? Optional.of(node.withChildren(selected)) : Optional.empty();
    }

    private static List<DataNode> matching(DataNode node, List<List<DataNode>> siblingSets) {
        List<DataNode> matching = new ArrayList<>();
        for (List<DataNode> set : siblingSets) {
            for (DataNode criterion : set) {
                if (names(criterion, node) && (!isContentMatch(criterion) || sameText(criterion, node))) {
                    matching.add(criterion);
                }
            }
        }
        return matching;
    }

    /** Whether every content match of a sibling set is true (section 6.2.5). */
    private static boolean contentMatches(List<DataNode> siblingSet, List<DataNode> data) {
        for (DataNode criterion : siblingSet) {
            if (isContentMatch(criterion)
                    && data.stream().noneMatch(node -> names(criterion, node) && sameText(criterion, node))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isContentMatch(DataNode criterion) {
        return criterion.children().isEmpty() && !criterion.text().isBlank();
    }

    private static boolean sameText(DataNode criterion, DataNode node) {
        return node.children().isEmpty() && criterion.value().equals(node.value());
    }

    /** Whether namespace, name and attributes agree; an element in no namespace stands for every namespace. */
    private static boolean names(DataNode criterion, DataNode node) {
        return criterion.localName().equals(node.localName())
                && (criterion.namespace().isEmpty() || criterion.namespace().equals(node.namespace()))
                && node.attributes()
                        .entrySet()
                        .containsAll(criterion.attributes().entrySet());
    }
}
