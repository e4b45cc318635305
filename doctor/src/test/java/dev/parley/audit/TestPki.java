package dev.parley.audit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.DHParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A root, an authority below it, and certificates with whatever is wrong with them; fresh keys, in memory. */
final class TestPki {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Issued root;
    private final Issued authority;

    private TestPki(Issued root, Issued authority) {
        this.root = root;
        this.authority = authority;
    }

    /** A certificate, its key, and who stands above it. */
    record Issued(X509Certificate certificate, PrivateKey key, List<X509Certificate> above) {
        List<X509Certificate> chain() {
            return Stream.concat(Stream.of(certificate), above.stream()).toList();
        }
    }

    /** What is to be issued. */
    record Spec(
            String subject,
            String keyKind,
            String signature,
            GeneralNames names,
            Instant from,
            Instant to,
            int usage,
            KeyPurposeId purpose,
            boolean revocationSource,
            boolean mustStaple) {

        static Spec server() {
            Instant now = Instant.now();
            return new Spec(
                    "CN=device",
                    "EC:secp256r1",
                    "SHA256withECDSA",
                    names("localhost"),
                    now.minus(Duration.ofHours(1)),
                    now.plus(Duration.ofDays(365)),
                    KeyUsage.digitalSignature | KeyUsage.keyEncipherment,
                    KeyPurposeId.id_kp_serverAuth,
                    true,
                    false);
        }

        static Spec client() {
            Spec server = server();
            return new Spec(
                    "CN=operator",
                    server.keyKind,
                    server.signature,
                    names("operator.example"),
                    server.from,
                    server.to,
                    server.usage,
                    KeyPurposeId.id_kp_clientAuth,
                    true,
                    false);
        }

        private static GeneralNames names(String name) {
            return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
        }

        Spec key(String kind) {
            return new Spec(subject, kind, signature, names, from, to, usage, purpose, revocationSource, mustStaple);
        }

        Spec signed(String algorithm) {
            return new Spec(subject, keyKind, algorithm, names, from, to, usage, purpose, revocationSource, mustStaple);
        }

        Spec named(String name) {
            return new Spec(
                    subject, keyKind, signature, names(name), from, to, usage, purpose, revocationSource, mustStaple);
        }

        Spec commonNameOnly(String name) {
            return new Spec(
                    "CN=" + name, keyKind, signature, null, from, to, usage, purpose, revocationSource, mustStaple);
        }

        Spec valid(Instant first, Instant last) {
            return new Spec(
                    subject, keyKind, signature, names, first, last, usage, purpose, revocationSource, mustStaple);
        }

        Spec usage(int bits) {
            return new Spec(subject, keyKind, signature, names, from, to, bits, purpose, revocationSource, mustStaple);
        }

        Spec purpose(KeyPurposeId other) {
            return new Spec(subject, keyKind, signature, names, from, to, usage, other, revocationSource, mustStaple);
        }

        Spec withoutRevocationSource() {
            return new Spec(subject, keyKind, signature, names, from, to, usage, purpose, false, mustStaple);
        }

        Spec stapled() {
            return new Spec(subject, keyKind, signature, names, from, to, usage, purpose, revocationSource, true);
        }
    }

    static TestPki create() {
        return create("EC:secp256r1", "SHA256withECDSA");
    }

    /** With authorities whose keys can make that signature. */
    static TestPki create(String keyKind, String signature) {
        Issued root = authority("CN=root " + serial().toString(36), keyKind, signature, null);
        return new TestPki(root, authority("CN=authority " + serial().toString(36), keyKind, signature, root));
    }

    /** Authorities of the same names with keys of their own. */
    TestPki impostor() {
        String keyKind = "EC:secp256r1";
        Issued other = authority(root().getSubjectX500Principal().getName(), keyKind, "SHA256withECDSA", null);
        return new TestPki(
                other, authority(authority().getSubjectX500Principal().getName(), keyKind, "SHA256withECDSA", other));
    }

    X509Certificate root() {
        return root.certificate();
    }

    X509Certificate authority() {
        return authority.certificate();
    }

    Issued issue(Spec spec) {
        KeyPair pair = generate(spec.keyKind());
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                authority.certificate(),
                serial(),
                Date.from(spec.from()),
                Date.from(spec.to()),
                new X500Principal(spec.subject()),
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(spec.usage()));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(spec.purpose()));
            if (spec.names() != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, spec.names());
            }
            if (spec.revocationSource()) {
                GeneralNames url = new GeneralNames(
                        new GeneralName(GeneralName.uniformResourceIdentifier, "http://crl.example.invalid/list"));
                builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(new DistributionPointName(url), null, null)
                }));
            }
            if (spec.mustStaple()) {
                builder.addExtension(TLS_FEATURE, false, new DERSequence(new ASN1Encodable[] {new ASN1Integer(5)}));
            }
            return new Issued(
                    sign(builder, spec.signature(), authority.key()),
                    pair.getPrivate(),
                    List.of(authority.certificate()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Issued authority(String subject, String keyKind, String signature, Issued above) {
        KeyPair pair = generate(keyKind);
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(
                        above == null
                                ? subject
                                : above.certificate().getSubjectX500Principal().getName()),
                serial(),
                Date.from(now.minus(Duration.ofDays(400))),
                Date.from(now.plus(Duration.ofDays(3650))),
                new X500Name(subject),
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(above == null ? 1 : 0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            PrivateKey signer = above == null ? pair.getPrivate() : above.key();
            return new Issued(sign(builder, signature, signer), pair.getPrivate(), List.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, String algorithm, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An OCSP response of the authority about a certificate, in DER. */
    byte[] ocsp(Issued about, boolean good, Instant from, Instant to) {
        try {
            DigestCalculator digest =
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
            CertificateStatus status =
                    good ? CertificateStatus.GOOD : new RevokedStatus(Date.from(from), CRLReason.keyCompromise);
            BasicOCSPResp basic = new JcaBasicOCSPRespBuilder(
                            authority.certificate().getPublicKey(), digest)
                    .addResponse(
                            new JcaCertificateID(
                                    digest,
                                    authority.certificate(),
                                    about.certificate().getSerialNumber()),
                            status,
                            Date.from(from),
                            Date.from(to))
                    .build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key()),
                            null,
                            Date.from(from));
            return new OCSPRespBuilder().build(OCSPResp.SUCCESSFUL, basic).getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | OCSPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An OCSP response that says good of a certificate, and which somebody else signs and sends his certificate with. */
    byte[] ocspBy(Issued signer, Issued about, Instant from, Instant to) {
        try {
            DigestCalculator digest =
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
            BasicOCSPResp basic = new JcaBasicOCSPRespBuilder(
                            signer.certificate().getPublicKey(), digest)
                    .addResponse(
                            new JcaCertificateID(
                                    digest,
                                    authority.certificate(),
                                    about.certificate().getSerialNumber()),
                            CertificateStatus.GOOD,
                            Date.from(from),
                            Date.from(to))
                    .build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()),
                            new X509CertificateHolder[] {new JcaX509CertificateHolder(signer.certificate())},
                            Date.from(from));
            return new OCSPRespBuilder().build(OCSPResp.SUCCESSFUL, basic).getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | OCSPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A revocation list of the authority with these certificates in it. */
    X509CRL revoking(Issued... revoked) {
        Instant now = Instant.now();
        return list(now, now.plus(Duration.ofDays(1)), revoked);
    }

    /** A revocation list of the authority that is good in that time. */
    X509CRL list(Instant now, Instant next, Issued... revoked) {
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(authority.certificate(), Date.from(now));
        builder.setNextUpdate(Date.from(next));
        for (Issued each : revoked) {
            builder.addCRLEntry(each.certificate().getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
        }
        try {
            return new JcaX509CRLConverter()
                    .getCRL(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key())));
        } catch (OperatorCreationException | CRLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate(String kind) {
        String[] parts = kind.split(":");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(parts[0]);
            if (parts[0].equals("EC")) {
                generator.initialize(new ECGenParameterSpec(parts[1]));
            } else {
                generator.initialize(Integer.parseInt(parts[1]));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(120, RANDOM).setBit(119);
    }

    static Path write(Path file, List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    static Path write(Path file, PrivateKey key) throws IOException {
        return Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()), StandardCharsets.US_ASCII);
    }

    static Path write(Path file, X509CRL list) throws IOException, CRLException {
        return Files.writeString(file, pem("X509 CRL", list.getEncoded()), StandardCharsets.US_ASCII);
    }

    /** Diffie-Hellman in the second group of RFC 2409, whose prime has 1024 bits. */
    static Path writeSmallPrime(Path file) throws IOException {
        BigInteger prime = new BigInteger(
                "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
                        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
                16);
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("DH");
            parameters.init(new DHParameterSpec(prime, BigInteger.TWO));
            return Files.writeString(file, pem("DH PARAMETERS", parameters.getEncoded()), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n" + PEM.encodeToString(encoded) + "\n-----END " + kind + "-----\n";
    }
}
