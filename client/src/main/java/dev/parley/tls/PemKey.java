package dev.parley.tls;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
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
import org.jspecify.annotations.Nullable;

/**
 * A private key in PEM, in any of the forms that OpenSSL writes: PKCS#8, PKCS#1 (RSA), SEC1 (EC), encrypted or not.
 *
 * @param path the file, for errors
 * @param object the key as it stands there
 */
record PemKey(Path path, PemObject object) {
    /**
     * What decrypts keys, also by the old ways. Never registered with the JVM, and made when the first encrypted key is
     * read: its hundreds of signed classes take longer to load than a session takes to open.
     */
    private static final class Decryption {
        static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    }

    PrivateKey read(Passphrase passphrase) {
        if (object.getType().equals("OPENSSH PRIVATE KEY")) {
            throw new InputException(
                    Reason.BAD_KEY,
                    path + " holds an OpenSSH private key, which TLS does not use",
                    "convert a copy of it with: ssh-keygen -p -m PKCS8 -f KEY",
                    null);
        }
        try {
            return new JcaPEMKeyConverter().getPrivateKey(decrypted(parsed(), passphrase));
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    Reason.BAD_KEY,
                    path + " holds a private key (" + object.getType() + ") that cannot be read: " + e.getMessage(),
                    null,
                    e);
        }
    }

    private Object parsed() throws IOException {
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
}
