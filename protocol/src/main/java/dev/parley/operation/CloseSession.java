package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;

/**
 * Ends the session in order (RFC 6241 section 7.8). {@code Session.close} sends it; there is seldom a reason to do so by
 * hand. The device ignores every request after it.
 */
public record CloseSession() implements Operation<Ok> {
    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "close-session").end();
    }

    @Override
    public String name() {
        return "close-session";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }
}
