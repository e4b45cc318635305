package dev.parley.xml;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.error.InputException;
import dev.parley.sample.Infoset;
import java.nio.charset.StandardCharsets;

/**
 * Any bytes at all as XML: refused with a place, or else it can be sent in any message without ending it, and means the
 * same when it is read back. The JDK's parser is the witness.
 */
class XmlFuzz {

    @FuzzTest
    void anyXml(byte[] text) {
        Xml xml;
        try {
            xml = Xml.parse(text);
        } catch (InputException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("an error without words", e);
            }
            return;
        }
        byte[] message =
                new XmlWriter().start("urn:message", "config").xml(xml).end().toBytes();
        if (new String(message, StandardCharsets.UTF_8).contains("]]>]]>")) {
            throw new AssertionError("it would end the message: " + xml);
        }
        if (!Xml.parse(xml.toBytes()).equals(xml)) {
            throw new AssertionError("not the same when read again: " + xml);
        }
        if (xml.roots().size() == 1
                && !Infoset.ofChild(message).equals(Infoset.of(xml.toDocument().getDocumentElement()))) {
            throw new AssertionError("not the same in a message: " + xml);
        }
    }
}
