package dev.parley.operation;

import dev.parley.message.TagFinder;
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
 * front and its end tag behind. Only the first few and the last few bytes are looked at, and the words that make it
 * doubt, so it is certain of its work for replies in the usual form only.
 */
final class ContentSplitter {
    /** No end tag with the space around it is longer; so much is held back until the end is known. */
    private static final int TAIL = 1024;

    private static final WordSearch.Word ERROR = new WordSearch.Word("rpc-error", 1);

    private enum Stage {
        ROOT,
        FIRST_ELEMENT,
        BODY
    }

    private final ReplyBody.Context context;
    private final boolean wantsData;
    private Stage stage = Stage.ROOT;
    private TagFinder finder = new TagFinder();
    /** What has arrived and is not decided on: the message, or what is inside its root. */
    private byte[] head = new byte[1024];

    private int headLength;
    private byte[] rootTag = {};
    /** The {@code <data>} tag that the output begins with, in its place of the envelope; empty if that is kept. */
    private byte[] dataTag = {};

    private WordSearch words = new WordSearch(ERROR);
    private long passed;
    private final byte[] tail = new byte[2 * TAIL];
    private int tailLength;

    ContentSplitter(ReplyBody.Context context) {
        this.context = context;
        wantsData = context.operation().returnsData();
    }

    /** The start tag that was taken off; empty if the envelope stands in the output. */
    byte[] removedStart() {
        return dataTag.length > 0 ? rootTag : new byte[0];
    }

    void split(ByteBuffer part, Out out) throws IOException {
        if (stage == Stage.BODY) {
            body(part, out);
            return;
        }
        append(part);
        if (stage == Stage.ROOT && finder.scan(head, headLength)) {
            root(out);
        }
        if (stage == Stage.FIRST_ELEMENT && finder.scan(head, headLength)) {
            firstElement(out);
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

    private void root(Out out) throws IOException {
        rootTag = Arrays.copyOfRange(head, finder.from(), finder.end());
        if (!wantsData || isEmpty(rootTag)) {
            begin(finder.from(), out);
            return;
        }
        stage = Stage.FIRST_ELEMENT;
        System.arraycopy(head, finder.end(), head, 0, headLength - finder.end());
        headLength -= finder.end();
        finder = new TagFinder();
    }

    private void firstElement(Out out) throws IOException {
        byte[] tag = Arrays.copyOfRange(head, finder.from(), finder.end());
        if (tag[1] != '/') {
            XmlReader in = nested(tag);
            in.nextTag();
            var inherited = XmlNames.declared(in);
            in.nextTag();
            boolean isItsOwn = in.namespace().equals(context.operation().dataNamespace());
            // data in another namespace makes the file be parsed, which tells of it
            if (isItsOwn && in.getLocalName().equals("data")) {
                dataTag = Xml.slice(tag, 0, tag.length, XmlNames.without(inherited, in))
                        .toBytes();
                words = new WordSearch(ERROR, new WordSearch.Word("</" + nameOf(tag), 2));
                body(ByteBuffer.wrap(dataTag), out);
                begin(finder.end(), out);
                return;
            }
        }
        byte[] inside = Arrays.copyOf(head, headLength);
        body(ByteBuffer.wrap(rootTag), out);
        body(ByteBuffer.wrap(inside), out);
        begin(headLength, out);
    }

    /** The start tags of root and element as a document of their own, so that the element's names resolve. */
    private XmlReader nested(byte[] tag) {
        String element = new String(tag, StandardCharsets.UTF_8);
        String empty = isEmpty(tag) ? element : element.substring(0, element.length() - 1) + "/>";
        byte[] document = (new String(rootTag, StandardCharsets.UTF_8) + empty + "</" + nameOf(rootTag) + ">")
                .getBytes(StandardCharsets.UTF_8);
        return XmlReader.of(document, 0, document.length, XmlLimits.DEFAULT);
    }

    private static boolean isEmpty(byte[] tag) {
        return tag[tag.length - 2] == '/';
    }

    private static String nameOf(byte[] tag) {
        return new String(tag, 1, Xml.nameEnd(tag, 1, tag.length) - 1, StandardCharsets.UTF_8);
    }

    private void begin(int from, Out out) throws IOException {
        stage = Stage.BODY;
        body(ByteBuffer.wrap(head, from, headLength - from), out);
        head = new byte[0];
    }

    /** Passes bytes on, but for the last of them. */
    private void body(ByteBuffer part, Out out) throws IOException {
        passed += part.remaining();
        words.search(part);
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

    /**
     * Ends the output.
     *
     * @return whether it is certain that the reply reports no error, and that the output is the element that the reply
     *     was to hold, or the reply itself. If not, all of the reply is in it, but for the start tag that was removed
     */
    boolean finish(Out out) throws IOException {
        if (stage != Stage.BODY) {
            out.write(ByteBuffer.wrap(rootTag));
            out.write(ByteBuffer.wrap(head, 0, headLength));
            return false;
        }
        boolean withoutError = words.count(0) == 0;
        int end = Prolog.trimPadding(tail, 0, tailLength);
        int rootEnd = endTagFrom(nameOf(rootTag), end);
        int contentEnd = rootEnd < 0 ? end : Prolog.trimPadding(tail, 0, rootEnd);
        if (withoutError && dataTag.length > 0 && rootEnd >= 0 && isDataAlone(contentEnd)) {
            out.write(ByteBuffer.wrap(tail, 0, contentEnd));
            return true;
        }
        out.write(ByteBuffer.wrap(tail, 0, end));
        boolean whole = rootEnd >= 0 || (isEmpty(rootTag) && passed - tailLength + end == rootTag.length);
        return withoutError && !wantsData && whole;
    }

    /** Whether nothing but the one element stands in front of that offset in the tail. */
    private boolean isDataAlone(int contentEnd) {
        if (isEmpty(dataTag)) {
            return passed - tailLength + contentEnd == dataTag.length;
        }
        return words.count(1) == 1 && endTagFrom(nameOf(dataTag), contentEnd) >= 0;
    }

    /** The offset of the end tag of that name that ends at an offset in the tail, or -1. */
    private int endTagFrom(String name, int end) {
        int at = end - 1;
        while (at > 0 && !(tail[at] == '<' && tail[at + 1] == '/')) {
            at--;
        }
        if (at < 0 || end - at < 3) {
            return -1;
        }
        String tag = new String(tail, at, end - at, StandardCharsets.UTF_8);
        boolean named = tag.startsWith("</" + name)
                && tag.substring(name.length() + 2).strip().equals(">");
        return named ? at : -1;
    }

    /** Receives bytes that may fail to be written. */
    @FunctionalInterface
    interface Out {
        void write(ByteBuffer bytes) throws IOException;
    }
}
