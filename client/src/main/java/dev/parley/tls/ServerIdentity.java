package dev.parley.tls;

import dev.parley.error.InputException;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.IDN;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * The name or the address by which a server must identify itself: the reference identifier of RFC 9525, taken from what
 * the user asked for and never from the network. It is compared with the subject alternative names of the certificate
 * and with nothing else; a common name never counts. JSSE's own check accepts more than the RFC allows, which is why
 * this one takes its place.
 *
 * <ul>
 *   <li>A DNS name matches a {@code dNSName} without regard to case. A wildcard counts only as the complete left-most
 *       label, and stands for exactly one label. An internationalised name is compared in its ASCII form.
 *   <li>An IP address matches an {@code iPAddress} of the same octets.
 * </ul>
 */
public sealed interface ServerIdentity {

    /**
     * The identity that a host name or an address stands for. Brackets around an IPv6 address, its zone, and the dot at
     * the end of a name do not matter.
     *
     * @throws InputException if it is neither a name nor an address
     */
    static ServerIdentity of(String host) {
        String plain = withoutBracketsAndZone(host.strip());
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(plain);
        return octets != null ? new Address(HexFormat.of().formatHex(octets)) : DnsName.of(host.strip());
    }

    /** Whether the certificate carries this identity (RFC 9525 section 6). */
    boolean matches(X509Certificate certificate);

    /** As it is written to people: {@code pe1.example} or {@code 192.0.2.1}. */
    @Override
    String toString();

    /**
     * The names in a certificate that could match: each {@code dNSName} as it stands and each {@code iPAddress} in its
     * usual form. Empty if there are none, or if the extension cannot be read.
     */
    static List<String> namesIn(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (GeneralName name : alternativeNames(certificate)) {
            if (name.getTagNo() == GeneralName.dNSName) {
                names.add(ASN1IA5String.getInstance(name.getName()).getString());
            } else if (name.getTagNo() == GeneralName.iPAddress) {
                names.add(Address.text(octetsOf(name)));
            }
        }
        return names;
    }

    /** Whether that is an IP address and no name. */
    static boolean isAddress(String text) {
        return NetUtil.createByteArrayFromIpAddressString(text) != null;
    }

    /**
     * A DNS name.
     *
     * @param ascii in lower case, internationalised labels in their ASCII form, without the dot at the end
     */
    record DnsName(String ascii) implements ServerIdentity {
        // Letters, digits, hyphens (RFC 952); the underscore is no host name, but devices are called so.
        private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

        /** Refuses what is no host name. */
        public DnsName {
            boolean sound = ascii.length() <= 253
                    && Arrays.stream(ascii.split("\\.", -1))
                            .allMatch(label -> LABEL.matcher(label).matches());
            if (!sound) {
                throw InputException.of(
                        InputException.Reason.BAD_ADDRESS, "'" + ascii + "' is neither a host name nor an address");
            }
        }

        static DnsName of(String name) {
            String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            try {
                return new DnsName(IDN.toASCII(absolute, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new InputException(
                        InputException.Reason.BAD_ADDRESS,
                        "'" + name + "' is neither a host name nor an address",
                        null,
                        e);
            }
        }

        @Override
        public boolean matches(X509Certificate certificate) {
            return alternativeNames(certificate).stream()
                    .filter(name -> name.getTagNo() == GeneralName.dNSName)
                    .anyMatch(name ->
                            matches(ASN1IA5String.getInstance(name.getName()).getString()));
        }

        /** Whether one {@code dNSName} of a certificate stands for this name. */
        boolean matches(String presented) {
            String pattern = presented.toLowerCase(Locale.ROOT);
            if (!pattern.startsWith("*.")) {
                return pattern.equals(ascii);
            }
            int dot = ascii.indexOf('.');
            // The rest of the pattern equals a part of a host name, so it cannot hold a second wildcard.
            return dot > 0 && pattern.substring(1).equals(ascii.substring(dot));
        }

        @Override
        public String toString() {
            return ascii;
        }
    }

    /**
     * An IP address.
     *
     * @param hex its 4 or 16 octets in hexadecimal
     */
    record Address(String hex) implements ServerIdentity {
        @Override
        public boolean matches(X509Certificate certificate) {
            byte[] octets = HexFormat.of().parseHex(hex);
            return alternativeNames(certificate).stream()
                    .filter(name -> name.getTagNo() == GeneralName.iPAddress)
                    .anyMatch(name -> Arrays.equals(octetsOf(name), octets));
        }

        @Override
        public String toString() {
            return text(HexFormat.of().parseHex(hex));
        }

        private static String text(byte[] octets) {
            return octets.length == 4 || octets.length == 16
                    ? NetUtil.bytesToIpAddress(octets)
                    : "malformed address " + HexFormat.of().formatHex(octets);
        }
    }

    /**
     * Nobody in particular: a device called, and its certificate shows who it is. Then not a name but a {@link CallerCheck}
     * decides.
     *
     * @param address where it called from
     */
    record Caller(String address) implements ServerIdentity {
        /** None: what a caller calls itself proves nothing. */
        @Override
        public boolean matches(X509Certificate certificate) {
            return false;
        }

        @Override
        public String toString() {
            return "the caller " + address;
        }
    }

    private static List<GeneralName> alternativeNames(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        if (extension == null) {
            return List.of();
        }
        try {
            return List.of(GeneralNames.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
                    .getNames());
        } catch (IOException | IllegalArgumentException unreadable) {
            // A name that cannot be read matches nothing, and the error that follows lists what could be read.
            return List.of();
        }
    }

    private static byte[] octetsOf(GeneralName address) {
        return ASN1OctetString.getInstance(address.getName()).getOctets();
    }

    private static String withoutBracketsAndZone(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int zone = bare.indexOf('%');
        return zone > 0 ? bare.substring(0, zone) : bare;
    }
}
