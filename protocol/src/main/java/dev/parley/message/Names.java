package dev.parley.message;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.xml.Prolog;
import dev.parley.xml.XmlReader;

/** Checks that protocol elements are in the NETCONF namespace, and tolerates those that are in none. */
public final class Names {
    private final Deviation.Observer observer;
    private boolean reported;

    Names(Deviation.Observer observer) {
        this.observer = observer;
    }

    /** Where a message ends, with NUL bytes and the like behind it left out. */
    public static int endOf(byte[] message, int length, Deviation.Observer observer) {
        int end = Prolog.trimPadding(message, 0, length);
        for (int i = end; i < length; i++) {
            if (message[i] == 0) {
                observer.met(Deviation.NUL_BYTES, "behind the message");
                break;
            }
        }
        return end;
    }

    /** Whether the current element is the protocol's element of that name. */
    boolean isAt(XmlReader in, String name) {
        if (!in.getLocalName().equals(name)) {
            return false;
        }
        String namespace = in.namespace();
        if (namespace.equals(Namespaces.BASE)) {
            return true;
        }
        if (!namespace.isEmpty()) {
            return false;
        }
        if (!reported) {
            reported = true;
            observer.met(Deviation.NAMESPACE_MISSING, "<" + name + "> has no namespace");
        }
        return true;
    }

    /** Fails unless the current element is the protocol's element of that name. */
    void check(XmlReader in, String name) {
        if (!isAt(in, name)) {
            throw ProtocolException.of(
                    Reason.UNEXPECTED_MESSAGE,
                    "<" + in.getLocalName() + "> of namespace \"" + in.namespace() + "\" where the NETCONF <" + name
                            + "> must stand");
        }
    }
}
