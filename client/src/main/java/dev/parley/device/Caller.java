package dev.parley.device;

import dev.parley.tls.Fingerprint;
import dev.parley.tls.ServerIdentity;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A device that calls (RFC 8071), by what it shows: a certificate that leads to a trusted authority or is pinned, or an SSH
 * host key. No session comes about unless the device also proves that it holds the key to it. The address is where the
 * call came from and proves nothing.
 *
 * @param address where the call came from
 * @param identifiers by what the device may be known, the strongest first. Of a certificate: {@code sha256:…} its
 *     fingerprint, {@code dns:…} and {@code ip:…} its names, {@code serial:…} the serial number of the device and
 *     {@code cn:…} the common name in its subject; of a host key: {@code SHA256:…} its fingerprint as OpenSSH writes it
 * @param certificates what the device sent, its own first; empty over SSH
 * @param hostKey the host key; empty over TLS
 */
public record Caller(
        SocketAddress address,
        List<String> identifiers,
        List<X509Certificate> certificates,
        Optional<PublicKey> hostKey) {
    /** Copies the lists. */
    public Caller {
        identifiers = List.copyOf(identifiers);
        certificates = List.copyOf(certificates);
    }

    /** A device that showed these certificates, its own first. */
    public static Caller of(SocketAddress address, List<X509Certificate> certificates) {
        X509Certificate own = certificates.get(0);
        List<String> identifiers = new ArrayList<>();
        identifiers.add("sha256:" + Fingerprint.of(own));
        for (String name : ServerIdentity.namesIn(own)) {
            identifiers.add((ServerIdentity.isAddress(name) ? "ip:" : "dns:") + name.toLowerCase(Locale.ROOT));
        }
        inSubject(own, "serialNumber", "2.5.4.5").ifPresent(serial -> identifiers.add("serial:" + serial));
        inSubject(own, "CN", "2.5.4.3").ifPresent(name -> identifiers.add("cn:" + name));
        return new Caller(address, identifiers, certificates, Optional.empty());
    }

    /** A device that holds this SSH host key. */
    public static Caller of(SocketAddress address, PublicKey hostKey, String fingerprint) {
        return new Caller(address, List.of(fingerprint), List.of(), Optional.of(hostKey));
    }

    /** One attribute of the subject, by its name or its number: RFC 2253 has a name for few of them. */
    private static Optional<String> inSubject(X509Certificate certificate, String attribute, String oid) {
        try {
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName("RFC2253", Map.of(oid, attribute)));
            return subject.getRdns().stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase(attribute))
                    .map(Rdn::getValue)
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .findFirst();
        } catch (InvalidNameException e) {
            // a subject that cannot be read identifies nobody
            return Optional.empty();
        }
    }

    /** {@code 192.0.2.1:54321}: where the call came from. */
    public String from() {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? Hosts.text(inet)
                : address.toString();
    }
}
