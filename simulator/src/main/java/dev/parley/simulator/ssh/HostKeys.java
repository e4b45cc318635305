package dev.parley.simulator.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.jspecify.annotations.Nullable;

/** The keys by which a device is known over SSH, one of a kind (RFC 4253 section 7). Immutable. */
public final class HostKeys {
    static {
        // without host keys there is no device, so this is early enough
        Providers.keepToOurselves();
    }

    private static final Duration VALID = Duration.ofDays(1);

    private final List<KeyPair> pairs;
    private final List<OpenSshCertificate> certificates;

    private HostKeys(List<KeyPair> pairs, List<OpenSshCertificate> certificates) {
        this.pairs = List.copyOf(pairs);
        this.certificates = List.copyOf(certificates);
    }

    /** A kind of key. */
    public enum Kind {
        /** {@code ssh-ed25519}. */
        ED25519("ssh-ed25519", 256),
        /** {@code ssh-rsa} of 2048 bits, which signs with SHA-2. */
        RSA("ssh-rsa", 2048),
        /** {@code ecdsa-sha2-nistp256}. */
        ECDSA("ecdsa-sha2-nistp256", 256);

        private final String keyType;
        private final int bits;

        Kind(String keyType, int bits) {
            this.keyType = keyType;
            this.bits = bits;
        }

        /** What SSH calls keys of that kind. */
        public String keyType() {
            return keyType;
        }
    }

    /** Fresh keys of these kinds; without a kind, one of each. */
    public static HostKeys generate(Kind... kinds) {
        List<KeyPair> pairs = new ArrayList<>();
        for (Kind kind : kinds.length == 0 ? Kind.values() : kinds) {
            pairs.add(newPair(kind));
        }
        return new HostKeys(pairs, List.of());
    }

    /** These keys, of which no two have one kind. */
    public static HostKeys of(KeyPair... pairs) {
        List<String> types = new ArrayList<>();
        for (KeyPair pair : pairs) {
            String type = KeyUtils.getKeyType(pair);
            if (type == null || types.contains(type)) {
                throw new IllegalArgumentException("a host key of each kind, not another " + pair.getPublic());
            }
            types.add(type);
        }
        return new HostKeys(List.of(pairs), List.of());
    }

    /**
     * With a certificate for each key, valid from yesterday to tomorrow. A client that knows the authority then need not know
     * the keys: {@code @cert-authority} in its {@code known_hosts}.
     *
     * @param authority the key that signs
     * @param names what the device may be called; any name without one
     */
    public HostKeys certifiedBy(KeyPair authority, String... names) {
        Instant now = Instant.now();
        return certifiedBy(authority, now.minus(VALID), now.plus(VALID), names);
    }

    /** With a certificate for each key, valid in that time: one that has passed, or has not come, makes it worthless. */
    public HostKeys certifiedBy(KeyPair authority, Instant from, Instant until, String... names) {
        return new HostKeys(
                pairs,
                publicKeys().stream()
                        .map(key -> certificate(key, authority, from, until, List.of(names)))
                        .toList());
    }

    private static OpenSshCertificate certificate(
            PublicKey key, KeyPair authority, Instant from, Instant until, List<String> names) {
        OpenSshCertificateBuilder certificate = OpenSshCertificateBuilder.hostCertificate()
                .id("simulated device")
                .serial(1)
                .publicKey(key)
                .principals(names)
                .validAfter(from)
                .validBefore(until);
        try {
            return certificate.sign(authority);
        } catch (Exception e) {
            throw new IllegalArgumentException("the authority's key cannot sign host keys", e);
        }
    }

    /** The certificates; none unless they are {@linkplain #certifiedBy certified}. */
    public List<PublicKey> certificates() {
        return List.copyOf(certificates);
    }

    /** A fresh key, for a device or for a user. */
    public static KeyPair newPair(Kind kind) {
        try {
            return KeyUtils.generateKeyPair(kind.keyType, kind.bits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM makes no keys of type " + kind.keyType, e);
        }
    }

    /** The keys. */
    public List<KeyPair> pairs() {
        return pairs;
    }

    /** The public keys. */
    public List<PublicKey> publicKeys() {
        return pairs.stream().map(KeyPair::getPublic).toList();
    }

    /**
     * The fingerprint of the key of that kind, as OpenSSH writes it: {@code SHA256:} and the digest in Base64.
     *
     * @throws IllegalArgumentException if there is no such key
     */
    public String fingerprint(Kind kind) {
        return fingerprint(publicKey(kind));
    }

    /** The fingerprint of a key, as OpenSSH writes it. */
    public static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    /** The fingerprints of all keys. */
    public List<String> fingerprints() {
        return publicKeys().stream().map(HostKeys::fingerprint).toList();
    }

    /**
     * The public key of that kind.
     *
     * @throws IllegalArgumentException if there is none
     */
    public PublicKey publicKey(Kind kind) {
        return publicKeys().stream()
                .filter(key -> kind.keyType.equals(KeyUtils.getKeyType(key)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no host key of type " + kind.keyType));
    }

    /** A key as a line of {@code authorized_keys}: its type and itself in Base64. */
    public static String line(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }

    /**
     * A key as the file of a private key, unencrypted and in OpenSSH's own format, which every client reads.
     *
     * @param comment whose it is
     */
    public static String privateKey(KeyPair key, String comment) {
        return written(key, comment, null);
    }

    /** The same, encrypted with AES-256. */
    public static String privateKey(KeyPair key, String comment, char[] passphrase) {
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setCipherType("256");
        encryption.setPassword(String.valueOf(passphrase));
        return written(key, comment, encryption);
    }

    private static String written(KeyPair key, String comment, @Nullable OpenSSHKeyEncryptionContext encryption) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, comment, encryption, file);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("OpenSSH has no format for such a key", e);
        }
        return file.toString(StandardCharsets.US_ASCII);
    }

    /** The lines of a {@code known_hosts} file that make a client know the device at that address. */
    public List<String> knownHosts(String host, int port) {
        String name = port == 22 ? host : "[" + host + "]:" + port;
        return publicKeys().stream().map(key -> name + " " + line(key)).toList();
    }

    /** The line of a {@code known_hosts} file that lets a client believe that authority's certificates for every device. */
    public static String authorityLine(PublicKey authority) {
        return "@cert-authority * " + line(authority);
    }

    @Override
    public String toString() {
        return "HostKeys" + fingerprints();
    }
}
