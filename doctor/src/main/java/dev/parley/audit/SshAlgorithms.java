package dev.parley.audit;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What is thought of the algorithms of SSH (RFC 9142, RFC 8332, RFC 8758, and what OpenSSH 10.0 offers by default). */
final class SshAlgorithms {
    /** What a server says among its key exchanges that is none. */
    private static final Set<String> MARKS = Set.of("ext-info-s", "kex-strict-s-v00@openssh.com");

    private static final Set<String> QUANTUM = Set.of(
            "mlkem768x25519-sha256",
            "mlkem768nistp256-sha256",
            "mlkem1024nistp384-sha384",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com");

    private static final Set<String> DEFAULTS = Set.of(
            "mlkem768x25519-sha256",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com",
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com",
            "rsa-sha2-512",
            "rsa-sha2-256",
            "chacha20-poly1305@openssh.com",
            "aes128-gcm@openssh.com",
            "aes256-gcm@openssh.com",
            "aes128-ctr",
            "aes192-ctr",
            "aes256-ctr",
            "umac-64-etm@openssh.com",
            "umac-128-etm@openssh.com",
            "hmac-sha2-256-etm@openssh.com",
            "hmac-sha2-512-etm@openssh.com",
            "hmac-sha1-etm@openssh.com",
            "umac-64@openssh.com",
            "umac-128@openssh.com",
            "hmac-sha2-256",
            "hmac-sha2-512",
            "hmac-sha1",
            "none",
            "zlib@openssh.com");

    private SshAlgorithms() {}

    static List<String> which(List<String> names, Predicate<String> matching) {
        return names.stream()
                .filter(name -> !MARKS.contains(name))
                .filter(matching)
                .toList();
    }

    static boolean isWeakExchange(String name) {
        return (name.endsWith("-sha1") && !isGroup14WithSha1(name))
                || name.contains("group1-")
                || name.startsWith("rsa1024")
                || (name.startsWith("gss-") && name.contains("-sha1-"));
    }

    static boolean isGroup14WithSha1(String name) {
        return name.equals("diffie-hellman-group14-sha1");
    }

    static boolean isWeakHostKey(String name) {
        return name.equals("ssh-rsa") || name.startsWith("ssh-rsa-cert") || name.startsWith("ssh-dss");
    }

    static boolean isWeakCipher(String name) {
        return name.endsWith("-cbc")
                || name.contains("-cbc@")
                || name.startsWith("arcfour")
                || name.equals("none")
                || name.startsWith("3des")
                || name.startsWith("blowfish")
                || name.startsWith("cast128")
                || name.startsWith("des");
    }

    static boolean isWeakMac(String name) {
        return name.contains("md5") || name.contains("-96") || name.contains("ripemd") || name.equals("none");
    }

    static boolean isOldMac(String name) {
        return name.startsWith("hmac-sha1") || name.startsWith("umac-64");
    }

    static boolean isQuantumSafe(String name) {
        return QUANTUM.contains(name);
    }

    static boolean isNoDefault(String name) {
        return !DEFAULTS.contains(name.replace("-cert-v01@openssh.com", ""));
    }

    static boolean isApproved(String name) {
        return !name.startsWith("chacha20")
                && !name.startsWith("umac")
                && !name.equals("none")
                && !isWeakCipher(name)
                && !isWeakMac(name)
                && !isWeakHostKey(name)
                && !isWeakExchange(name);
    }

    static boolean isApprovedExchange(String name) {
        return !isWeakExchange(name)
                && !isGroup14WithSha1(name)
                && (name.startsWith("ecdh-sha2-nistp")
                        || name.startsWith("diffie-hellman-group")
                        || name.startsWith("mlkem"));
    }
}
