package dev.parley.ssh;

import dev.parley.error.InputException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a device is reached and secured by SSH: whom it is believed to be, who the client is, through which hosts, and what is
 * started there. A value: every {@code with…} makes another one.
 *
 * <pre>{@code
 * Ssh ssh = Ssh.trusting(HostKeys.knownHosts()).as("admin", SshLogin.agent(), SshLogin.keyFile(Path.of("id_ed25519")));
 * Device device = SshAccess.device("pe1", ssh.via("bastion", ssh));
 * }</pre>
 */
public final class Ssh {
    /** The port of SSH itself, where jump hosts listen. */
    private static final int JUMP_PORT = 22;

    private static final int MOST_JUMPS = 16;

    private static final long USUAL_KEYS = 1L << 30;
    private static final long LEAST_KEYS = 1L << 16;

    private final HostKeys trust;
    private final @Nullable String hostKeyName;
    private final String user;
    private final List<SshLogin> logins;
    private final Start start;
    private final @Nullable SshAccess jump;
    private final boolean legacyAlgorithms;
    private final long newKeysAfter;

    private Ssh(
            HostKeys trust,
            @Nullable String hostKeyName,
            String user,
            List<SshLogin> logins,
            Start start,
            @Nullable SshAccess jump,
            boolean legacyAlgorithms,
            long newKeysAfter) {
        this.trust = trust;
        this.hostKeyName = hostKeyName;
        this.user = user;
        this.logins = logins;
        this.start = start;
        this.jump = jump;
        this.legacyAlgorithms = legacyAlgorithms;
        this.newKeysAfter = newKeysAfter;
    }

    /** SSH with devices whose host keys are believed by {@code trust}, as the user who runs this, with no login yet. */
    public static Ssh trusting(HostKeys trust) {
        return new Ssh(
                trust, null, System.getProperty("user.name", ""), List.of(), Start.NETCONF, null, false, USUAL_KEYS);
    }

    /** The same with other host keys believed. */
    public Ssh withTrust(HostKeys other) {
        return new Ssh(other, hostKeyName, user, logins, start, jump, legacyAlgorithms, newKeysAfter);
    }

    /**
     * The same with the name by which the host's key is looked up, where that is not the host it is reached by: {@code
     * HostKeyAlias} of OpenSSH. Host certificates must carry it.
     */
    public Ssh withHostKeyName(String name) {
        return new Ssh(trust, name, user, logins, start, jump, legacyAlgorithms, newKeysAfter);
    }

    /**
     * The same for this user.
     *
     * @param name the user on the device
     * @param ways ways to log in, in the order in which they are tried; a device may ask for several of them
     */
    public Ssh as(String name, SshLogin... ways) {
        return new Ssh(trust, hostKeyName, name, List.of(ways), start, jump, legacyAlgorithms, newKeysAfter);
    }

    /** The same with a subsystem of another name than {@code netconf}. */
    public Ssh withSubsystem(String name) {
        return new Ssh(
                trust, hostKeyName, user, logins, new Start.Subsystem(name), jump, legacyAlgorithms, newKeysAfter);
    }

    /** The same with a command in place of a subsystem, for devices that have none: {@code xml-mode netconf need-trailer}. */
    public Ssh withCommand(String line) {
        return new Ssh(trust, hostKeyName, user, logins, new Start.Command(line), jump, legacyAlgorithms, newKeysAfter);
    }

    /**
     * The same through a jump host on port 22, with its own host key check and its own logins. What goes to the device
     * passes through a channel of the jump host's session, and never through a port that others could connect to.
     *
     * @param host the jump host; its own {@code ssh} may lead through a further one
     * @param ssh whom to believe there, and who we are there
     */
    public Ssh via(String host, Ssh ssh) {
        return via(new SshAccess(host, JUMP_PORT, ssh));
    }

    /**
     * The same through a jump host on any port.
     *
     * @throws InputException if that makes more than 16 of them
     */
    public Ssh via(SshAccess host) {
        int hops = 1;
        for (SshAccess next = host.ssh().jump(); next != null; next = next.ssh().jump()) {
            hops++;
        }
        if (hops > MOST_JUMPS) {
            throw InputException.of(
                    InputException.Reason.BAD_SETTING,
                    hops + " jump hosts are more than the " + MOST_JUMPS + " that may be");
        }
        return new Ssh(trust, hostKeyName, user, logins, start, host, legacyAlgorithms, newKeysAfter);
    }

    /**
     * The same with algorithms that old devices need and that are no longer held to be secure: SHA-1 in key exchange,
     * signatures and integrity, CBC ciphers and Triple DES, Diffie-Hellman groups of 1024 bits. They are offered behind all
     * others, so a device that knows better uses something better, unless an attacker stands in between.
     */
    public Ssh insecureAllowLegacyAlgorithms() {
        return new Ssh(trust, hostKeyName, user, logins, start, jump, true, newKeysAfter);
    }

    /**
     * The same with new keys asked for after so many bytes in either direction (RFC 4253 section 9): {@code RekeyLimit} of
     * OpenSSH. They are asked for after 1 GB, and after an hour, unless something else is said here; the device may ask for
     * them whenever it likes.
     *
     * @param bytes how many, at least 65,536
     * @throws InputException if that is less
     */
    public Ssh withNewKeysAfter(long bytes) {
        if (bytes < LEAST_KEYS) {
            throw InputException.of(
                    InputException.Reason.BAD_SETTING,
                    "new keys after " + bytes + " bytes are more often than every " + LEAST_KEYS);
        }
        return new Ssh(trust, hostKeyName, user, logins, start, jump, legacyAlgorithms, bytes);
    }

    /** Which host keys are believed. */
    public HostKeys trust() {
        return trust;
    }

    /** The name by which the host's key is looked up, or null for the host that it is reached by. */
    public @Nullable String hostKeyName() {
        return hostKeyName;
    }

    /** The user on the device. */
    public String user() {
        return user;
    }

    /** The ways to log in, in the order in which they are tried. */
    public List<SshLogin> logins() {
        return logins;
    }

    Start start() {
        return start;
    }

    /** The jump host that leads to the device, or null if it is reached directly. */
    public @Nullable SshAccess jump() {
        return jump;
    }

    /** Whether algorithms are offered that are no longer held to be secure. */
    public boolean isLegacyAlgorithms() {
        return legacyAlgorithms;
    }

    /** After how many bytes in either direction new keys are asked for. */
    public long newKeysAfter() {
        return newKeysAfter;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ssh ssh
                && trust.equals(ssh.trust)
                && Objects.equals(hostKeyName, ssh.hostKeyName)
                && user.equals(ssh.user)
                && logins.equals(ssh.logins)
                && start.equals(ssh.start)
                && Objects.equals(jump, ssh.jump)
                && legacyAlgorithms == ssh.legacyAlgorithms
                && newKeysAfter == ssh.newKeysAfter;
    }

    @Override
    public int hashCode() {
        return Objects.hash(trust, hostKeyName, user, logins, start, jump, legacyAlgorithms, newKeysAfter);
    }

    /** In words, without anything secret. */
    @Override
    public String toString() {
        return "SSH trusting " + trust + ", as " + user + " by " + logins + ", " + start
                + (hostKeyName == null ? "" : ", host key of " + hostKeyName)
                + (jump == null ? "" : ", via " + jump.address())
                + (legacyAlgorithms ? ", legacy algorithms allowed" : "")
                + (newKeysAfter == USUAL_KEYS ? "" : ", new keys after " + newKeysAfter + " bytes");
    }
}
