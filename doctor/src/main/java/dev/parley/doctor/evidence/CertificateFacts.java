package dev.parley.doctor.evidence;

import dev.parley.probe.MalformedException;
import dev.parley.probe.WireReader;
import dev.parley.tls.Fingerprint;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a certificate says, in plain values.
 *
 * @param subject whose it is (RFC 2253)
 * @param issuer who issued it
 * @param notBefore from when it is valid
 * @param notAfter until when it is valid
 * @param names its subject alternative names, with their kind: {@code dns:pe1.example.net}
 * @param key the kind and size of its key: {@code RSA 2048}
 * @param signature how it is signed
 * @param fingerprint SHA-256 of it, in hexadecimal
 */
public record CertificateFacts(
        String subject,
        String issuer,
        Instant notBefore,
        Instant notAfter,
        List<String> names,
        String key,
        String signature,
        String fingerprint) {
    /** Copies the list. */
    public CertificateFacts {
        names = List.copyOf(names);
    }

    /** What that certificate says. */
    public static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                namesIn(certificate),
                keyOf(certificate.getPublicKey()),
                certificate.getSigAlgName(),
                Fingerprint.of(certificate).hex());
    }

    /** Whether it was signed by the key that it certifies, going by the names. */
    public boolean isSelfIssued() {
        return subject.equals(issuer);
    }

    /** The chain in a Certificate message of TLS 1.2; what cannot be read ends it. */
    static List<CertificateFacts> ofMessage(WireReader message) throws MalformedException {
        List<CertificateFacts> chain = new ArrayList<>();
        WireReader list = message.vector24();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (!list.isEmpty()) {
                chain.add(of((X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(list.vector24().rest().array()))));
            }
        } catch (CertificateException e) {
            // the client itself refuses such a certificate, and says why
            return chain;
        }
        return chain;
    }

    private static List<String> namesIn(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                switch ((Integer) name.get(0)) {
                    case 1 -> names.add("email:" + name.get(1));
                    case 2 -> names.add("dns:" + name.get(1));
                    case 6 -> names.add("uri:" + name.get(1));
                    case 7 -> names.add("ip:" + literal(String.valueOf(name.get(1))));
                    default -> {}
                }
            }
        } catch (CertificateParsingException e) {
            names.add("names that cannot be read");
        }
        return names;
    }

    /** An address the way people write it; it is digits already, so nobody is asked. */
    private static String literal(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static String keyOf(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return "RSA " + rsa.getModulus().bitLength();
        }
        return key instanceof ECKey ec ? "EC " + ec.getParams().getOrder().bitLength() : key.getAlgorithm();
    }
}
