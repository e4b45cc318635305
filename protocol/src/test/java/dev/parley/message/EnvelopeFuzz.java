package dev.parley.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.error.ProtocolException;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.util.Arrays;

/**
 * Any bytes at all as the beginning of a message: a root or one error, the same however they come, and where the parser
 * finds a root the same as its.
 */
class EnvelopeFuzz {

    @FuzzTest
    void anyMessage(byte[] message) {
        String whole = outcome(message, message.length);
        String crumbs = outcome(message, 1);
        if (!whole.equals(crumbs)) {
            throw new AssertionError("whole: " + whole + "\nin crumbs: " + crumbs);
        }
        String parsed = parsed(message);
        if (!parsed.isEmpty() && !whole.equals(parsed)) {
            throw new AssertionError("found: " + whole + "\nparsed: " + parsed);
        }
    }

    private static String outcome(byte[] message, int step) {
        EnvelopeScanner scanner = new EnvelopeScanner();
        try {
            for (int end = Math.min(step, message.length); ; end += step) {
                // what has not arrived yet must not be looked at
                byte[] arrived = Arrays.copyOf(message, Math.min(end, message.length));
                if (scanner.scan(arrived, arrived.length)) {
                    scanner.reportTo(new Met());
                    return scanner.name() + " " + scanner.namespace() + " " + scanner.messageId();
                }
                if (arrived.length == message.length) {
                    return "nothing";
                }
            }
        } catch (ProtocolException e) {
            return "refused: " + e.getMessage();
        }
    }

    /** The root as the parser reads it, or nothing where the document is not well-formed from end to end. */
    private static String parsed(byte[] message) {
        try {
            XmlReader in = XmlReader.of(message, 0, message.length, XmlLimits.DEFAULT);
            in.nextTag();
            String id = null;
            for (int i = 0; i < in.getAttributeCount(); i++) {
                id = in.getAttributeLocalName(i).equals("message-id") ? in.getAttributeValue(i) : id;
            }
            String found = in.getLocalName() + " " + in.namespace() + " " + id;
            in.finish();
            return found;
        } catch (ProtocolException e) {
            return "";
        }
    }
}
