package dev.parley.simulator.pki;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a certificate is to be issued to. Immutable; each method gives a changed copy.
 *
 * @param purpose what it may be used for
 * @param commonName the subject's only attribute
 * @param names the subject's alternative names, in order
 * @param notBefore the first moment of its validity
 * @param notAfter the last moment of its validity
 */
public record Holder(Purpose purpose, String commonName, List<Name> names, Instant notBefore, Instant notAfter) {

    /** Copies the names. */
    public Holder {
        names = List.copyOf(names);
    }

    /** What a certificate may be used for. */
    public enum Purpose {
        /** TLS server authentication. */
        SERVER,
        /** TLS client authentication. */
        CLIENT
    }

    /**
     * An alternative name.
     *
     * @param kind what kind of name it is
     * @param value the name as text
     */
    public record Name(Kind kind, String value) {
        /** The kinds that RFC 7589 section 7 knows. */
        public enum Kind {
            /** An e-mail address. */
            RFC822,
            /** A host name. */
            DNS,
            /** An address, in digits. */
            IP
        }
    }

    /** A server of that name, for a year, without alternative names. */
    public static Holder server(String commonName) {
        return of(Purpose.SERVER, commonName);
    }

    /** A client of that name, for a year, without alternative names. */
    public static Holder client(String commonName) {
        return of(Purpose.CLIENT, commonName);
    }

    private static Holder of(Purpose purpose, String commonName) {
        Instant now = Instant.now();
        return new Holder(
                purpose, commonName, List.of(), now.minus(1, ChronoUnit.HOURS), now.plus(365, ChronoUnit.DAYS));
    }

    /** With a host name more. */
    public Holder dns(String name) {
        return with(Name.Kind.DNS, name);
    }

    /** With an address more, in digits. */
    public Holder ip(String address) {
        return with(Name.Kind.IP, address);
    }

    /** With an e-mail address more. */
    public Holder email(String address) {
        return with(Name.Kind.RFC822, address);
    }

    /** Valid in another time: expired, or not yet. */
    public Holder valid(Instant from, Instant to) {
        return new Holder(purpose, commonName, names, from, to);
    }

    private Holder with(Name.Kind kind, String value) {
        List<Name> more = new ArrayList<>(names);
        more.add(new Name(kind, value));
        return new Holder(purpose, commonName, more, notBefore, notAfter);
    }
}
