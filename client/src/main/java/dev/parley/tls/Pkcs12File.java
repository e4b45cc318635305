package dev.parley.tls;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A PKCS#12 file (RFC 7292) with one private key and its certificates. */
final class Pkcs12File {
    private Pkcs12File() {}

    static Credentials read(Path path, Passphrase passphrase) {
        byte[] content = WatchedFiles.read(path);
        return passphrase.use(given -> credentials(path, content, given));
    }

    private static Credentials credentials(Path path, byte[] content, char @Nullable [] passphrase) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), passphrase);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw InputException.of(
                        Reason.BAD_KEY, path + " must hold one private key; it holds " + keys.size() + " " + keys);
            }
            String alias = keys.get(0);
            if (!(store.getKey(alias, passphrase) instanceof PrivateKey key)) {
                throw InputException.of(Reason.BAD_KEY, path + " holds a secret key in place of a private key");
            }
            Certificate[] certificates = store.getCertificateChain(alias);
            if (certificates == null) {
                throw InputException.of(Reason.BAD_KEY, path + " holds a private key and no certificate of it");
            }
            List<X509Certificate> chain =
                    Arrays.stream(certificates).map(X509Certificate.class::cast).toList();
            return Credentials.of(key, chain, path.toString());
        } catch (UnrecoverableKeyException e) {
            throw badPassphrase(path, e);
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? badPassphrase(path, e)
                    : noPkcs12(path, content, e);
        } catch (GeneralSecurityException e) {
            throw new InputException(Reason.BAD_KEY, path + " cannot be read as PKCS#12: " + e.getMessage(), null, e);
        }
    }

    private static InputException badPassphrase(Path path, Exception cause) {
        return new InputException(Reason.BAD_PASSPHRASE, "the passphrase of " + path + " is wrong", null, cause);
    }

    private static InputException noPkcs12(Path path, byte[] content, IOException cause) {
        boolean pem = new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
        return new InputException(
                Reason.BAD_KEY,
                path + " is no PKCS#12 file" + (pem ? ", it is PEM" : ": " + cause.getMessage()),
                pem ? "give it as a PEM certificate and key" : null,
                cause);
    }
}
