package dev.parley.ssh;

import dev.parley.error.InputException;
import dev.parley.error.OpenException.Reason;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which host keys are believed (RFC 4251 section 4.1). Keys that are unknown, or others than those known, are refused before
 * anything secret is sent, and the error names both.
 *
 * <p>Files are read again for each session. Immutable, and safe for all threads.
 */
public final class HostKeys {
    private interface Source {
        HostKeyCheck of(String host, int port);
    }

    private final Object origin;
    private final String description;
    private final List<Path> files;
    private final Source source;

    private HostKeys(Object origin, String description, Source source) {
        this(origin, description, List.of(), source);
    }

    private HostKeys(Object origin, String description, List<Path> files, Source source) {
        this.origin = origin;
        this.description = description;
        this.files = files;
        this.source = source;
    }

    /**
     * Those in OpenSSH's files: {@code ~/.ssh/known_hosts}, {@code ~/.ssh/known_hosts2} and {@code
     * /etc/ssh/ssh_known_hosts}, as far as they exist.
     */
    public static HostKeys knownHosts() {
        Path folder = Path.of(System.getProperty("user.home"), ".ssh");
        return ofFiles(
                List.of(
                        folder.resolve("known_hosts"),
                        folder.resolve("known_hosts2"),
                        Path.of("/etc/ssh/ssh_known_hosts")),
                false,
                null);
    }

    /**
     * Those in files of OpenSSH's form (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), with hashed names, patterns, authorities and
     * revoked keys. Opening fails with an {@link InputException} if one of them cannot be read.
     */
    public static HostKeys knownHosts(Path first, Path... more) {
        List<Path> files = new ArrayList<>(List.of(first));
        files.addAll(Arrays.asList(more));
        return ofFiles(files, true, null);
    }

    /** Those in files of OpenSSH's form, as far as they exist; none at all if none does. */
    public static HostKeys knownHostsIfPresent(List<Path> files) {
        return ofFiles(List.copyOf(files), false, null);
    }

    /**
     * Those in a file like that of OpenSSH; the key of a host that it does not know is believed when it is seen for the first
     * time, and written down in it. Whoever stands between us and a device that first time is believed for ever. The
     * file and its folder are made if they do not exist.
     *
     * @param file where keys are written down
     * @param known further files, as far as they exist: whom one of them knows is not seen for the first time
     */
    public static HostKeys trustOnFirstUse(Path file, Path... known) {
        List<Path> files = new ArrayList<>(List.of(file));
        files.addAll(Arrays.asList(known));
        return ofFiles(files, false, file);
    }

    private static HostKeys ofFiles(List<Path> files, boolean mustExist, @Nullable Path learned) {
        String description = "the host keys in "
                + String.join(", ", files.stream().map(Path::toString).toList());
        return new HostKeys(
                Arrays.asList(files, mustExist, learned),
                learned == null ? description : description + " and those seen for the first time",
                files,
                (host, port) -> new KnownHostsCheck(
                        host, port, KnownHosts.read(files, mustExist, KnownHostsCheck.scan(host, port)), learned));
    }

    /** Those with one of these fingerprints, whatever the host is called. */
    public static HostKeys pinned(SshFingerprint first, SshFingerprint... more) {
        List<SshFingerprint> pins = new ArrayList<>(List.of(first));
        pins.addAll(Arrays.asList(more));
        return new HostKeys(List.copyOf(pins), "host keys " + pins, (host, port) -> new Pinned(pins));
    }

    /** Any: whoever answers is taken for the device, and gets whatever it is logged in with. For laboratories only. */
    public static HostKeys insecureTrustAny() {
        return new HostKeys("any", "any host key", (host, port) -> Any.HOST_KEY);
    }

    /** The files that are read each time. */
    List<Path> files() {
        return files;
    }

    /**
     * Which keys a host may have; may block.
     *
     * @throws InputException if a file cannot be used
     */
    HostKeyCheck of(String host, int port) {
        return source.of(host, port);
    }

    private record Pinned(List<SshFingerprint> pins) implements HostKeyCheck {
        @Override
        public List<String> inOrder(List<String> algorithms) {
            return HostKeyCheck.withoutCertificates(algorithms);
        }

        @Override
        public void check(PublicKey key) throws HostKeyRefused {
            if (!pins.contains(HostKeyCheck.fingerprint(key))) {
                throw new HostKeyRefused(
                        Reason.HOST_KEY_CHANGED,
                        "the host key is " + HostKeyCheck.describe(key) + ", but pinned is "
                                + String.join(
                                        " or ",
                                        pins.stream().map(SshFingerprint::text).toList()),
                        "somebody may stand in between; if the device has keys of several types, pin each of them: compare"
                                + " with what it shows on its console");
            }
        }
    }

    private enum Any implements HostKeyCheck {
        HOST_KEY;

        @Override
        public List<String> inOrder(List<String> algorithms) {
            return HostKeyCheck.withoutCertificates(algorithms);
        }

        @Override
        public void check(PublicKey key) {
            // that is what was asked for, by name
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostKeys keys && origin.equals(keys.origin);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin);
    }

    @Override
    public String toString() {
        return description;
    }
}
