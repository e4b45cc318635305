package dev.parley.cli.terminal;

/**
 * Cuts XML into its tags, texts and comments, as they stand. That it is well-formed was found out when it was received;
 * this looks no further than where each piece ends.
 */
final class XmlScanner {
    private final String xml;
    private int from;
    private int to;
    private Kind kind = Kind.TEXT;

    /** What a piece is. */
    enum Kind {
        /** A start tag. */
        START,
        /** An end tag. */
        END,
        /** The tag of an element without content. */
        EMPTY,
        /** Character data, references included. */
        TEXT,
        /** A CDATA section. */
        CDATA,
        /** A comment, a processing instruction or a declaration. */
        OTHER
    }

    XmlScanner(String xml) {
        this.xml = xml;
    }

    /** Moves to the next piece; false at the end. */
    boolean next() {
        from = to;
        if (from >= xml.length()) {
            return false;
        }
        if (xml.charAt(from) != '<') {
            kind = Kind.TEXT;
            to = orEnd(xml.indexOf('<', from), 0);
        } else if (xml.startsWith("<!--", from)) {
            kind = Kind.OTHER;
            to = orEnd(xml.indexOf("-->", from + 4), 3);
        } else if (xml.startsWith("<![CDATA[", from)) {
            kind = Kind.CDATA;
            to = orEnd(xml.indexOf("]]>", from + 9), 3);
        } else if (xml.startsWith("<?", from)) {
            kind = Kind.OTHER;
            to = orEnd(xml.indexOf("?>", from + 2), 2);
        } else if (xml.startsWith("</", from)) {
            kind = Kind.END;
            to = orEnd(xml.indexOf('>', from), 1);
        } else {
            to = tagEnd();
            kind = xml.charAt(to - 1) == '>' && xml.charAt(to - 2) == '/' ? Kind.EMPTY : Kind.START;
        }
        return true;
    }

    private int orEnd(int found, int length) {
        return found < 0 ? xml.length() : found + length;
    }

    /** Behind the {@code >} that is not in an attribute's value. */
    private int tagEnd() {
        char quote = 0;
        for (int at = from + 1; at < xml.length(); at++) {
            char c = xml.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return at + 1;
            }
        }
        return xml.length();
    }

    Kind kind() {
        return kind;
    }

    /** The piece as it stands. */
    String text() {
        return xml.substring(from, to);
    }

    /** Whether it is text of white space only. */
    boolean isBlank() {
        for (int at = from; at < to; at++) {
            char c = xml.charAt(at);
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                return false;
            }
        }
        return kind == Kind.TEXT;
    }
}
