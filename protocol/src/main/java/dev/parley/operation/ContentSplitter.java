package dev.parley.operation;

import dev.parley.message.EnvelopeScanner;
import dev.parley.xml.Prolog;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlNames;
import dev.parley.xml.XmlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the envelope off a reply that streams by, where the operation returns {@code <data>}: the root's start tag in
 * front and its end tag behind. Only the first few and the last few bytes are looked at.
 */
final class ContentSplitter {
    /** No end tag with the space around it is longer; so much is held back until the end is known. */
    private static final int TAIL = 1024;

    private final boolean wantsData;
    private final EnvelopeScanner root = new EnvelopeScanner();
    private final EnvelopeScanner child = new EnvelopeScanner();
    private byte[] head = new byte[1024];
    private int headLength;
    private int rootEnd = -1;
    private boolean inHead = true;
    private boolean envelopeKept;
    private byte[] removedStart = new byte[0];
    private byte[] removedEnd = new byte[0];
    private final byte[] tail = new byte[2 * TAIL];
    private int tailLength;

    ContentSplitter(Operation<?> operation) {
        wantsData = operation.returnsData();
    }

    /** Whether the envelope stands in the output, because the reply does not begin with {@code <data>}. */
    boolean isEnvelopeKept() {
        return envelopeKept;
    }

    /** The start tag that was taken off. */
    byte[] removedStart() {
        return removedStart;
    }

    /** The end tag that was taken off. */
    byte[] removedEnd() {
        return removedEnd;
    }

    void split(ByteBuffer part, FileBody.Out out) throws IOException {
        if (inHead) {
            append(part);
            decide(out);
        } else {
            body(part, out);
        }
    }

    private void append(ByteBuffer part) {
        int more = part.remaining();
        if (head.length - headLength < more) {
            head = Arrays.copyOf(head, Math.max(head.length * 2, headLength + more));
        }
        part.get(head, headLength, more);
        headLength += more;
    }

    private void decide(FileBody.Out out) throws IOException {
        if (rootEnd < 0) {
            if (!root.scan(head, headLength)) {
                return;
            }
            rootEnd = tagEnd(root.rootOffset());
        }
        int rootFrom = root.rootOffset();
        if (!wantsData || head[rootEnd - 2] == '/') {
            keepEnvelope(rootFrom, out);
            return;
        }
        byte[] inside = Arrays.copyOfRange(head, rootEnd, headLength);
        child.reset();
        if (startsWithEndTag(inside)) {
            keepEnvelope(rootFrom, out);
            return;
        }
        byte[] rootTag = Arrays.copyOfRange(head, rootFrom, rootEnd);
        int from = skipToElement(inside);
        int to = from < 0 ? -1 : tagEnd(inside, from);
        if (to < 0) {
            return;
        }
        XmlReader in = nested(rootTag, inside, from, to);
        in.next();
        var inherited = XmlNames.declared(in);
        in.nextTag();
        if (!in.getLocalName().equals("data")) {
            keepEnvelope(rootFrom, out);
            return;
        }
        removedStart = rootTag;
        inHead = false;
        byte[] start = Xml.slice(inside, from, inside.length, XmlNames.without(inherited, in))
                .toBytes();
        body(ByteBuffer.wrap(start), out);
        head = new byte[0];
    }

    private void keepEnvelope(int rootFrom, FileBody.Out out) throws IOException {
        envelopeKept = true;
        inHead = false;
        body(ByteBuffer.wrap(head, rootFrom, headLength - rootFrom), out);
        head = new byte[0];
    }

    private static boolean startsWithEndTag(byte[] inside) {
        int at = Prolog.skipPadding(inside, 0, inside.length);
        return at + 1 < inside.length && inside[at] == '<' && inside[at + 1] == '/';
    }

    /** The start tags of root and child as a document of their own, so that the child's names resolve. */
    private static XmlReader nested(byte[] rootTag, byte[] inside, int from, int to) {
        String outer = new String(rootTag, StandardCharsets.UTF_8);
        String tag = new String(inside, from, to - from, StandardCharsets.UTF_8);
        String empty = tag.endsWith("/>") ? tag : tag.substring(0, tag.length() - 1) + "/>";
        int nameEnd = Xml.nameEnd(rootTag, 1, rootTag.length);
        String name = new String(rootTag, 1, nameEnd - 1, StandardCharsets.UTF_8);
        byte[] document = (outer + empty + "</" + name + ">").getBytes(StandardCharsets.UTF_8);
        return XmlReader.of(document, 0, document.length, XmlLimits.DEFAULT);
    }

    private int tagEnd(int from) {
        return tagEnd(head, from);
    }

    /** The offset behind the tag that begins at {@code from}, or -1 while it is not whole. */
    private int tagEnd(byte[] bytes, int from) {
        int length = bytes == head ? headLength : bytes.length;
        byte quote = 0;
        for (int i = from; i < length; i++) {
            byte b = bytes[i];
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (b == '>') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The offset of the first element's {@code <}, past comments, or -1 while it has not arrived. */
    private int skipToElement(byte[] inside) {
        return child.scan(inside, inside.length) ? child.rootOffset() : -1;
    }

    private void body(ByteBuffer part, FileBody.Out out) throws IOException {
        if (envelopeKept || !wantsData) {
            out.write(part);
            return;
        }
        if (part.remaining() >= TAIL) {
            out.write(ByteBuffer.wrap(tail, 0, tailLength));
            tailLength = TAIL;
            part.get(part.limit() - TAIL, tail, 0, TAIL);
            part.limit(part.limit() - TAIL);
            out.write(part);
            return;
        }
        int length = part.remaining();
        part.get(tail, tailLength, length);
        tailLength += length;
        int surplus = tailLength - TAIL;
        if (surplus > 0) {
            out.write(ByteBuffer.wrap(tail, 0, surplus));
            System.arraycopy(tail, surplus, tail, 0, TAIL);
            tailLength = TAIL;
        }
    }

    /** Ends the output: what was held back, without the end tag of the root. */
    void finish(FileBody.Out out) throws IOException {
        if (inHead) {
            throw FileBody.truncated(null);
        }
        if (envelopeKept || !wantsData) {
            return;
        }
        int end = Prolog.trimPadding(tail, 0, tailLength);
        int at = end - 1;
        while (at > 0 && !(tail[at] == '<' && tail[at + 1] == '/')) {
            at--;
        }
        String endTag = new String(tail, Math.max(at, 0), end - Math.max(at, 0), StandardCharsets.UTF_8);
        String name = new String(
                removedStart, 1, Xml.nameEnd(removedStart, 1, removedStart.length) - 1, StandardCharsets.UTF_8);
        if (!endTag.startsWith("</" + name)
                || !endTag.substring(name.length() + 2).strip().equals(">")) {
            throw FileBody.truncated(endTag.length() > 60 ? endTag.substring(0, 60) : endTag);
        }
        removedEnd = endTag.getBytes(StandardCharsets.UTF_8);
        out.write(ByteBuffer.wrap(tail, 0, Prolog.trimPadding(tail, 0, at)));
    }
}
