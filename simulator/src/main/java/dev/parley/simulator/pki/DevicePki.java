package dev.parley.simulator.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certification authority of one's own with a server and a client that it vouches for: fresh keys, in memory, for one
 * test or demonstration. Immutable; making one takes a few milliseconds with ECDSA.
 *
 * <p>The server's certificate is good for {@code localhost}, {@code 127.0.0.1} and {@code ::1}; the client's common name
 * is {@code operator}. {@link #issue} makes any other: with another name, expired, for the wrong purpose.
 */
public final class DevicePki {
    /** The files that {@link #writeTo} makes. */
    public static final String AUTHORITY_FILE = "ca.pem";

    /** The server's certificate. */
    public static final String SERVER_FILE = "server.pem";

    /** The server's key. */
    public static final String SERVER_KEY_FILE = "server-key.pem";

    /** The client's certificate. */
    public static final String CLIENT_FILE = "client.pem";

    /** The client's key. */
    public static final String CLIENT_KEY_FILE = "client-key.pem";

    private static final List<String> FILES =
            List.of(AUTHORITY_FILE, SERVER_FILE, SERVER_KEY_FILE, CLIENT_FILE, CLIENT_KEY_FILE);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyKind kind;
    private final KeyPair authorityKey;
    private final X509Certificate authority;
    private final Credentials server;
    private final Credentials client;

    /** The kinds of keys. */
    public enum KeyKind {
        /** ECDSA on P-256, signed with SHA-256. */
        ECDSA("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),
        /** RSA with 2048 bits, signed with SHA-256. */
        RSA("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA");

        private final String algorithm;
        private final AlgorithmParameterSpec parameters;
        private final String signature;

        KeyKind(String algorithm, AlgorithmParameterSpec parameters, String signature) {
            this.algorithm = algorithm;
            this.parameters = parameters;
            this.signature = signature;
        }

        private KeyPair generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                generator.initialize(parameters, RANDOM);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK makes no keys for " + algorithm, e);
            }
        }
    }

    private DevicePki(KeyKind kind) {
        this.kind = kind;
        this.authorityKey = kind.generate();
        this.authority = authorityCertificate();
        this.server = issue(
                Holder.server("localhost").dns("localhost").ip("127.0.0.1").ip("::1"));
        this.client = issue(Holder.client("operator").email("operator@Parley.Example"));
    }

    /** A new authority with ECDSA keys. */
    public static DevicePki create() {
        return create(KeyKind.ECDSA);
    }

    /** A new authority with keys of that kind. */
    public static DevicePki create(KeyKind kind) {
        return new DevicePki(kind);
    }

    /** The authority's own certificate: the trust anchor of both sides. */
    public X509Certificate authority() {
        return authority;
    }

    /** The device's credentials. */
    public Credentials server() {
        return server;
    }

    /** The client's credentials. */
    public Credentials client() {
        return client;
    }

    /** Fresh credentials for somebody, signed by the authority. */
    public Credentials issue(Holder holder) {
        KeyPair pair = kind.generate();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                authority.getSubjectX500Principal(),
                serial(),
                Date.from(holder.notBefore()),
                Date.from(holder.notAfter()),
                new X500Principal("CN=" + holder.commonName()),
                pair.getPublic());
        try {
            extend(builder, pair.getPublic(), holder);
            return new Credentials(pair.getPrivate(), List.of(sign(builder)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for " + holder, e);
        }
    }

    /** A list of revoked certificates (RFC 5280 section 5), signed by the authority and good for a day. */
    public X509CRL revoke(X509Certificate... revoked) {
        Instant now = Instant.now();
        JcaX509v2CRLBuilder builder =
                new JcaX509v2CRLBuilder(authority.getSubjectX500Principal(), Date.from(now.minus(1, ChronoUnit.HOURS)));
        builder.setNextUpdate(Date.from(now.plus(1, ChronoUnit.DAYS)));
        for (X509Certificate each : revoked) {
            builder.addCRLEntry(
                    each.getSerialNumber(), Date.from(now.minus(1, ChronoUnit.MINUTES)), CRLReason.keyCompromise);
        }
        try {
            return new JcaX509CRLConverter()
                    .getCRL(builder.build(
                            new JcaContentSignerBuilder(kind.signature).build(authorityKey.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no list of revoked certificates", e);
        }
    }

    private void extend(X509v3CertificateBuilder builder, PublicKey key, Holder holder)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                        holder.purpose() == Holder.Purpose.SERVER
                                ? KeyPurposeId.id_kp_serverAuth
                                : KeyPurposeId.id_kp_clientAuth));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(authority));
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
        if (!holder.names().isEmpty()) {
            GeneralName[] names =
                    holder.names().stream().map(DevicePki::generalName).toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
    }

    private static GeneralName generalName(Holder.Name name) {
        return switch (name.kind()) {
            case RFC822 -> new GeneralName(GeneralName.rfc822Name, name.value());
            case DNS -> new GeneralName(GeneralName.dNSName, name.value());
            case IP -> new GeneralName(GeneralName.iPAddress, name.value());
        };
    }

    private X509Certificate authorityCertificate() {
        X500Name name = new X500Name("CN=Parley simulator authority " + serial().toString(36));
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                serial(),
                Date.from(now.minus(1, ChronoUnit.DAYS)),
                Date.from(now.plus(3650, ChronoUnit.DAYS)),
                name,
                authorityKey.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(authorityKey.getPublic()));
            return sign(builder);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for the authority", e);
        }
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder(kind.signature).build(authorityKey.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign with " + kind.signature, e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(120, RANDOM).setBit(119);
    }

    /**
     * Writes everything but the authority's key to a directory, in PEM: {@value #AUTHORITY_FILE}, {@value #SERVER_FILE},
     * {@value #SERVER_KEY_FILE}, {@value #CLIENT_FILE} and {@value #CLIENT_KEY_FILE}. Where the file system knows
     * owners, keys are readable by theirs only.
     *
     * @throws java.nio.file.FileAlreadyExistsException if one of them is there already; then nothing was written
     * @throws IOException if a file cannot be written
     */
    public void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String name : FILES) {
            Path file = directory.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
        writeText(directory.resolve(AUTHORITY_FILE), Credentials.pem(authority));
        writeText(directory.resolve(SERVER_FILE), server.chainPem());
        server.writeKey(directory.resolve(SERVER_KEY_FILE));
        writeText(directory.resolve(CLIENT_FILE), client.chainPem());
        client.writeKey(directory.resolve(CLIENT_KEY_FILE));
    }

    private static void writeText(Path file, String text) throws IOException {
        Files.writeString(
                file, text, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
