package dev.parley.ssh;

import dev.parley.error.OpenException.Reason;
import dev.parley.ssh.KnownHostLine.Mark;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.jspecify.annotations.Nullable;

/** What known_hosts files say of one host. */
final class KnownHostsCheck implements HostKeyCheck {
    private final String host;
    private final int port;
    private final String name;
    private final KnownHosts known;
    private final List<KnownHostLine> lines;
    private final @Nullable Path learned;

    /**
     * @param host the name it is known by
     * @param port its port
     * @param known what all files say
     * @param learned where the key of a host that is not known yet is written down, or null if it is refused
     */
    KnownHostsCheck(String host, int port, KnownHosts known, @Nullable Path learned) {
        this.host = host;
        this.port = port;
        this.known = known;
        this.learned = learned;
        name = KnownHostLine.name(host, port);
        lines = known.of(name);
    }

    /** The command that shows a host's keys. */
    static String scan(String host, int port) {
        return "ssh-keyscan -p " + port + " " + host;
    }

    /** Lines that name the host without its port count where there are none with it, as for OpenSSH; but only for it. */
    private List<KnownHostLine> withoutPort() {
        return port == 22 ? List.of() : known.of(KnownHostLine.name(host, 22));
    }

    @Override
    public List<String> inOrder(List<String> algorithms) {
        List<KnownHostLine> all = new ArrayList<>(lines);
        if (lines.isEmpty()) {
            all.addAll(withoutPort());
        }
        boolean authorities = all.stream().anyMatch(line -> line.mark() == Mark.AUTHORITY);
        Set<String> types = all.stream()
                .filter(line -> line.mark() == Mark.HOST)
                .map(KnownHostLine::type)
                .collect(Collectors.toSet());
        Set<String> ordered = new LinkedHashSet<>();
        if (authorities) {
            algorithms.stream().filter(HostKeyCheck::isCertificate).forEach(ordered::add);
        }
        List<String> plain = HostKeyCheck.withoutCertificates(algorithms);
        plain.stream()
                .filter(algorithm -> types.contains(KeyUtils.getCanonicalKeyType(algorithm)))
                .forEach(ordered::add);
        ordered.addAll(plain);
        return List.copyOf(ordered);
    }

    @Override
    public void check(PublicKey key) throws HostKeyRefused {
        refuseRevoked(lines, key);
        refuseRevoked(withoutPort(), key);
        if (isBelieved(lines, key)) {
            return;
        }
        List<KnownHostLine> others =
                lines.stream().filter(line -> line.mark() == Mark.HOST).toList();
        if (!others.isEmpty()) {
            throw changed(key, others);
        }
        if (isBelieved(withoutPort(), key)) {
            return;
        }
        if (learned == null) {
            throw new HostKeyRefused(
                    Reason.HOST_KEY_UNKNOWN,
                    "the host key " + HostKeyCheck.describe(key) + " is not known for " + name + " in " + files(),
                    "compare the fingerprint with what the device shows on its console, then add it: "
                            + scan(host, port));
        }
        LearnedHosts.add(learned, name, HostKeyCheck.bare(key));
    }

    private String files() {
        String files =
                known.stream().map(line -> line.file().toString()).distinct().collect(Collectors.joining(", "));
        return files.isEmpty() ? "any known_hosts file" : files;
    }

    private static void refuseRevoked(List<KnownHostLine> lines, PublicKey key) throws HostKeyRefused {
        for (KnownHostLine line : lines) {
            if (line.mark() == Mark.REVOKED) {
                refuseRevoked(line, "host key", HostKeyCheck.bare(key));
                if (key instanceof OpenSshCertificate certificate) {
                    refuseRevoked(line, "authority of the host's certificate", certificate.getCaPubKey());
                }
            }
        }
    }

    private static void refuseRevoked(KnownHostLine line, String what, PublicKey key) throws HostKeyRefused {
        if (line.isFor(HostKeyCheck.blob(key))) {
            throw new HostKeyRefused(
                    Reason.HOST_KEY_REVOKED,
                    "the " + what + ", " + HostKeyCheck.describe(key) + ", is revoked by " + line.where(),
                    "it was given away or is too weak: give the device another key");
        }
    }

    private static boolean isBelieved(List<KnownHostLine> lines, PublicKey key) {
        byte[] bare = HostKeyCheck.blob(HostKeyCheck.bare(key));
        byte @Nullable [] authority =
                key instanceof OpenSshCertificate certificate ? HostKeyCheck.blob(certificate.getCaPubKey()) : null;
        return lines.stream().anyMatch(line -> switch (line.mark()) {
            case HOST -> line.isFor(bare);
            case AUTHORITY -> authority != null && line.isFor(authority);
            case REVOKED -> false;
        });
    }

    private HostKeyRefused changed(PublicKey key, List<KnownHostLine> others) {
        String expected = others.stream()
                .map(line -> line.type() + " " + line.fingerprint() + " (" + line.where() + ")")
                .collect(Collectors.joining(" or "));
        return new HostKeyRefused(
                Reason.HOST_KEY_CHANGED,
                "the host key of " + name + " is " + HostKeyCheck.describe(key) + ", but known is " + expected,
                "somebody may stand in between; if the device was replaced or reset, compare the new fingerprint with what it"
                        + " shows on its console, and replace that line");
    }
}
