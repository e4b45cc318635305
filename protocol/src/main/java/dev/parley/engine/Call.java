package dev.parley.engine;

import dev.parley.error.Fate;
import dev.parley.framing.Framing;
import dev.parley.message.Namespaces;
import dev.parley.operation.Request;
import dev.parley.xml.XmlWriter;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * One request under way: its bytes, its deadline, and where its reply goes. It is written by the thread that asks, and
 * then belongs to the engine.
 */
public final class Call {
    private final long id;
    private final String name;
    private byte[] buffer;
    private final int end;
    private final long sentAt;
    private final long deadline;
    private final ReplySink sink;
    private boolean sent;

    private Call(long id, String name, byte[] buffer, int end, long now, long deadline, ReplySink sink) {
        this.id = id;
        this.name = name;
        this.buffer = buffer;
        this.end = end;
        this.sentAt = now;
        this.deadline = deadline;
        this.sink = sink;
    }

    /**
     * Writes a request.
     *
     * @param id the message-id: a number that no other request of the session has
     * @param request what is asked
     * @param declaration whether an XML declaration stands in front
     * @param now the time, on the clock that the engine is given
     * @param deadline when the whole reply must be here, on the same clock, or {@link ClientEngine#NEVER}
     * @param sink where the reply goes
     */
    public static Call of(long id, Request<?> request, boolean declaration, long now, long deadline, ReplySink sink) {
        XmlWriter out = new XmlWriter(320).reserve(Framing.HEADROOM);
        if (declaration) {
            out.declaration();
        }
        out.start(Namespaces.BASE, "rpc").attribute("message-id", Long.toString(id));
        Set<String> declared = request.attributes().isEmpty() ? Set.of() : new HashSet<>();
        for (Request.Attribute attribute : request.attributes()) {
            if (declared.add(attribute.prefix())) {
                out.namespace(attribute.prefix(), attribute.namespace());
            }
            out.attribute(attribute.prefix() + ":" + attribute.name(), attribute.value());
        }
        request.operation().writeTo(out);
        out.end();
        int end = out.size();
        out.reserve(Framing.TAILROOM);
        return new Call(id, request.operation().name(), out.buffer(), end, now, deadline, sink);
    }

    /** The message-id. */
    public long id() {
        return id;
    }

    /** The operation's name. */
    public String name() {
        return name;
    }

    /** Whether a message-id as it came is this one's: the same digits, and nothing else. */
    boolean hasId(String text) {
        int length = text.length();
        if (length == 0 || length > 18 || (text.charAt(0) == '0' && length > 1)) {
            return false;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        return value == id;
    }

    /** Whether the device ends the session with its reply. */
    boolean closesSession() {
        return name.equals("close-session");
    }

    /** Where the reply goes. */
    ReplySink sink() {
        return sink;
    }

    /** When it was handed over. */
    public long startedAt() {
        return sentAt;
    }

    long deadline() {
        return deadline;
    }

    boolean isLate(long now) {
        return deadline != ClientEngine.NEVER && deadline - now <= 0;
    }

    /** Whether its bytes have left the engine. */
    public boolean isSent() {
        return sent;
    }

    /** What becomes of it if it ends now without a reply. */
    Fate fate() {
        return sent ? Fate.UNKNOWN : Fate.NOT_SENT;
    }

    /** The framed bytes, which are not kept any longer; from now on the device may act on them. */
    ByteBuffer framed(Framing framing) {
        sent = true;
        ByteBuffer framed = framing.frame(buffer, end);
        buffer = new byte[0];
        return framed;
    }

    byte[] message() {
        return buffer;
    }

    int messageLength() {
        return end - Framing.HEADROOM;
    }
}
