package dev.parley.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the root element of a message while the message is still arriving, so that it can be sent on its way before its
 * end is known.
 *
 * <p>Our own, because only the envelope is of interest here, and nothing of the body may be touched on the event loop.
 * One thread.
 */
public final class EnvelopeScanner {
    private final TagFinder tag = new TagFinder();
    private @Nullable RootTag root;

    /** A scanner in front of a message. */
    public EnvelopeScanner() {}

    /** Makes the scanner ready for the next message. */
    public void reset() {
        tag.reset();
        root = null;
    }

    /**
     * Reads on.
     *
     * @param bytes the message so far, from its first byte; what was there before must still be there
     * @param end the offset behind the last byte so far
     * @return whether the start tag of the root is complete
     */
    public boolean scan(byte[] bytes, int end) {
        if (root == null && tag.scan(bytes, end)) {
            root = RootTag.of(bytes, tag.from(), tag.end());
        }
        return root != null;
    }

    private RootTag root() {
        if (root == null) {
            throw new IllegalStateException("the root is not complete yet");
        }
        return root;
    }

    /** Whether the root's start tag is whole, be it well-formed or not. */
    public boolean hasTag() {
        return tag.isFound();
    }

    /** The local name of the root. */
    public String name() {
        return root().name();
    }

    /** The namespace of the root, empty for none. */
    public String namespace() {
        return root().namespace();
    }

    /** The root's {@code message-id}, or null. */
    public @Nullable String messageId() {
        return root().messageId();
    }

    /** Whether the root has attributes, declarations aside. */
    public boolean hasAttributes() {
        return root().hasAttributes();
    }

    /** The offset of the root's {@code <} in the message. */
    public int rootOffset() {
        return tag.from();
    }

    /** The comments in front of the root: some devices say there why they refuse a session. */
    public List<String> comments() {
        return tag.comments();
    }

    /** Tells what in front of the root is out of order. */
    public void reportTo(Deviation.Observer observer) {
        tag.reportTo(observer, name());
    }
}
