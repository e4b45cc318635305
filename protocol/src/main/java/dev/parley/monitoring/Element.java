package dev.parley.monitoring;

import dev.parley.notification.EventTime;
import dev.parley.xml.XmlReader;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * An element of state data, by its local name: what a device leaves out reads as empty, and what nobody knows is there
 * without harm.
 *
 * @param name its local name
 * @param text the text in it, without white space around it
 * @param children the elements in it
 */
record Element(String name, String text, List<Element> children) {

    /** Reads the element that the reader stands on, to its end tag. */
    static Element read(XmlReader in) {
        String name = in.getLocalName();
        StringBuilder text = new StringBuilder();
        List<Element> children = new ArrayList<>(0);
        while (true) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(read(in));
                case XMLStreamConstants.END_ELEMENT -> {
                    return new Element(name, text.toString().strip(), children);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(in.getText());
                default -> {
                    // comments and processing instructions carry no content
                }
            }
        }
    }

    /** The elements of that name in it. */
    List<Element> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    /** The entries of a list inside a container in it. */
    List<Element> entries(String container, String entry) {
        return child(container).all(entry);
    }

    /** The first element of that name, or one that holds nothing. */
    Element child(String wanted) {
        return find(wanted).orElseGet(() -> new Element(wanted, "", List.of()));
    }

    Optional<Element> find(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).findFirst();
    }

    /** The text of a leaf in it; empty where it is not there. */
    String leaf(String wanted) {
        return child(wanted).text;
    }

    /** The texts of a leaf-list in it. */
    List<String> leaves(String wanted) {
        return all(wanted).stream().map(Element::text).toList();
    }

    /** An identity without the prefix in front of it. */
    String identity(String wanted) {
        return unprefixed(leaf(wanted));
    }

    static String unprefixed(String identity) {
        return identity.substring(identity.indexOf(':') + 1);
    }

    /** A number from 0 on; -1 where it is not there, or none. */
    long number(String wanted) {
        String digits = leaf(wanted);
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    /** A time; null where it is not there, or none. */
    @Nullable
    OffsetDateTime time(String wanted) {
        // no deviation of a time here changes what anybody does
        return EventTime.read(leaf(wanted), (deviation, detail) -> {}).orElse(null);
    }
}
