package dev.parley.bench;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The keys of one run: an authority, a server at 127.0.0.1 and a client, all on P-256, as PEM files that exist only for it. */
public final class Keys {
    /** The file with the host key of the peer that speaks SSH; the peer writes it. */
    public static final String KNOWN_HOSTS = "known_hosts";

    /** Who logs in over SSH. */
    public static final String USER = "bench";

    /** What that is proved by. */
    public static final String PASSWORD = "only for this run";

    private static final X500Principal AUTHORITY = new X500Principal("CN=Bench CA");

    private final KeyPair authority = pair();
    private final Path folder;

    private Keys(Path folder) {
        this.folder = folder;
    }

    /** Makes them: {@code ca.crt}, {@code server.crt}, {@code server.key}, {@code client.crt}, {@code client.key}. */
    public static void writeTo(Path folder) {
        try {
            new Keys(folder).write();
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("the keys cannot be made", e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no P-256", e);
        }
    }

    private void write() throws GeneralSecurityException, OperatorCreationException, IOException {
        JcaX509v3CertificateBuilder ca = certificate(1, AUTHORITY, authority);
        ca.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        ca.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        put("ca.crt", "CERTIFICATE", signed(ca).getEncoded());

        KeyPair serverKey = pair();
        JcaX509v3CertificateBuilder server = certificate(2, new X500Principal("CN=server"), serverKey);
        server.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        server.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        server.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        put("server.crt", "CERTIFICATE", signed(server).getEncoded());
        put("server.key", serverKey.getPrivate());

        KeyPair clientKey = pair();
        JcaX509v3CertificateBuilder client = certificate(3, new X500Principal("CN=client"), clientKey);
        client.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        client.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        put("client.crt", "CERTIFICATE", signed(client).getEncoded());
        put("client.key", clientKey.getPrivate());
    }

    private static JcaX509v3CertificateBuilder certificate(int serial, X500Principal subject, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                AUTHORITY,
                BigInteger.valueOf(serial),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(2))),
                subject,
                keys.getPublic());
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder certificate)
            throws GeneralSecurityException, OperatorCreationException {
        PrivateKey by = authority.getPrivate();
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
    }

    private void put(String file, Key key) throws IOException {
        put(file, "PRIVATE KEY", key.getEncoded());
    }

    private void put(String file, String kind, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }
}
