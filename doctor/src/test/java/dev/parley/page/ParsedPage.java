package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A page as its elements: it is written so strictly that a parser of XML reads it, too.
 *
 * @param text the page
 * @param document its elements
 */
public record ParsedPage(String text, Document document) {
    private static final Set<String> NEVER =
            Set.of("script", "img", "iframe", "object", "embed", "form", "link", "base");

    /** Reads it. */
    public static ParsedPage of(String text) {
        try {
            return new ParsedPage(
                    text,
                    DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(text))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("the page is not well-formed: " + text, e);
        }
    }

    /** The elements of that name, in order. */
    public List<Element> all(String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** The elements of that name with that class, and no other. */
    public List<Element> all(String name, String kind) {
        return all(name).stream()
                .filter(element -> element.getAttribute("class").equals(kind))
                .toList();
    }

    /** What stands in the elements of that name. */
    public List<String> texts(String name) {
        return all(name).stream().map(Element::getTextContent).toList();
    }

    /** All that stands in it. */
    public String words() {
        return document.getDocumentElement().getTextContent();
    }

    /** Fails if anything in it could run, or load anything. */
    public void assertHarmless() {
        Set<String> names = new TreeSet<>();
        for (Element element : all("*")) {
            names.add(element.getTagName());
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertThat(name).doesNotStartWith("on").isNotIn("src", "style", "action", "srcdoc", "xlink:href");
            }
            if (element.hasAttribute("href")) {
                assertThat(element.getTagName()).isEqualTo("a");
                assertThat(element.getAttribute("href"))
                        .matches("https://www\\.rfc-editor\\.org/rfc/rfc\\d+(#section-[0-9.]+)?");
            }
        }
        assertThat(names).doesNotContainAnyElementsOf(NEVER);
        assertThat(all("style")).hasSize(1);
        assertThat(text).doesNotContain("\u202e", "\u0007", "\u001b");
    }
}
