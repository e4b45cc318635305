package dev.parley.message;

import dev.parley.error.Circumstance;
import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.framing.Framing;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;

/**
 * The device's half of the capability exchange (RFC 6241 section 8.1).
 *
 * @param sessionId the session's number on the device, from 1 to 4294967295
 * @param capabilities what the device announced
 * @param framing how all that follows is framed, in both directions
 */
public record ServerHello(long sessionId, Capabilities capabilities, Framing framing) {
    private static final String BASE_1_0_ALIAS = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static final long LARGEST_SESSION_ID = 4_294_967_295L;

    /**
     * Reads a server's hello.
     *
     * @param message the message, without framing
     * @param length its length
     * @param clientSpeaks11 whether our own hello offers base 1.1
     * @param limits the limits of the document
     * @param observer is told of deviations
     * @throws ProtocolException if it is no hello, or one without session-id, capabilities or common base version
     */
    public static ServerHello parse(
            byte[] message, int length, boolean clientSpeaks11, XmlLimits limits, Deviation.Observer observer) {
        XmlReader in = XmlReader.of(message, 0, Names.endOf(message, length, observer), limits);
        in.nextTag();
        Names names = new Names(observer);
        names.check(in, "hello");
        if (in.getAttributeCount() > 0) {
            observer.met(Deviation.HELLO_ATTRIBUTES, "attribute " + in.getAttributeLocalName(0));
        }
        List<String> uris = new ArrayList<>();
        String sessionId = null;
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (names.isAt(in, "capabilities")) {
                readCapabilities(in, uris);
            } else if (names.isAt(in, "session-id")) {
                sessionId = in.getElementText().strip();
            } else {
                in.skipElement();
            }
        }
        in.finish();
        if (sessionId == null) {
            throw new ProtocolException(
                    Reason.BAD_HELLO,
                    Circumstance.NO_SESSION_ID,
                    "the server's hello has no session-id (RFC 6241 section 8.1); is the peer another client?",
                    null,
                    null);
        }
        return new ServerHello(sessionId(sessionId), Capabilities.of(uris), framing(uris, clientSpeaks11, observer));
    }

    private static void readCapabilities(XmlReader in, List<String> uris) {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (in.getLocalName().equals("capability")) {
                uris.add(in.getElementText().strip());
            } else {
                in.skipElement();
            }
        }
    }

    private static long sessionId(String text) {
        long id = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0;
        if (id < 1 || id > LARGEST_SESSION_ID) {
            throw new ProtocolException(Reason.BAD_HELLO, Circumstance.NO_SESSION_ID, badSessionId(text), null, null);
        }
        return id;
    }

    private static String badSessionId(String text) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return "the server's session-id is \"" + shown + "\", not a number from 1 to " + LARGEST_SESSION_ID;
    }

    private static Framing framing(List<String> uris, boolean clientSpeaks11, Deviation.Observer observer) {
        boolean base10 = false;
        boolean base11 = false;
        boolean alias = false;
        for (String uri : uris) {
            int query = uri.indexOf('?');
            String name = query < 0 ? uri : uri.substring(0, query);
            base10 |= name.equals(Capability.BASE_1_0);
            base11 |= name.equals(Capability.BASE_1_1);
            alias |= name.equals(BASE_1_0_ALIAS);
        }
        if (base11 && clientSpeaks11) {
            return Framing.CHUNKED;
        }
        if (!base10 && alias) {
            observer.met(Deviation.BASE_ALIAS, BASE_1_0_ALIAS);
        }
        if (base10 || alias) {
            return Framing.END_OF_MESSAGE;
        }
        throw new ProtocolException(
                Reason.NO_COMMON_BASE,
                uris.isEmpty() ? Circumstance.NO_CAPABILITIES : null,
                "no base version in common: " + announced(uris, clientSpeaks11),
                null,
                null);
    }

    private static String announced(List<String> uris, boolean clientSpeaks11) {
        List<String> bases =
                uris.stream().filter(uri -> uri.contains(":base:")).limit(3).toList();
        return "the server announces "
                + (uris.isEmpty() ? "no capabilities at all" : uris.size() + " capabilities")
                + (bases.isEmpty() ? "" : ", among them " + String.join(", ", bases))
                + ", and not " + (clientSpeaks11 ? Capability.BASE_1_1 + " or " : "") + Capability.BASE_1_0
                + " (RFC 6241 section 8.1)";
    }
}
