package dev.parley.xml;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes XML as UTF-8 into memory, in the form that is safest to send to devices: elements without prefix, the default
 * namespace declared where it changes, and every {@code >} in content escaped, so that no message can contain the
 * {@code ]]>]]>} that ends it (RFC 6242 section 4.1 and its section 6).
 *
 * <p>Our own rather than a library's for that guarantee, and because the framing's header is written into the same
 * buffer. One thread at a time.
 */
public final class XmlWriter {
    private static final byte[] AMP = ascii("&amp;");
    private static final byte[] LT = ascii("&lt;");
    private static final byte[] GT = ascii("&gt;");
    private static final byte[] QUOT = ascii("&quot;");
    private static final byte[] TAB = ascii("&#9;");
    private static final byte[] LF = ascii("&#10;");
    private static final byte[] CR = ascii("&#13;");

    private byte[] bytes;
    private int size;
    private String[] names = new String[8];
    private String[] namespaces = new String[8];
    private int depth;
    private boolean inStartTag;

    /** An empty writer. */
    public XmlWriter() {
        this(256);
    }

    /** An empty writer with room for that many bytes; it grows when needed. */
    public XmlWriter(int capacity) {
        bytes = new byte[capacity];
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Leaves room for a header that is filled in later, and does not belong to the document. */
    public XmlWriter reserve(int count) {
        ensure(count);
        size += count;
        return this;
    }

    /** The XML declaration. */
    public XmlWriter declaration() {
        return raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    /** Opens an element; its namespace is declared if it differs from that of the element around it. */
    public XmlWriter start(String namespace, String name) {
        String outer = depth == 0 ? "" : namespaces[depth - 1];
        startQualified(name, namespace);
        return namespace.equals(outer) ? this : attribute("xmlns", namespace);
    }

    /** Opens an element in the namespace of the element around it. */
    public XmlWriter start(String name) {
        return start(depth == 0 ? "" : namespaces[depth - 1], name);
    }

    /** An attribute of the element just opened; the name is written as it stands, prefix included. */
    public XmlWriter attribute(String name, String value) {
        if (!inStartTag) {
            throw new IllegalStateException("attribute " + name + " outside a start tag");
        }
        put(' ');
        raw(name);
        put('=');
        put('"');
        escape(value, true);
        put('"');
        return this;
    }

    /** Declares a prefix on the element just opened. */
    public XmlWriter namespace(String prefix, String uri) {
        return attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri);
    }

    /** Text, escaped. */
    public XmlWriter text(String text) {
        closeStartTag();
        escape(text, false);
        return this;
    }

    /** Closes the element opened last. */
    public XmlWriter end() {
        depth--;
        String name = Objects.requireNonNull(names[depth]);
        if (inStartTag) {
            inStartTag = false;
            put('/');
            put('>');
        } else {
            put('<');
            put('/');
            raw(name);
            put('>');
        }
        return this;
    }

    /** An element without content, in the namespace of the element around it. */
    public XmlWriter empty(String name) {
        return start(name).end();
    }

    /** An element that holds text only, in the namespace of the element around it. */
    public XmlWriter leaf(String name, String text) {
        return start(name).text(text).end();
    }

    /** Content as it stands. */
    public XmlWriter xml(Xml xml) {
        closeStartTag();
        byte[] content = xml.frameable();
        ensure(content.length);
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
        return this;
    }

    /** Text that needs no escaping: names and markup. */
    XmlWriter raw(String text) {
        int length = text.length();
        ensure(length);
        byte[] to = bytes;
        int at = size;
        int i = 0;
        for (; i < length && text.charAt(i) < 0x80; i++) {
            to[at++] = (byte) text.charAt(i);
        }
        size = at;
        if (i < length) {
            ensure((length - i) * 3);
        }
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else {
                i = putNonAscii(text, i);
            }
        }
        return this;
    }

    /** Closes an open start tag, so that what follows is content. */
    void closeStartTag() {
        if (inStartTag) {
            inStartTag = false;
            put('>');
        }
    }

    /** Opens an element under its qualified name and leaves all declarations to the caller. */
    XmlWriter startQualified(String qualifiedName, String namespace) {
        closeStartTag();
        if (depth == names.length) {
            names = Arrays.copyOf(names, depth * 2);
            namespaces = Arrays.copyOf(namespaces, depth * 2);
        }
        names[depth] = qualifiedName;
        namespaces[depth++] = namespace;
        put('<');
        raw(qualifiedName);
        inStartTag = true;
        return this;
    }

    private void escape(String text, boolean attribute) {
        int length = text.length();
        ensure(length);
        byte[] to = bytes;
        int at = size;
        int i = 0;
        for (; i < length && isPlain(text.charAt(i)); i++) {
            to[at++] = (byte) text.charAt(i);
        }
        size = at;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                ensure((length - i) * 3);
                i = putNonAscii(text, i);
            } else if (isPlain(c)) {
                put(c);
            } else {
                escapeSpecial(c, attribute);
            }
        }
    }

    /** Whether a character is one byte, and needs no escaping anywhere. */
    private static boolean isPlain(char c) {
        return (c > '>' && c < 0x80) || (c > '&' && c < '<') || (c >= ' ' && c < '"') || (c > '"' && c < '&');
    }

    private void escapeSpecial(char c, boolean attribute) {
        switch (c) {
            case '&' -> put(AMP);
            case '<' -> put(LT);
            case '>' -> put(GT);
            case '\r' -> put(CR);
            case '"' -> {
                if (attribute) {
                    put(QUOT);
                } else {
                    put('"');
                }
            }
            case '\t' -> {
                if (attribute) {
                    put(TAB);
                } else {
                    put('\t');
                }
            }
            case '\n' -> {
                if (attribute) {
                    put(LF);
                } else {
                    put('\n');
                }
            }
            default -> {
                if (c < ' ') {
                    throw invalid(c);
                }
                put(c);
            }
        }
    }

    private int putNonAscii(String text, int at) {
        int code = text.codePointAt(at);
        if ((Character.isSurrogate((char) code) && code < 0x10000) || code == 0xFFFE || code == 0xFFFF) {
            throw invalid(code);
        }
        if (code < 0x800) {
            bytes[size++] = (byte) (0xC0 | (code >> 6));
        } else {
            if (code < 0x10000) {
                bytes[size++] = (byte) (0xE0 | (code >> 12));
            } else {
                bytes[size++] = (byte) (0xF0 | (code >> 18));
                bytes[size++] = (byte) (0x80 | ((code >> 12) & 0x3F));
            }
            bytes[size++] = (byte) (0x80 | ((code >> 6) & 0x3F));
        }
        bytes[size++] = (byte) (0x80 | (code & 0x3F));
        return at + Character.charCount(code) - 1;
    }

    private static InputException invalid(int code) {
        return InputException.of(
                Reason.BAD_VALUE, String.format("character U+%04X cannot be written in XML 1.0", code));
    }

    private void put(int c) {
        ensure(1);
        bytes[size++] = (byte) c;
    }

    private void put(byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }

    /** The buffer itself, of which the first {@link #size()} bytes are written. The writer must not be used further. */
    public byte[] buffer() {
        closeStartTag();
        return bytes;
    }

    /** The number of bytes written, reserved ones included. */
    public int size() {
        closeStartTag();
        return size;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        closeStartTag();
        return Arrays.copyOf(bytes, size);
    }
}
