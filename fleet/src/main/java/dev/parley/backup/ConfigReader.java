package dev.parley.backup;

import dev.parley.backup.ConfigNode.Attribute;
import dev.parley.backup.ConfigNode.Element;
import dev.parley.backup.ConfigNode.Text;
import dev.parley.xml.XmlReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** Reads a configuration, without what is left out of it, and in the order that is asked for. */
final class ConfigReader {
    private static final String COMMENTS = "comments";

    private final XmlReader in;
    private final BackupRules rules;
    private final Map<String, Integer> leftOut = new TreeMap<>();

    ConfigReader(XmlReader in, BackupRules rules) {
        this.in = in;
        this.rules = rules;
    }

    /** How often something was left out, by the rule for it. */
    Map<String, Integer> leftOut() {
        return leftOut;
    }

    /** The one element of the document. */
    Element read() {
        int event = in.next();
        while (event != XMLStreamConstants.START_ELEMENT) {
            note(event);
            event = in.next();
        }
        Element root = element(Map.of(), "");
        while (in.next() != XMLStreamConstants.END_DOCUMENT) {
            note(in.getEventType());
        }
        return root;
    }

    private void note(int event) {
        if (event == XMLStreamConstants.COMMENT || event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
            leftOut.merge(COMMENTS, 1, Integer::sum);
        }
    }

    private Element element(Map<String, String> around, String path) {
        Map<String, String> declared = new HashMap<>();
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            String prefix = in.getNamespacePrefix(i);
            if (prefix != null && !prefix.isEmpty()) {
                declared.put(prefix, in.getNamespaceURI(i));
            }
        }
        Map<String, String> scope = around;
        if (!declared.isEmpty()) {
            scope = new HashMap<>(around);
            scope.putAll(declared);
        }
        Set<String> named = new HashSet<>(Set.of(orEmpty(in.getPrefix())));
        for (int i = 0; i < in.getAttributeCount(); i++) {
            named.add(orEmpty(in.getAttributePrefix(i)));
        }
        declared.keySet().removeAll(named);
        Element element = new Element(orEmpty(in.getNamespaceURI()), in.getLocalName(), scope, declared);
        attributes(element, path);
        children(element, path);
        return element;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void attributes(Element element, String path) {
        for (int i = 0; i < in.getAttributeCount(); i++) {
            Attribute attribute = new Attribute(
                    orEmpty(in.getAttributeNamespace(i)), in.getAttributeLocalName(i), in.getAttributeValue(i));
            Optional<String> why = rules.dropsAttribute(path, attribute.namespace(), attribute.name());
            why.ifPresentOrElse(rule -> leftOut.merge(rule, 1, Integer::sum), () -> element.attributes.add(attribute));
        }
        Collections.sort(element.attributes);
    }

    private void children(Element element, String path) {
        StringBuilder text = new StringBuilder();
        int event = in.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                flush(text, element);
                String below = path + "/" + in.getLocalName();
                Optional<String> why = rules.drops(below);
                if (why.isPresent()) {
                    leftOut.merge(why.get(), 1, Integer::sum);
                    in.skipElement();
                } else {
                    element.children.add(element(element.scope, below));
                }
            } else if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                text.append(in.getText());
            } else {
                note(event);
            }
            event = in.next();
        }
        flush(text, element);
        settle(element, path);
    }

    private static void flush(StringBuilder text, Element element) {
        if (!text.isEmpty()) {
            element.children.add(new Text(text.toString()));
            text.setLength(0);
        }
    }

    /** White space between elements is layout, and so are lines with nothing on them where no element is. */
    private void settle(Element element, String path) {
        if (element.isMixed()) {
            return;
        }
        if (element.hasElements()) {
            element.children.removeIf(Text.class::isInstance);
            element.children = ordered(element.children, path);
        } else if (element.isBlank()
                && element.children.stream()
                        .anyMatch(child -> ((Text) child).content().contains("\n"))) {
            element.children.clear();
        }
    }

    private List<ConfigNode> ordered(List<ConfigNode> children, String path) {
        Map<String, List<Element>> byName = new LinkedHashMap<>();
        children.forEach(child -> byName.computeIfAbsent(key((Element) child), key -> new ArrayList<>())
                .add((Element) child));
        boolean any = false;
        for (List<Element> alike : byName.values()) {
            if (alike.size() > 1 && rules.sorts(path + "/" + alike.get(0).name)) {
                alike.sort(Comparator.comparing(ConfigWriter::text));
                any = true;
            }
        }
        if (!any && !rules.siblings()) {
            return children;
        }
        if (rules.siblings()) {
            List<ConfigNode> byAlphabet = new ArrayList<>();
            new TreeMap<>(byName).values().forEach(byAlphabet::addAll);
            return byAlphabet;
        }
        // what is sorted stands together where the first of it stood; everything else stays where it is
        List<ConfigNode> result = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        for (ConfigNode child : children) {
            String key = key((Element) child);
            boolean sorted = rules.sorts(path + "/" + ((Element) child).name);
            if (!sorted) {
                result.add(child);
            } else if (placed.add(key)) {
                result.addAll(Objects.requireNonNull(byName.get(key)));
            }
        }
        return result;
    }

    private static String key(Element element) {
        return element.name + " " + element.namespace;
    }
}
