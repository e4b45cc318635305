package dev.parley.message;

import dev.parley.xml.XmlWriter;
import java.util.List;

/**
 * Our half of the capability exchange: the base versions we speak, and what the caller adds. It never has a
 * {@code session-id} (RFC 6241 section 8.1).
 *
 * @param offer11 whether base 1.1 is offered beside 1.0
 * @param more further capability URIs, which some devices want before they speak their own dialect
 * @param declaration whether an XML declaration stands in front: some devices need it, few refuse it
 */
public record ClientHello(boolean offer11, List<String> more, boolean declaration) {
    /** Both base versions, nothing else, with a declaration. */
    public static final ClientHello DEFAULT = new ClientHello(true, List.of(), true);

    public ClientHello {
        more = List.copyOf(more);
    }

    /** Writes the hello. */
    public void writeTo(XmlWriter out) {
        if (declaration) {
            out.declaration();
        }
        out.start(Namespaces.BASE, "hello").start("capabilities");
        out.leaf("capability", Capability.BASE_1_0);
        if (offer11) {
            out.leaf("capability", Capability.BASE_1_1);
        }
        for (String uri : more) {
            out.leaf("capability", uri);
        }
        out.end().end();
    }
}
