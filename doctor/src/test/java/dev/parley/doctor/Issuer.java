package dev.parley.doctor;

import dev.parley.simulator.pki.Credentials;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that issues certificates of all kinds, the bad ones too. Its keys are new in each run. */
record Issuer(KeyPair keys, X509Certificate certificate) {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** What a certificate is to say. */
    record Order(
            String commonName,
            KeyPair keys,
            List<String> addresses,
            Instant from,
            Instant until,
            KeyPurposeId usage,
            boolean authority) {
        Order valid(Instant notBefore, Instant notAfter) {
            return new Order(commonName, keys, addresses, notBefore, notAfter, usage, authority);
        }

        Order at(String... others) {
            return new Order(commonName, keys, List.of(others), from, until, usage, authority);
        }

        Order usage(KeyPurposeId other) {
            return new Order(commonName, keys, addresses, from, until, other, authority);
        }

        Order key(KeyPair other) {
            return new Order(commonName, other, addresses, from, until, usage, authority);
        }
    }

    static Issuer named(String name) {
        KeyPair keys = key("EC", 256);
        X500Principal subject = new X500Principal("CN=" + name);
        Order order = new Order(
                name, keys, List.of(), now().minus(DAY), now().plus(DAY.multipliedBy(400)), usageOfServers(), true);
        return new Issuer(keys, sign(order, subject, keys));
    }

    static KeyPurposeId usageOfServers() {
        return KeyPurposeId.id_kp_serverAuth;
    }

    static Order server() {
        return order("a server").usage(usageOfServers());
    }

    static Order client() {
        return order("operator").usage(KeyPurposeId.id_kp_clientAuth);
    }

    private static Order order(String name) {
        return new Order(
                name,
                key("EC", 256),
                List.of("127.0.0.1"),
                now().minus(DAY),
                now().plus(DAY.multipliedBy(200)),
                usageOfServers(),
                false);
    }

    Credentials issue(Order order) {
        return new Credentials(
                order.keys().getPrivate(), List.of(sign(order, new X500Principal("CN=" + name()), keys)));
    }

    /** A certificate that is signed by its own key. */
    static Credentials selfSigned(Order order) {
        return new Credentials(
                order.keys().getPrivate(),
                List.of(sign(order, new X500Principal("CN=" + order.commonName()), order.keys())));
    }

    private String name() {
        return certificate.getSubjectX500Principal().getName().substring(3);
    }

    X509CRL revoke(X509Certificate revoked) {
        return revoke(revoked, now().plus(DAY));
    }

    /** A list that is out of date from then on. */
    X509CRL revoke(X509Certificate revoked, Instant nextUpdate) {
        try {
            JcaX509v2CRLBuilder builder =
                    new JcaX509v2CRLBuilder(certificate, Date.from(now().minus(DAY.multipliedBy(9))));
            builder.setNextUpdate(Date.from(nextUpdate));
            builder.addCRLEntry(revoked.getSerialNumber(), Date.from(now().minus(DAY)), 0);
            return new JcaX509CRLConverter()
                    .getCRL(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair key(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant now() {
        return Instant.now();
    }

    private static X509Certificate sign(Order order, X500Principal issuer, KeyPair issuerKeys) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(order.from()),
                    Date.from(order.until()),
                    new X500Principal("CN=" + order.commonName()),
                    order.keys().getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(order.authority()));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            order.authority() ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            if (!order.authority()) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(order.usage()));
            }
            if (!order.addresses().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(order.addresses().stream()
                                .map(address -> new GeneralName(
                                        address.matches("[\\d.]+") ? GeneralName.iPAddress : GeneralName.dNSName,
                                        address))
                                .toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
