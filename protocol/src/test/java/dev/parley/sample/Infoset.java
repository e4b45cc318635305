package dev.parley.sample;

import java.io.ByteArrayInputStream;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * What a document says, apart from how it is written: expanded names, attributes in order of their names, text. Read by
 * the JDK's own parser, so that it can bear witness against ours.
 */
public final class Infoset {
    private Infoset() {}

    /** The meaning of a document. */
    public static String of(byte[] document) {
        return of(root(document));
    }

    /** The meaning of the only child of a document's root. */
    public static String ofChild(byte[] document) {
        Node child = root(document).getFirstChild();
        return child.getNextSibling() == null ? of((Element) child) : "several children";
    }

    /** The document's root, as the JDK reads it. */
    public static Element root(byte[] document) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(document))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(
                    "the JDK cannot read " + new String(document, java.nio.charset.StandardCharsets.UTF_8), e);
        }
    }

    /** The meaning of an element. */
    public static String of(Element element) {
        StringBuilder text = new StringBuilder();
        write(element, text);
        return text.toString();
    }

    private static void write(Element element, StringBuilder out) {
        out.append('<').append(name(element));
        TreeMap<String, String> attributes = new TreeMap<>();
        NamedNodeMap all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            Node attribute = all.item(i);
            if (!"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI())) {
                attributes.put(name(attribute), attribute.getNodeValue());
            }
        }
        attributes.forEach((name, value) ->
                out.append(' ').append(name).append("=[").append(value).append(']'));
        out.append('>');
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                write(inner, out);
            } else if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
                out.append(child.getNodeValue());
            }
        }
        out.append("</>");
    }

    private static String name(Node node) {
        return "{" + (node.getNamespaceURI() == null ? "" : node.getNamespaceURI()) + "}" + node.getLocalName();
    }
}
