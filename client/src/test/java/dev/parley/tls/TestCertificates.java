package dev.parley.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Makes the keys and certificates of the tests, new ones in each run. */
final class TestCertificates {
    private static final Duration DAY = Duration.ofDays(1);
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final Map<Integer, KeyPair> RSA_KEYS = new ConcurrentHashMap<>();

    private TestCertificates() {}

    /** A key and its certificates, its own first. */
    record Leaf(PrivateKey key, List<X509Certificate> chain) {
        X509Certificate certificate() {
            return chain.get(0);
        }

        TlsIdentity identity() {
            return TlsIdentity.of(key, chain);
        }

        /** The same without the issuers. */
        Leaf alone() {
            return new Leaf(key, List.of(certificate()));
        }
    }

    /** An authority, with its issuers up to but without the root. */
    record Authority(KeyPair keys, X509Certificate certificate, List<X509Certificate> path) {
        TlsTrust trust() {
            return TlsTrust.authorities(List.of(certificate));
        }

        Authority intermediate(String name) {
            KeyPair own = ec();
            X509Certificate issued = new Request(this, name, own).authority().certificate();
            List<X509Certificate> longer = new ArrayList<>(List.of(issued));
            longer.addAll(path);
            return new Authority(own, issued, longer);
        }

        /** A request for a certificate of a server or a client, without names and for any use. */
        Request issue(String commonName) {
            return new Request(this, commonName, ec());
        }

        /** A server of these DNS names, with an EC key. */
        Leaf server(String... names) {
            return issue("server")
                    .dns(names)
                    .usage(KeyPurposeId.id_kp_serverAuth)
                    .sign();
        }

        Leaf client(String commonName) {
            return issue(commonName).usage(KeyPurposeId.id_kp_clientAuth).sign();
        }

        X509CRL revoke(X509Certificate... revoked) {
            try {
                JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(
                        certificate, Date.from(Instant.now().minus(DAY)));
                builder.setNextUpdate(Date.from(Instant.now().plus(DAY)));
                for (X509Certificate each : revoked) {
                    builder.addCRLEntry(
                            each.getSerialNumber(), Date.from(Instant.now().minus(DAY)), 0);
                }
                return new JcaX509CRLConverter()
                        .getCRL(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What a certificate is to say. */
    static final class Request {
        private final @Nullable Authority issuer;
        private final String commonName;
        private KeyPair keys;
        private final List<GeneralName> names = new ArrayList<>();
        private final List<KeyPurposeId> usages = new ArrayList<>();
        private boolean usageCritical;
        private boolean authority;
        private Instant from = Instant.now().minus(DAY);
        private Instant until = Instant.now().plus(DAY.multipliedBy(2));
        private String signature = "SHA256withECDSA";

        private Request(@Nullable Authority issuer, String commonName, KeyPair keys) {
            this.issuer = issuer;
            this.commonName = commonName;
            this.keys = keys;
        }

        Request key(KeyPair given) {
            keys = given;
            return this;
        }

        Request dns(String... dnsNames) {
            Arrays.stream(dnsNames).forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
            return this;
        }

        Request ip(String... addresses) {
            Arrays.stream(addresses).forEach(each -> names.add(new GeneralName(GeneralName.iPAddress, each)));
            return this;
        }

        Request usage(KeyPurposeId... purposes) {
            usages.addAll(List.of(purposes));
            return this;
        }

        Request criticalUsage() {
            usageCritical = true;
            return this;
        }

        Request valid(Instant notBefore, Instant notAfter) {
            from = notBefore;
            until = notAfter;
            return this;
        }

        Request signedWith(String algorithm) {
            signature = algorithm;
            return this;
        }

        private Request authority() {
            authority = true;
            until = Instant.now().plus(DAY.multipliedBy(10));
            return this;
        }

        Leaf sign() {
            List<X509Certificate> chain = new ArrayList<>(List.of(certificate()));
            chain.addAll(issuer.path());
            return new Leaf(keys.getPrivate(), chain);
        }

        private X509Certificate certificate() {
            return build(
                    issuer.certificate().getSubjectX500Principal(),
                    issuer.keys().getPrivate());
        }

        private X509Certificate build(X500Principal issuerName, PrivateKey issuerKey) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuerName,
                        BigInteger.valueOf(SERIAL.getAndIncrement()),
                        Date.from(from),
                        Date.from(until),
                        new X500Principal("CN=" + commonName),
                        keys.getPublic());
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                builder.addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
                }
                if (!usages.isEmpty()) {
                    builder.addExtension(
                            Extension.extendedKeyUsage,
                            usageCritical,
                            new ExtendedKeyUsage(usages.toArray(KeyPurposeId[]::new)));
                }
                return new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(issuerKey)));
            } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Authority authority(String name) {
        KeyPair keys = ec();
        X500Principal subject = new X500Principal("CN=" + name);
        return new Authority(
                keys, new Request(null, name, keys).authority().build(subject, keys.getPrivate()), List.of());
    }

    /** A certificate that is signed by its own key and belongs to a server of these names. */
    static Leaf selfSignedServer(String... names) {
        KeyPair keys = ec();
        return new Leaf(
                keys.getPrivate(),
                List.of(new Request(null, "self", keys)
                        .dns(names)
                        .build(new X500Principal("CN=self"), keys.getPrivate())));
    }

    static KeyPair ec() {
        return ec("secp256r1");
    }

    static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An RSA key, always the same of a size: they take long to make. */
    static KeyPair rsa(int bits) {
        return RSA_KEYS.computeIfAbsent(bits, TestCertificates::freshRsa);
    }

    static KeyPair freshRsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A private key in the form that older tools write: PKCS#1 or SEC1. */
    static PemObject traditional(KeyPair keys) {
        try {
            PrivateKeyInfo key = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
            if (!(keys.getPrivate() instanceof ECPrivateKey ec)) {
                return new PemObject(
                        "RSA PRIVATE KEY",
                        key.parsePrivateKey().toASN1Primitive().getEncoded());
            }
            SubjectPublicKeyInfo publicKey =
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
            return new PemObject(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(
                                    ec.getParams().getOrder().bitLength(),
                                    ec.getS(),
                                    publicKey.getPublicKeyData(),
                                    key.getPrivateKeyAlgorithm().getParameters())
                            .getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A private key in PKCS#8. */
    static PemObject pkcs8(PrivateKey key) {
        return new PemObject("PRIVATE KEY", key.getEncoded());
    }

    /** Writes objects to a file as OpenSSL would. */
    static Path pem(Path file, Object... objects) {
        try {
            return Files.writeString(file, pemText(objects));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String pemText(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
