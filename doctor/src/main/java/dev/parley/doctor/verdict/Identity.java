package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.CertificateFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Which user name each kind of entry in a cert-to-name list would find in a certificate (RFC 7589 section 7, RFC 7407). */
final class Identity {
    private Identity() {}

    /** All names in a sentence, with the fingerprint that an entry needs. */
    static String of(CertificateFacts certificate) {
        List<String> names = new ArrayList<>();
        commonName(certificate).ifPresent(name -> names.add("common-name gives " + name));
        for (String name : certificate.names()) {
            String value = name.substring(name.indexOf(':') + 1);
            if (name.startsWith("email:")) {
                names.add("san-rfc822-name gives " + lowerHost(value));
            } else if (name.startsWith("dns:")) {
                names.add("san-dns-name gives " + value.toLowerCase(Locale.ROOT));
            } else if (name.startsWith("ip:")) {
                names.add("san-ip-address gives " + address(value));
            }
        }
        return "of our certificate " + (names.isEmpty() ? "no map-type finds a name" : String.join(", ", names))
                + "; its fingerprint for the list is 04:" + colons(certificate.fingerprint());
    }

    private static Optional<String> commonName(CertificateFacts certificate) {
        try {
            return new LdapName(certificate.subject())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .reduce((first, last) -> last);
        } catch (InvalidNameException e) {
            // a subject that no directory would take has no common name to speak of
            return Optional.empty();
        }
    }

    /** The part behind the @ in lower case. */
    private static String lowerHost(String address) {
        int at = address.lastIndexOf('@');
        return address.substring(0, at + 1) + address.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    /** IPv6 addresses are 32 digits without colons. */
    private static String address(String literal) {
        try {
            byte[] octets = InetAddress.getByName(literal).getAddress();
            return octets.length == 4 ? literal : HexFormat.of().formatHex(octets);
        } catch (UnknownHostException e) {
            return literal;
        }
    }

    private static String colons(String hex) {
        return hex.replace(":", "").replaceAll("(..)(?=.)", "$1:");
    }
}
