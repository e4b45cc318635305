package dev.parley.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import dev.parley.error.RpcError;
import dev.parley.sample.Met;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import javax.xml.namespace.QName;

/** Any bytes at all as a reply: a reply whose every part can be used, or a protocol error. */
class ReplyFuzz {

    @FuzzTest
    void anyReply(byte[] message) {
        Reply reply;
        try {
            reply = Reply.parse(message, message.length, XmlLimits.DEFAULT, new Met());
        } catch (ProtocolException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("an error without words", e);
            }
            return;
        }
        reply.envelope().reader().finish();
        for (QName name : reply.content()) {
            Xml part = reply.element(name.getLocalPart()).orElseThrow();
            // it was well-formed in its place, so it is on its own, and may be sent on
            part.reader().finish();
            Xml.parse(part.toBytes());
            part.toDocument();
            try {
                part.content();
            } catch (InputException e) {
                if (!e.getMessage().startsWith("text between elements at line ")) {
                    throw e;
                }
            }
        }
        for (RpcError error : reply.errors()) {
            if (error.toString().isBlank()) {
                throw new AssertionError("an error without words");
            }
        }
    }
}
