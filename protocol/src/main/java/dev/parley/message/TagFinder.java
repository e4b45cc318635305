package dev.parley.message;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.xml.Prolog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the first tag in a text while the text is still arriving, past a declaration, comments and instructions. It looks
 * at each byte in front of the tag and in it once, in whatever pieces they come, and does not judge the tag. One thread.
 */
public final class TagFinder {
    /** No tag ends further behind; a peer that goes on is not speaking NETCONF. */
    static final int LONGEST = 64 * 1024;

    /** So much of what is no XML is waited for and shown. */
    private static final int LONGEST_TEXT = 80;

    private static final Pattern ENCODING = Pattern.compile("encoding\\s*=\\s*[\"']([^\"']*)");
    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8", "us-ascii", "ascii");

    /** What nearly every message begins with, and means nothing. */
    private static final byte[] DECLARATION =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".getBytes(StandardCharsets.US_ASCII);

    private enum State {
        PADDING,
        TEXT,
        MARKUP,
        COMMENT,
        INSTRUCTION,
        TAG,
        TAG_DOUBLE_QUOTE,
        TAG_SINGLE_QUOTE,
        FOUND
    }

    private State state = State.PADDING;
    private int at;
    private int markup;
    private boolean padded;
    private boolean nul;
    private boolean otherEncoding;
    private final List<String> comments = new ArrayList<>(0);

    /** A finder in front of a text. */
    public TagFinder() {}

    /** Makes it ready for the next text. */
    public void reset() {
        state = State.PADDING;
        at = 0;
        markup = 0;
        padded = false;
        nul = false;
        otherEncoding = false;
        comments.clear();
    }

    /**
     * Reads on.
     *
     * @param bytes the text so far, from its first byte; what was there before must still be there
     * @param end the offset behind the last byte so far
     * @return whether the tag is complete
     */
    public boolean scan(byte[] bytes, int end) {
        int limit = Math.min(end, LONGEST);
        while (state != State.FOUND && at < limit) {
            byte b = bytes[at];
            switch (state) {
                case PADDING -> padding(b);
                case TEXT -> text(bytes, b);
                case MARKUP -> markup(bytes, limit);
                case COMMENT -> {
                    if (b == '>' && at >= markup + 6 && bytes[at - 1] == '-' && bytes[at - 2] == '-') {
                        comments.add(text(bytes, markup + 4, at - 2));
                        state = State.PADDING;
                    }
                    at++;
                }
                case INSTRUCTION -> {
                    if (b == '>' && bytes[at - 1] == '?' && at > markup + 2) {
                        instruction(bytes);
                        state = State.PADDING;
                    }
                    at++;
                }
                case TAG -> {
                    if (b == '>') {
                        state = State.FOUND;
                    } else if (b == '"') {
                        state = State.TAG_DOUBLE_QUOTE;
                    } else if (b == '\'') {
                        state = State.TAG_SINGLE_QUOTE;
                    }
                    at++;
                }
                case TAG_DOUBLE_QUOTE -> {
                    state = b == '"' ? State.TAG : state;
                    at++;
                }
                case TAG_SINGLE_QUOTE -> {
                    state = b == '\'' ? State.TAG : state;
                    at++;
                }
                case FOUND -> throw new IllegalStateException("the tag was found");
            }
        }
        if (state != State.FOUND && end >= LONGEST) {
            throw ProtocolException.of(
                    Reason.LIMIT_EXCEEDED, "no root element within the first " + LONGEST + " bytes of a message");
        }
        return state == State.FOUND;
    }

    private void padding(byte b) {
        if (b == '<') {
            markup = at++;
            state = State.MARKUP;
        } else if (Prolog.isPadding(b)) {
            nul |= b == 0;
            at++;
        } else {
            markup = at;
            state = State.TEXT;
        }
    }

    /** Waits for the end of the line, because that is what a banner or a status line says most on. */
    private void text(byte[] bytes, byte b) {
        boolean printable = b >= ' ' && b < 0x7f;
        if (!printable || at - markup == LONGEST_TEXT) {
            int to = printable || b == '\n' || b == '\r' ? at : at + 1;
            throw ProtocolException.of(
                    Reason.MALFORMED_XML,
                    "text where a message's root element must stand, at byte " + markup + ": "
                            + Excerpt.head(bytes, markup, to));
        }
        at++;
    }

    /** Decides what the markup is; one byte behind '<' does, but for '!', which needs two. */
    private void markup(byte[] bytes, int end) {
        byte b = bytes[markup + 1];
        if (b == '?') {
            state = State.INSTRUCTION;
            at = markup + 2;
        } else if (b == '!') {
            if (markup + 3 >= end) {
                at = end;
                return;
            }
            if (bytes[markup + 2] == 'D') {
                throw ProtocolException.of(
                        Reason.DOCTYPE,
                        "a document type declaration, which NETCONF forbids, at byte " + markup + " of a message");
            }
            if (bytes[markup + 2] != '-' || bytes[markup + 3] != '-') {
                throw ProtocolException.of(
                        Reason.MALFORMED_XML, "markup in front of a message's root element, at byte " + markup);
            }
            state = State.COMMENT;
            at = markup + 4;
        } else {
            state = State.TAG;
            at = markup + 1;
        }
    }

    private void instruction(byte[] bytes) {
        if (Arrays.equals(bytes, markup, at + 1, DECLARATION, 0, DECLARATION.length)) {
            padded = markup > 0;
            return;
        }
        String text = text(bytes, markup, at + 1);
        if (text.startsWith("<?xml") && text.charAt(5) <= ' ') {
            padded = markup > 0;
            Matcher encoding = ENCODING.matcher(text);
            otherEncoding = encoding.find() && !UTF_8.contains(encoding.group(1).toLowerCase(Locale.ROOT));
        }
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
    }

    /** Whether the tag is complete. */
    boolean isFound() {
        return state == State.FOUND;
    }

    /** The offset of the tag's {@code <}. */
    public int from() {
        return markup;
    }

    /** The offset behind its {@code >}. */
    public int end() {
        return at;
    }

    /** The comments in front of it. */
    List<String> comments() {
        return List.copyOf(comments);
    }

    /** Tells what in front of it is out of order; the name is the tag's, for the detail. */
    void reportTo(Deviation.Observer observer, String name) {
        if (nul) {
            observer.met(Deviation.NUL_BYTES, "in front of <" + name + ">");
        } else if (padded) {
            observer.met(Deviation.PADDING, "in front of <" + name + ">");
        }
        if (otherEncoding) {
            observer.met(Deviation.OTHER_ENCODING, "on <" + name + ">");
        }
    }
}
