package dev.parley.cli.device;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.tls.TlsIdentity;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who the client is, as somebody wrote it down.
 *
 * @param certificate the certificate in PEM, or certificate and key in PKCS#12, or null for nobody
 * @param key the key in PEM, or null if it is in the certificate's file
 * @param passphraseFile where the key's passphrase stands, or null
 */
public record IdentitySettings(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path passphraseFile) {
    /** Nothing was said. */
    public static final IdentitySettings NONE = new IdentitySettings(null, null, null);

    /** This one if it names a certificate or a key; its passphrase goes with the other's otherwise. */
    IdentitySettings over(IdentitySettings below) {
        if (certificate != null || key != null) {
            return this;
        }
        return new IdentitySettings(
                below.certificate, below.key, passphraseFile == null ? below.passphraseFile : passphraseFile);
    }

    /**
     * The identity that this comes to; its files are read later.
     *
     * @param secrets asked for the passphrase of an encrypted key
     */
    TlsIdentity toIdentity(Secrets secrets) {
        if (certificate == null) {
            if (key != null) {
                throw new InputException(
                        Reason.BAD_SETTING,
                        "there is a key (" + key + "), but no certificate that belongs to it",
                        "give the certificate with --cert FILE",
                        null);
            }
            return TlsIdentity.none();
        }
        Path keyFile = key == null ? certificate : key;
        String name = certificate.toString().toLowerCase(Locale.ROOT);
        if (key == null && (name.endsWith(".p12") || name.endsWith(".pfx"))) {
            return TlsIdentity.pkcs12(certificate, new Asked(secrets, keyFile, passphraseFile));
        }
        return TlsIdentity.pem(certificate, keyFile, new Asked(secrets, keyFile, passphraseFile));
    }

    /** The same passphrase for whoever asks for it in the same way: then devices share what is made of an identity. */
    private record Asked(
            Secrets secrets, Path key, @Nullable Path file) implements Supplier<char[]> {
        @Override
        public char[] get() {
            return secrets.passphrase(key, file);
        }
    }
}
