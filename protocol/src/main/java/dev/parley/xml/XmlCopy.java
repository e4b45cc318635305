package dev.parley.xml;

import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * Copies elements so that they mean the same wherever they are put: the first element on each path that has no namespace,
 * and says nothing of a default namespace, gets {@code xmlns=""}.
 */
final class XmlCopy {
    private final XmlReader in;
    private final XmlWriter out;

    XmlCopy(XmlReader in, XmlWriter out) {
        this.in = in;
        this.out = out;
    }

    /** Copies the element that the reader stands on, to its end tag. */
    void element() {
        int outside = in.depth() - 1;
        int settled = Integer.MAX_VALUE;
        int event = XMLStreamConstants.START_ELEMENT;
        while (true) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    boolean leans = settled == Integer.MAX_VALUE && leans(in);
                    start(leans);
                    settled = settles(in) || leans ? Math.min(settled, in.depth()) : settled;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    out.end();
                    settled = in.depth() < settled ? Integer.MAX_VALUE : settled;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text();
                default -> {
                    // comments and processing instructions mean nothing to a device, and may hold a delimiter
                }
            }
            if (in.depth() == outside) {
                return;
            }
            event = in.next();
        }
    }

    /** Reads over the element; whether the default namespace around it would change what is in it. */
    static boolean leansOnItsSurroundings(XmlReader in) {
        int outside = in.depth() - 1;
        int settled = Integer.MAX_VALUE;
        boolean leans = false;
        while (in.depth() > outside) {
            if (in.getEventType() == XMLStreamConstants.START_ELEMENT) {
                leans |= settled == Integer.MAX_VALUE && leans(in);
                settled = settles(in) ? Math.min(settled, in.depth()) : settled;
            }
            in.next();
            settled = in.depth() < settled ? Integer.MAX_VALUE : settled;
        }
        return leans;
    }

    private static boolean leans(XmlReader in) {
        return in.namespace().isEmpty() && !settles(in);
    }

    /** Whether the current element declares a default namespace, for itself and all in it. */
    private static boolean settles(XmlReader in) {
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            String prefix = in.getNamespacePrefix(i);
            if (prefix == null || prefix.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** An empty CDATA section is no text: read again, the copy would have none. */
    private void text() {
        String text = in.getText();
        if (!text.isEmpty()) {
            out.text(text);
        }
    }

    private void start(boolean withoutDefault) {
        out.startQualified(qualified(in.getPrefix(), in.getLocalName()), in.namespace());
        if (withoutDefault) {
            out.namespace("", "");
        }
        XmlNames.declared(in).forEach(out::namespace);
        for (int i = 0; i < in.getAttributeCount(); i++) {
            out.attribute(qualified(in.getAttributePrefix(i), in.getAttributeLocalName(i)), in.getAttributeValue(i));
        }
    }

    private static String qualified(@Nullable String prefix, String name) {
        return prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
    }
}
