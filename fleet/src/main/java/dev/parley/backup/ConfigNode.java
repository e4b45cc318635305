package dev.parley.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A part of a configuration while it is put into its form. */
sealed interface ConfigNode {
    /**
     * Characters.
     *
     * @param content the characters, however they were written
     */
    record Text(String content) implements ConfigNode {}

    /**
     * An attribute.
     *
     * @param namespace its namespace, empty for none
     * @param name its local name
     * @param value its value
     */
    record Attribute(String namespace, String name, String value) implements Comparable<Attribute> {
        @Override
        public int compareTo(Attribute other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    /** An element. */
    final class Element implements ConfigNode {
        final String namespace;
        final String name;
        /** The prefixes that mean something here. */
        final Map<String, String> scope;
        /** Those that the element itself declares and needs for no name. */
        final Map<String, String> ownPrefixes;

        final List<Attribute> attributes = new ArrayList<>();
        List<ConfigNode> children = new ArrayList<>();

        Element(String namespace, String name, Map<String, String> scope, Map<String, String> ownPrefixes) {
            this.namespace = namespace;
            this.name = name;
            this.scope = scope;
            this.ownPrefixes = ownPrefixes;
        }

        boolean hasElements() {
            return children.stream().anyMatch(Element.class::isInstance);
        }

        boolean isBlank() {
            return children.stream()
                    .allMatch(child ->
                            child instanceof Text text && text.content().isBlank());
        }

        /** Whether text stands between elements, as no data model has it but {@code anyxml}. */
        boolean isMixed() {
            return hasElements()
                    && children.stream()
                            .anyMatch(child -> child instanceof Text text
                                    && !text.content().isBlank());
        }
    }
}
