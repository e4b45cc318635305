package dev.parley.page;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes elements of HTML and SVG. Every text and every value of an attribute is made harmless and escaped here and nowhere
 * else, so no caller can forget it. Not safe for several threads.
 *
 * <p>Elements are named with their classes: {@code section.verdict.bad}. Attributes follow in pairs of name and value.
 */
public final class Markup {
    private final StringWriter text = new StringWriter(64 * 1_024);
    private final XMLStreamWriter out;
    private final Map<String, Integer> names = new HashMap<>();

    /** Some markup inside an element. */
    @FunctionalInterface
    public interface Content {
        /** Writes it. */
        void write();
    }

    /** A step of the writer, which has nowhere to fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws XMLStreamException;
    }

    Markup() {
        try {
            // the one of the JDK, whatever else is on the path: how it escapes is known
            out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the JDK's writer of XML cannot be had", e);
        }
    }

    private Markup step(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string cannot be written to", e);
        }
    }

    void declaration() {
        step(() -> out.writeDTD("<!DOCTYPE html>\n"));
    }

    /** Begins an element. */
    public Markup open(String element, String... attributes) {
        String[] parts = element.split("\\.", 2);
        return step(() -> {
            out.writeStartElement(parts[0]);
            attributes(parts, attributes);
        });
    }

    /** Ends the element that was begun last. */
    public Markup close() {
        return step(out::writeEndElement);
    }

    /** An element that has no content: a void element of HTML, or a shape. */
    public Markup leaf(String element, String... attributes) {
        String[] parts = element.split("\\.", 2);
        return step(() -> {
            out.writeEmptyElement(parts[0]);
            attributes(parts, attributes);
        });
    }

    private void attributes(String[] parts, String... attributes) throws XMLStreamException {
        if (parts.length > 1) {
            out.writeAttribute("class", parts[1].replace('.', ' '));
        }
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            out.writeAttribute(attributes[i], Harmless.of(attributes[i + 1]));
        }
    }

    /** Text, in one line. */
    public Markup text(String words) {
        return step(() -> out.writeCharacters(Harmless.of(words)));
    }

    /** An element with nothing but text in it. */
    public Markup element(String element, String words, String... attributes) {
        return open(element, attributes).text(words).close();
    }

    /** An element with other elements in it. */
    public Markup in(String element, Content content, String... attributes) {
        open(element, attributes);
        content.write();
        return close();
    }

    /** What is not escaped: the style, which is ours. */
    void style(String sheet) {
        if (sheet.indexOf('<') >= 0 || sheet.indexOf('&') >= 0 || sheet.indexOf('>') >= 0) {
            throw new IllegalArgumentException("a style with characters that would be escaped");
        }
        step(() -> {
            out.writeStartElement("style");
            out.writeCharacters(sheet);
            out.writeEndElement();
        });
    }

    /** An id that no other element of the page has. */
    public String id(String stem) {
        return stem + "-" + names.merge(stem, 1, Integer::sum);
    }

    /** All that was written. */
    String written() {
        step(out::flush);
        return text.toString();
    }
}
