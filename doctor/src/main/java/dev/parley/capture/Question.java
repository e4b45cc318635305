package dev.parley.capture;

import dev.parley.engine.Call;
import dev.parley.engine.ClientEngine;
import dev.parley.error.ProtocolException;
import dev.parley.operation.Request;
import dev.parley.operation.Rpc;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamConstants;

/**
 * A request that was recorded, as far as it matters to the engine: what it asks in detail does not.
 *
 * @param id its message-id
 * @param namespace of the operation
 * @param operation its name
 */
record Question(long id, String namespace, String operation) {
    /**
     * Reads an {@code <rpc>}.
     *
     * @throws ProtocolException if it is no XML
     * @throws IllegalArgumentException if it is something else
     */
    static Question parse(byte[] message) {
        XmlReader in = XmlReader.of(message, 0, message.length, XmlLimits.DEFAULT);
        in.nextTag();
        String id = in.getAttributeValue(null, "message-id");
        if (!in.getLocalName().equals("rpc") || id == null || !id.matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("the client said <" + in.getLocalName() + "> with the message-id \"" + id
                    + "\", and only <rpc> with a number can be asked again");
        }
        if (in.nextTag() != XMLStreamConstants.START_ELEMENT) {
            throw new IllegalArgumentException("the client's <rpc> of message-id " + id + " asks nothing");
        }
        String namespace = in.getNamespaceURI();
        return new Question(Long.parseLong(id), namespace == null ? "" : namespace, in.getLocalName());
    }

    Call call(long now, Audience audience) {
        byte[] element = new XmlWriter(64).start(namespace, operation).end().toBytes();
        Request<?> request = Request.of(Rpc.of(Xml.parse(new String(element, StandardCharsets.UTF_8))));
        return Call.of(id, request, true, now, ClientEngine.NEVER, audience.answerTo(this));
    }
}
