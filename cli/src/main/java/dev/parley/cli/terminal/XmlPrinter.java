package dev.parley.cli.terminal;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * Prints well-formed XML for people: indented, coloured, or both. Only white space between elements changes; tags, texts
 * and comments stay as they are, and nothing is touched in an element that holds text beside elements, holds a CDATA
 * section, or asks for its space to be preserved.
 *
 * @param indented whether elements get lines of their own
 * @param paint the colours
 * @param harmless whether characters that steer terminals are written as references
 */
public record XmlPrinter(boolean indented, Paint paint, boolean harmless) {
    private static final Pattern SPACE_PRESERVED = Pattern.compile("\\sxml:space\\s*=\\s*[\"']preserve[\"']");
    private static final String INDENT = "  ";

    /** Indents without colouring. */
    public static final XmlPrinter PLAIN = new XmlPrinter(true, Paint.NONE, false);

    /** Prints a document, or several elements beside each other. */
    public void print(String xml, Appendable out) {
        Sink sink = new Sink(out);
        if (indented) {
            printIndented(xml, sink);
        } else {
            for (XmlScanner in = new XmlScanner(xml); in.next(); ) {
                sink.append(painted(in));
            }
        }
    }

    /** The printed XML. */
    public String print(String xml) {
        StringBuilder out = new StringBuilder(xml.length() + xml.length() / 4);
        print(xml, out);
        return out.toString();
    }

    private void printIndented(String xml, Sink out) {
        BitSet holdsElementsOnly = elementsOnly(xml);
        Deque<Boolean> open = new ArrayDeque<>();
        boolean formatted = true;
        boolean first = true;
        int element = 0;
        for (XmlScanner in = new XmlScanner(xml); in.next(); ) {
            if (formatted && in.isBlank()) {
                continue;
            }
            if (in.kind() == XmlScanner.Kind.END) {
                if (formatted) {
                    newLine(out, open.size() - 1);
                }
                formatted = open.pop();
            } else if (formatted && !first) {
                newLine(out, open.size());
            }
            out.append(painted(in));
            first = false;
            if (in.kind() == XmlScanner.Kind.START) {
                open.push(formatted);
                formatted = formatted && holdsElementsOnly.get(element);
                element++;
            }
        }
    }

    private static void newLine(Sink out, int depth) {
        out.append("\n").append(INDENT.repeat(depth));
    }

    /** Which of the elements with a start tag hold elements and no text, counted in the order of their start tags. */
    private static BitSet elementsOnly(String xml) {
        BitSet result = new BitSet();
        Deque<Content> open = new ArrayDeque<>();
        int element = 0;
        for (XmlScanner in = new XmlScanner(xml); in.next(); ) {
            Content around = open.peek();
            switch (in.kind()) {
                case START -> {
                    if (around != null) {
                        around.elements = true;
                    }
                    open.push(new Content(
                            element++, SPACE_PRESERVED.matcher(in.text()).find()));
                }
                case EMPTY -> {
                    if (around != null) {
                        around.elements = true;
                    }
                }
                case END -> {
                    Content closed = open.pop();
                    result.set(closed.number, closed.elements && !closed.fixed);
                }
                case TEXT -> {
                    if (around != null && !in.isBlank()) {
                        around.fixed = true;
                    }
                }
                case CDATA -> {
                    if (around != null) {
                        around.fixed = true;
                    }
                }
                case OTHER -> {
                    // stands between elements as well as anywhere
                }
            }
        }
        return result;
    }

    /** What was seen in an element so far. */
    private static final class Content {
        private final int number;
        private boolean elements;
        private boolean fixed;

        Content(int number, boolean fixed) {
            this.number = number;
            this.fixed = fixed;
        }
    }

    private String painted(XmlScanner in) {
        String piece = harmless ? Printable.xmlText(in.text()) : in.text();
        return switch (in.kind()) {
            case START, EMPTY, END -> paint == Paint.NONE ? piece : paintedTag(piece);
            case OTHER -> paint.faint(piece);
            case TEXT, CDATA -> piece;
        };
    }

    private String paintedTag(String tag) {
        int nameFrom = tag.startsWith("</") ? 2 : 1;
        int nameTo = nameFrom;
        while (nameTo < tag.length() && !isSpace(tag.charAt(nameTo)) && "/>".indexOf(tag.charAt(nameTo)) < 0) {
            nameTo++;
        }
        StringBuilder out = new StringBuilder(tag.length() * 3);
        out.append(paint.faint(tag.substring(0, nameFrom))).append(paint.name(tag.substring(nameFrom, nameTo)));
        int at = nameTo;
        while (at < tag.length()) {
            int equals = tag.indexOf('=', at);
            int quoteFrom = equals < 0 ? -1 : firstQuote(tag, equals);
            int quoteTo = quoteFrom < 0 ? -1 : tag.indexOf(tag.charAt(quoteFrom), quoteFrom + 1);
            if (quoteTo < 0) {
                return out.append(paint.faint(tag.substring(at))).toString();
            }
            String name = tag.substring(at, equals);
            String value = tag.substring(quoteFrom, quoteTo + 1);
            if (name.strip().startsWith("xmlns")) {
                out.append(paint.faint(tag.substring(at, quoteTo + 1)));
            } else {
                out.append(paint.part(name)).append(paint.faint(tag.substring(equals, quoteFrom)));
                out.append(paint.value(value));
            }
            at = quoteTo + 1;
        }
        return out.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private static int firstQuote(String tag, int from) {
        for (int at = from; at < tag.length(); at++) {
            if (tag.charAt(at) == '"' || tag.charAt(at) == '\'') {
                return at;
            }
        }
        return -1;
    }

    /** What is printed to: it is always memory or a {@code PrintStream}, neither of which throws. */
    private record Sink(Appendable target) {
        Sink append(String text) {
            try {
                target.append(text);
                return this;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
