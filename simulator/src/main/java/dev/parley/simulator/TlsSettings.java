package dev.parley.simulator;

import dev.parley.simulator.pki.CertToName;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * How a device secures its connections (RFC 7589). A client certificate is always demanded. Immutable; each method gives
 * a changed copy.
 *
 * @param identity the device's key and certificates
 * @param trusted the authorities whose clients may connect
 * @param users how a client's certificate becomes a user name
 * @param versions the TLS versions spoken
 * @param provider who does the cryptography
 */
public record TlsSettings(
        Credentials identity,
        List<X509Certificate> trusted,
        CertToName users,
        Set<Version> versions,
        Provider provider) {

    /** Copies the lists. */
    public TlsSettings {
        trusted = List.copyOf(trusted);
        versions = Set.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("at least one TLS version");
        }
    }

    /** The versions that RFC 9918 permits. */
    public enum Version {
        /** TLS 1.2. */
        TLS_1_2("TLSv1.2"),
        /** TLS 1.3. */
        TLS_1_3("TLSv1.3");

        private final String protocol;

        Version(String protocol) {
            this.protocol = protocol;
        }

        String protocol() {
            return protocol;
        }
    }

    /** Who does the cryptography. */
    public enum Provider {
        /** The JDK. */
        JDK,
        /** BoringSSL, whose library must be on the class path. */
        BORINGSSL
    }

    /** The server of that authority, for its clients; their common name is the user name. TLS 1.2 and 1.3, by the JDK. */
    public static TlsSettings of(DevicePki pki) {
        return new TlsSettings(
                pki.server(),
                List.of(pki.authority()),
                CertToName.of(pki.authority(), CertToName.MapType.COMMON_NAME),
                Set.of(Version.values()),
                Provider.JDK);
    }

    /** With another identity. */
    public TlsSettings identity(Credentials other) {
        return new TlsSettings(other, trusted, users, versions, provider);
    }

    /** Trusting other authorities. */
    public TlsSettings trusted(X509Certificate... authorities) {
        return new TlsSettings(identity, List.of(authorities), users, versions, provider);
    }

    /** With another list of users. */
    public TlsSettings users(CertToName list) {
        return new TlsSettings(identity, trusted, list, versions, provider);
    }

    /** Speaking these versions only. */
    public TlsSettings versions(Version... some) {
        return new TlsSettings(identity, trusted, users, Set.of(some), provider);
    }

    /** With another provider. */
    public TlsSettings provider(Provider other) {
        return new TlsSettings(identity, trusted, users, versions, other);
    }
}
