package dev.parley.simulator.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;

/**
 * The list by which a device finds the user name of a client's certificate (RFC 7589 section 7): the first entry whose
 * fingerprint is that of the certificate or of an authority above it, and that finds a name, decides.
 *
 * @param entries the entries in their order
 */
public record CertToName(List<Entry> entries) {
    private static final int RFC822 = 1;
    private static final int DNS = 2;
    private static final int IP = 7;

    /** Copies the entries. */
    public CertToName {
        entries = List.copyOf(entries);
    }

    /** How the name is found. */
    public enum MapType {
        /** The entry names it. */
        SPECIFIED,
        /** The first e-mail address, its host in lower case. */
        SAN_RFC822_NAME,
        /** The first host name, in lower case. */
        SAN_DNS_NAME,
        /** The first address: dotted digits, or 32 hexadecimal digits. */
        SAN_IP_ADDRESS,
        /** The first alternative name of any of these kinds. */
        SAN_ANY,
        /** The common name; deprecated, and what many use. */
        COMMON_NAME
    }

    /**
     * One entry.
     *
     * @param fingerprint a hash's number in TLS (4 is SHA-256), then the hash, as hexadecimal octets with colons
     * @param mapType how the name is found
     * @param name the name for {@link MapType#SPECIFIED}, otherwise null
     */
    public record Entry(
            String fingerprint, MapType mapType, @Nullable String name) {
        /** Checks that a name is given where it is needed. */
        public Entry {
            if ((name == null) == (mapType == MapType.SPECIFIED)) {
                throw new IllegalArgumentException("a name belongs to the map type SPECIFIED, and to no other");
            }
        }
    }

    /** A list of one entry for all certificates below an authority, or for one certificate. */
    public static CertToName of(X509Certificate certificate, MapType mapType) {
        return new CertToName(List.of(new Entry(fingerprint(certificate), mapType, null)));
    }

    /** A list of one entry that names the holder. */
    public static CertToName named(X509Certificate certificate, String name) {
        return new CertToName(List.of(new Entry(fingerprint(certificate), MapType.SPECIFIED, name)));
    }

    /** These entries, then the other list's. */
    public CertToName then(CertToName other) {
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(other.entries);
        return new CertToName(all);
    }

    /** The SHA-256 fingerprint of a certificate, as an entry holds it. */
    public static String fingerprint(X509Certificate certificate) {
        return "04:" + hash("SHA-256", certificate);
    }

    /**
     * The user name, or empty if the list knows none: then the device ends the TLS session.
     *
     * @param path the client's certificate, then those of the authorities above it up to the trusted one
     */
    public Optional<String> userName(List<X509Certificate> path) {
        for (Entry entry : entries) {
            if (path.stream().anyMatch(certificate -> matches(entry.fingerprint, certificate))) {
                Optional<String> name = name(entry, path.get(0));
                if (name.isPresent()) {
                    return name;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(String fingerprint, X509Certificate certificate) {
        int colon = fingerprint.indexOf(':');
        String algorithm = switch (colon < 0 ? "" : fingerprint.substring(0, colon)) {
            case "01" -> "MD5";
            case "02" -> "SHA-1";
            case "03" -> "SHA-224";
            case "04" -> "SHA-256";
            case "05" -> "SHA-384";
            case "06" -> "SHA-512";
            default -> throw new IllegalArgumentException("no hash is known by the number of " + fingerprint);
        };
        return fingerprint.substring(colon + 1).equalsIgnoreCase(hash(algorithm, certificate));
    }

    private static String hash(String algorithm, X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(hash);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }

    private static Optional<String> name(Entry entry, X509Certificate certificate) {
        return switch (entry.mapType) {
            case SPECIFIED -> Optional.ofNullable(entry.name);
            case SAN_RFC822_NAME -> alternativeName(certificate, List.of(RFC822));
            case SAN_DNS_NAME -> alternativeName(certificate, List.of(DNS));
            case SAN_IP_ADDRESS -> alternativeName(certificate, List.of(IP));
            case SAN_ANY -> alternativeName(certificate, List.of(RFC822, DNS, IP));
            case COMMON_NAME -> commonName(certificate);
        };
    }

    private static Optional<String> alternativeName(X509Certificate certificate, List<Integer> kinds) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            // Names that cannot be read name nobody: the next entry is asked.
            return Optional.empty();
        }
        if (names == null) {
            return Optional.empty();
        }
        return names.stream()
                .filter(name -> kinds.contains((Integer) name.get(0)))
                .findFirst()
                .map(name -> normalised((Integer) name.get(0), (String) name.get(1)));
    }

    private static String normalised(int kind, String name) {
        return switch (kind) {
            case RFC822 -> {
                int at = name.lastIndexOf('@') + 1;
                yield name.substring(0, at) + name.substring(at).toLowerCase(Locale.ROOT);
            }
            case IP -> {
                byte[] octets = address(name);
                yield octets.length == 4 ? name : HexFormat.of().formatHex(octets);
            }
            default -> name.toLowerCase(Locale.ROOT);
        };
    }

    private static byte[] address(String digits) {
        try {
            return InetAddress.getByName(digits).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the JDK gave an address that is none: " + digits, e);
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        RDN[] names = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        return names.length == 0
                ? Optional.empty()
                : Optional.of(IETFUtils.valueToString(names[0].getFirst().getValue()));
    }
}
