package dev.parley.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Messages as devices send them. */
final class Messages {
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

    /** A small reply. */
    static final byte[] REPLY = bytes("<rpc-reply xmlns=\"" + BASE + "\" message-id=\"101\"><data>"
            + "<interfaces xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\">"
            + "<interface><name>eth0</name><enabled>true</enabled><mtu>1500</mtu></interface>"
            + "</interfaces></data></rpc-reply>");

    /** The smallest reply. */
    static final byte[] OK = bytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rpc-reply xmlns=\"" + BASE
            + "\" message-id=\"101\"><ok/></rpc-reply>");

    private Messages() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A reply of about that many bytes. */
    static byte[] large(int bytes) {
        StringBuilder text = new StringBuilder("<rpc-reply xmlns=\"" + BASE + "\" message-id=\"101\"><data>"
                + "<interfaces xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\">\n");
        while (text.length() < bytes) {
            text.append("  <interface>\n    <name>GigabitEthernet0/0/")
                    .append(text.length())
                    .append("</name>\n    <enabled>true</enabled>\n    <mtu>9192</mtu>\n  </interface>\n");
        }
        return bytes(text.append("</interfaces></data></rpc-reply>").toString());
    }

    /** The message in chunks of that size. */
    static byte[] chunked(byte[] message, int chunk) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (int at = 0; at < message.length; at += chunk) {
            int length = Math.min(chunk, message.length - at);
            framed.writeBytes(bytes("\n#" + length + "\n"));
            framed.write(message, at, length);
        }
        framed.writeBytes(bytes("\n##\n"));
        return framed.toByteArray();
    }

    /** The message with the mark of its end. */
    static byte[] ended(byte[] message) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        framed.writeBytes(message);
        framed.writeBytes(bytes("]]>]]>"));
        return framed.toByteArray();
    }
}
