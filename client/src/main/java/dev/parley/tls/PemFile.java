package dev.parley.tls;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.EncryptionException;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one PEM file. It reads certificates, revocation lists, and private keys in every form that OpenSSL
 * writes: PKCS#8, PKCS#1, SEC1, each also encrypted. Whatever else the file holds is named in the errors.
 */
final class PemFile {
    private final Path path;
    private final List<PemObject> objects;
    private final byte[] content;

    /**
     * What decrypts keys, also by the old ways. Never registered with the JVM, and made when the first encrypted key is
     * read: its hundreds of signed classes take longer to load than a session takes to open.
     */
    private static final class Decryption {
        static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    }

    private PemFile(Path path, List<PemObject> objects, byte[] content) {
        this.path = path;
        this.objects = objects;
        this.content = content;
    }

    static PemFile read(Path path) {
        byte[] content = WatchedFiles.read(path);
        List<PemObject> objects = new ArrayList<>();
        // Latin-1 keeps what is no PEM harmless: comments in any encoding, or DER.
        try (PemReader reader = new PemReader(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
            for (PemObject object = reader.readPemObject(); object != null; object = reader.readPemObject()) {
                objects.add(object);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    Reason.BAD_CERTIFICATE, path + " is damaged PEM: " + e.getMessage(), "is the file cut off?", e);
        }
        return new PemFile(path, objects, content);
    }

    /** The certificates, at least one; a file that is no PEM may be one certificate in DER. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemObject object : objects) {
            if (object.getType().equals("CERTIFICATE") || object.getType().equals("X509 CERTIFICATE")) {
                certificates.add(certificate(object.getContent()));
            }
        }
        if (certificates.isEmpty() && objects.isEmpty() && looksLikeDer()) {
            certificates.add(certificate(content));
        }
        if (certificates.isEmpty()) {
            throw new InputException(
                    Reason.BAD_CERTIFICATE, path + " holds no certificate; it holds " + holds(), null, null);
        }
        return certificates;
    }

    /** The revocation lists, at least one. */
    List<X509CRL> crls() {
        List<X509CRL> crls = new ArrayList<>();
        try {
            for (PemObject object : objects) {
                if (object.getType().equals("X509 CRL")) {
                    crls.add(crl(object.getContent()));
                }
            }
            if (objects.isEmpty() && looksLikeDer()) {
                crls.add(crl(content));
            }
        } catch (CRLException | CertificateException e) {
            throw new InputException(
                    Reason.BAD_CERTIFICATE,
                    path + " holds a revocation list that cannot be read: " + e.getMessage(),
                    null,
                    e);
        }
        if (crls.isEmpty()) {
            throw InputException.of(
                    Reason.BAD_CERTIFICATE, path + " holds no certificate revocation list; it holds " + holds());
        }
        return crls;
    }

    /** The first private key, decrypted if it must be. */
    PrivateKey privateKey(Passphrase passphrase) {
        Optional<PemObject> found = objects.stream()
                .filter(object -> object.getType().endsWith("PRIVATE KEY"))
                .findFirst();
        PemObject key = found.orElseThrow(
                () -> InputException.of(Reason.BAD_KEY, path + " holds no private key; it holds " + holds()));
        if (key.getType().equals("OPENSSH PRIVATE KEY")) {
            throw new InputException(
                    Reason.BAD_KEY,
                    path + " holds an OpenSSH private key, which TLS does not use",
                    "convert a copy of it with: ssh-keygen -p -m PKCS8 -f KEY",
                    null);
        }
        try {
            PrivateKeyInfo info = decrypted(parsed(key), passphrase);
            return new JcaPEMKeyConverter().getPrivateKey(info);
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    Reason.BAD_KEY,
                    path + " holds a private key (" + key.getType() + ") that cannot be read: " + e.getMessage(),
                    null,
                    e);
        }
    }

    private static Object parsed(PemObject object) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader("")) {
            @Override
            public PemObject readPemObject() {
                return object;
            }
        }) {
            return parser.readObject();
        }
    }

    private PrivateKeyInfo decrypted(Object key, Passphrase passphrase) throws PEMException {
        if (key instanceof PrivateKeyInfo info) {
            return info;
        }
        if (key instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        if (key instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return passphrase.use(given -> decrypt(encrypted, required(given)));
        }
        if (key instanceof PEMEncryptedKeyPair encrypted) {
            return passphrase.use(given -> decrypt(encrypted, required(given)));
        }
        throw new PEMException("a " + key.getClass().getSimpleName() + " is no private key");
    }

    private PrivateKeyInfo decrypt(PKCS8EncryptedPrivateKeyInfo encrypted, char[] passphrase) {
        try {
            return encrypted.decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(Decryption.PROVIDER)
                    .build(passphrase));
        } catch (PKCSException e) {
            throw wrongPassphrase(e);
        }
    }

    private PrivateKeyInfo decrypt(PEMEncryptedKeyPair encrypted, char[] passphrase) {
        try {
            return encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(Decryption.PROVIDER)
                            .build(passphrase))
                    .getPrivateKeyInfo();
        } catch (EncryptionException e) {
            throw wrongPassphrase(e);
        } catch (IOException e) {
            // A wrong passphrase that happens to leave valid padding shows as broken ASN.1.
            throw wrongPassphrase(e);
        }
    }

    private char[] required(char @Nullable [] passphrase) {
        if (passphrase == null) {
            throw new InputException(
                    Reason.BAD_PASSPHRASE,
                    "the private key in " + path + " is encrypted, and no passphrase was given",
                    null,
                    null);
        }
        return passphrase;
    }

    private InputException wrongPassphrase(Exception cause) {
        return new InputException(
                Reason.BAD_PASSPHRASE,
                "the private key in " + path + " cannot be decrypted: the passphrase is wrong, or the encryption is"
                        + " unknown (" + cause.getMessage() + ")",
                null,
                cause);
    }

    private X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new InputException(
                    Reason.BAD_CERTIFICATE,
                    path + " holds a certificate that cannot be read: " + e.getMessage(),
                    null,
                    e);
        }
    }

    private static X509CRL crl(byte[] der) throws CertificateException, CRLException {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    private boolean looksLikeDer() {
        return content.length > 1 && content[0] == 0x30;
    }

    /** What is in the file, in words: "a CERTIFICATE REQUEST", "2 × CERTIFICATE and a PRIVATE KEY". */
    private String holds() {
        if (content.length == 0) {
            return "nothing";
        }
        if (objects.isEmpty()) {
            return looksLikeDer() ? "DER that is something else" : "no PEM";
        }
        return objects.stream()
                .collect(Collectors.groupingBy(PemObject::getType, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() == 1 ? "one " + entry.getKey() : entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
