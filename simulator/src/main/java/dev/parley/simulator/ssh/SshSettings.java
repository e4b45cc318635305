package dev.parley.simulator.ssh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a device speaks SSH (RFC 6242). Immutable; each method gives a changed copy. Devices with equal settings in one farm
 * share what they can.
 *
 * <pre>{@code
 * SshSettings ssh = SshSettings.of(HostKeys.generate(), SshUser.named("operator").password("secret"));
 * DeviceSimulator device = DeviceSimulator.builder().ssh(ssh).start();
 * }</pre>
 *
 * @param hostKeys the device's keys
 * @param users who may log in
 * @param sequences the ways to log in: one of them, each method of it in turn, is enough (RFC 4252 section 5.1)
 * @param algorithms what the device agrees to
 * @param subsystem the name of the subsystem that speaks NETCONF, if there is one
 * @param command the command that speaks NETCONF, as some devices have it, if there is one
 * @param welcome what the device says before it lets a user in, if anything (RFC 4252 section 5.4)
 * @param forwards where the device connects a client to that asks for it: a jump host, or not
 * @param window how much it lets a client send on a channel before it has taken it, in bytes
 * @param rekeyAfter after how many bytes in one direction it wants new keys
 */
public record SshSettings(
        HostKeys hostKeys,
        List<SshUser> users,
        List<List<AuthMethod>> sequences,
        Algorithms algorithms,
        Optional<String> subsystem,
        Optional<String> command,
        Optional<String> welcome,
        Forwarding forwards,
        int window,
        long rekeyAfter) {

    private static final int USUAL_WINDOW = 2 * 1024 * 1024;
    private static final long USUAL_REKEY = 1L << 30;

    /** Copies the lists. */
    public SshSettings {
        users = List.copyOf(users);
        sequences = sequences.stream().map(List::copyOf).toList();
        if (hostKeys.pairs().isEmpty()) {
            throw new IllegalArgumentException("at least one host key");
        }
        if (sequences.isEmpty() || sequences.contains(List.<AuthMethod>of())) {
            throw new IllegalArgumentException("at least one way to log in, of at least one method");
        }
        if (window < 1 || rekeyAfter < 1) {
            throw new IllegalArgumentException("the window and the bytes until new keys are at least 1");
        }
    }

    /** Whether a device is a jump host. */
    public enum Forwarding {
        /** It refuses {@code direct-tcpip} channels. */
        REFUSED,
        /** It connects {@code direct-tcpip} channels to wherever they ask for (RFC 4254 section 7.2). */
        ANYWHERE
    }

    /** A device of those keys and users, with the subsystem {@code netconf}; any one method is enough. */
    public static SshSettings of(HostKeys keys, SshUser... users) {
        return new SshSettings(
                keys,
                List.of(users),
                Arrays.stream(AuthMethod.values()).map(List::of).toList(),
                Algorithms.usual(),
                Optional.of("netconf"),
                Optional.empty(),
                Optional.empty(),
                Forwarding.REFUSED,
                USUAL_WINDOW,
                USUAL_REKEY);
    }

    /** With other host keys, as a device has that was replaced, or a stranger. */
    public SshSettings hostKeys(HostKeys others) {
        return new SshSettings(
                others, users, sequences, algorithms, subsystem, command, welcome, forwards, window, rekeyAfter);
    }

    /** With a user more. */
    public SshSettings user(SshUser more) {
        List<SshUser> all = new ArrayList<>(users);
        all.add(more);
        return new SshSettings(
                hostKeys, all, sequences, algorithms, subsystem, command, welcome, forwards, window, rekeyAfter);
    }

    /** Takes any one of these methods and no other. */
    public SshSettings anyOf(AuthMethod... methods) {
        return sequences(Arrays.stream(methods).map(List::of).toList());
    }

    /** Takes these methods one after the other, and nothing less. */
    public SshSettings allOf(AuthMethod... methods) {
        return sequences(List.of(List.of(methods)));
    }

    private SshSettings sequences(List<List<AuthMethod>> some) {
        return new SshSettings(
                hostKeys, users, some, algorithms, subsystem, command, welcome, forwards, window, rekeyAfter);
    }

    /** Agreeing to these algorithms only. */
    public SshSettings algorithms(Algorithms some) {
        return new SshSettings(
                hostKeys, users, sequences, some, subsystem, command, welcome, forwards, window, rekeyAfter);
    }

    /** With another name of the subsystem that speaks NETCONF. */
    public SshSettings subsystem(String name) {
        return subsystem(Optional.of(name));
    }

    /** Without a subsystem that speaks NETCONF. */
    public SshSettings withoutSubsystem() {
        return subsystem(Optional.empty());
    }

    private SshSettings subsystem(Optional<String> name) {
        return new SshSettings(
                hostKeys, users, sequences, algorithms, name, command, welcome, forwards, window, rekeyAfter);
    }

    /** With a command that speaks NETCONF. */
    public SshSettings command(String line) {
        return new SshSettings(
                hostKeys,
                users,
                sequences,
                algorithms,
                subsystem,
                Optional.of(line),
                welcome,
                forwards,
                window,
                rekeyAfter);
    }

    /** With words before it lets a user in. */
    public SshSettings welcome(String text) {
        return new SshSettings(
                hostKeys,
                users,
                sequences,
                algorithms,
                subsystem,
                command,
                Optional.of(text),
                forwards,
                window,
                rekeyAfter);
    }

    /** Connecting clients to other hosts, or not. */
    public SshSettings forwarding(Forwarding where) {
        return new SshSettings(
                hostKeys, users, sequences, algorithms, subsystem, command, welcome, where, window, rekeyAfter);
    }

    /** With another window, in bytes. */
    public SshSettings window(int bytes) {
        return new SshSettings(
                hostKeys, users, sequences, algorithms, subsystem, command, welcome, forwards, bytes, rekeyAfter);
    }

    /** Wanting new keys after so many bytes in one direction. */
    public SshSettings rekeyAfter(long bytes) {
        return new SshSettings(
                hostKeys, users, sequences, algorithms, subsystem, command, welcome, forwards, window, bytes);
    }
}
