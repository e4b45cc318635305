package dev.parley.tls;

import dev.parley.error.InputException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who the client is towards servers: a private key and its certificates (RFC 7589 section 5), or nobody.
 *
 * <p>An identity from files is read when it is first used, and again whenever one of the files has changed; a session
 * that is opened afterwards uses the new one. Files that cannot be used make opening fail with an {@link
 * InputException} that names the file and what is wrong. The certificates may stand in any order and may hold others;
 * the path from the key's certificate upwards is what is sent. Immutable but for that, and safe for all threads.
 *
 * <p>Two identities are equal if they come from the same files (and the same passphrase supplier) or are the same
 * certificates.
 */
public final class TlsIdentity {
    private static final TlsIdentity NONE = new TlsIdentity(List.of(), "no client certificate", Optional::empty);

    private final List<Object> origin;
    private final String description;
    private final Supplier<Optional<Credentials>> source;

    private TlsIdentity(List<Object> origin, String description, Supplier<Optional<Credentials>> source) {
        this.origin = origin;
        this.description = description;
        this.source = source;
    }

    /** No certificate. A server that follows RFC 7589 refuses such a client. */
    public static TlsIdentity none() {
        return NONE;
    }

    /**
     * A certificate, with its issuers if they are needed, and a private key that is not encrypted, both in PEM. It may
     * be one file. The key may be PKCS#8, PKCS#1 (RSA) or SEC1 (EC).
     */
    public static TlsIdentity pem(Path certificate, Path key) {
        return pem(certificate, key, Passphrase.NONE);
    }

    /**
     * A certificate, with its issuers if they are needed, and a private key, both in PEM. It may be one file. The key
     * may be PKCS#8, PKCS#1 (RSA) or SEC1 (EC), encrypted or not.
     *
     * @param passphrase asked each time an encrypted key is read; its array is copied and not kept
     */
    public static TlsIdentity pem(Path certificate, Path key, Supplier<char[]> passphrase) {
        return pem(certificate, key, Passphrase.from(passphrase));
    }

    private static TlsIdentity pem(Path certificate, Path key, Passphrase passphrase) {
        String description = certificate.equals(key) ? certificate.toString() : certificate + " with " + key;
        return ofFiles(List.of(certificate, key), passphrase, description, () -> {
            List<X509Certificate> certificates = PemFile.read(certificate).certificates();
            return Credentials.of(PemFile.read(key).privateKey(passphrase), certificates, description);
        });
    }

    /**
     * A PKCS#12 file with one private key and its certificates.
     *
     * @param passphrase asked each time the file is read; its array is copied and not kept
     */
    public static TlsIdentity pkcs12(Path file, Supplier<char[]> passphrase) {
        Passphrase asked = Passphrase.from(passphrase);
        return ofFiles(List.of(file), asked, file.toString(), () -> Pkcs12File.read(file, asked));
    }

    /**
     * A key and its certificates at hand. The key may stand for one that lives in a token; then the JDK carries out
     * TLS.
     *
     * @throws InputException if the key belongs to none of the certificates, or cannot sign
     */
    public static TlsIdentity of(PrivateKey key, List<X509Certificate> certificates) {
        Credentials credentials = Credentials.of(key, certificates, "client identity");
        return new TlsIdentity(
                List.of(credentials),
                credentials.chain().get(0).getSubjectX500Principal().getName(),
                () -> Optional.of(credentials));
    }

    private static TlsIdentity ofFiles(
            List<Path> files, Passphrase passphrase, String description, Supplier<Credentials> reader) {
        WatchedFiles<Credentials> watched = new WatchedFiles<>(files, reader);
        return new TlsIdentity(List.of(files, passphrase), description, () -> Optional.of(watched.get()));
    }

    /**
     * The certificates as they are sent, the client's own first; empty for nobody. Reads the files if they are new.
     *
     * @throws InputException if the files cannot be used
     */
    public List<X509Certificate> certificates() {
        return credentials().map(Credentials::chain).orElse(List.of());
    }

    /**
     * When the first of the certificates expires; empty for nobody. A server refuses an expired certificate, mostly
     * without saying so: it is worth a warning beforehand.
     *
     * @throws InputException if the files cannot be used
     */
    public Optional<Instant> notAfter() {
        return credentials().map(Credentials::notAfter);
    }

    /**
     * The private key, for code that speaks TLS itself; empty for nobody. Reads the files if they are new.
     *
     * @throws InputException if the files cannot be used
     */
    public Optional<PrivateKey> privateKey() {
        return credentials().map(Credentials::key);
    }

    Optional<Credentials> credentials() {
        return source.get();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsIdentity identity && origin.equals(identity.origin);
    }

    @Override
    public int hashCode() {
        return origin.hashCode();
    }

    /** Where it comes from; never anything secret. */
    @Override
    public String toString() {
        return description;
    }
}
