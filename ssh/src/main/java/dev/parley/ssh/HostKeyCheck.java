package dev.parley.ssh;

import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Which keys one host may have. Any one thread at a time. */
interface HostKeyCheck {
    /**
     * These algorithms in the order in which they are offered, so that the host shows a key that is known, if it has one.
     * Algorithms of certificates are left out where no authority is trusted for the host.
     */
    List<String> inOrder(List<String> algorithms);

    /**
     * Returns if the host may have that key. A certificate has been checked before: that it is one for a host of that name,
     * valid now, and signed by the authority that it names.
     */
    void check(PublicKey key) throws HostKeyRefused;

    /** The key's form in SSH's messages (RFC 4253 section 6.6). */
    static byte[] blob(PublicKey key) {
        Buffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        return buffer.getCompactData();
    }

    /** The key itself, of a certificate the one that it certifies. */
    static PublicKey bare(PublicKey key) {
        return key instanceof OpenSshCertificate certificate ? certificate.getCertPubKey() : key;
    }

    static SshFingerprint fingerprint(PublicKey key) {
        return SshFingerprint.of(blob(bare(key)));
    }

    /** {@code ssh-ed25519 SHA256:…}. */
    static String describe(PublicKey key) {
        return KeyUtils.getKeyType(bare(key)) + " " + fingerprint(key);
    }

    static boolean isCertificate(String algorithm) {
        return algorithm.endsWith("-cert-v01@openssh.com");
    }

    static List<String> withoutCertificates(List<String> algorithms) {
        return algorithms.stream().filter(name -> !isCertificate(name)).toList();
    }
}
