package dev.parley.cli.device;

import dev.parley.cli.openssh.OpenSshConfig;
import dev.parley.cli.openssh.OpenSshHost;
import dev.parley.cli.openssh.OpenSshHost.Strictness;
import dev.parley.device.Timeouts;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.Phase;
import dev.parley.ssh.HostKeys;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshFingerprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way to a device over SSH: what was said to Parley, and what OpenSSH's configuration says where that says nothing. The
 * port is 830 unless the URL or the configuration gives another.
 */
final class SshRoute {
    private static final int JUMP_PORT = 22;
    private static final int MOST_JUMPS = 16;
    private static final long LEAST_NEW_KEYS = 65_536;
    private static final Duration FOR_TYPING = Duration.ofMinutes(2);

    private final SshSettings settings;
    private final Surroundings surroundings;
    private final OpenSshConfig config;

    SshRoute(SshSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.config = config(settings.config(), surroundings);
    }

    private static OpenSshConfig config(@Nullable Path file, Surroundings in) {
        if (file == null) {
            return OpenSshConfig.standard(in.home(), in.environment());
        }
        return file.equals(SshSettings.NO_CONFIG)
                ? OpenSshConfig.none(in.home(), in.environment())
                : OpenSshConfig.of(file, in.home(), in.environment());
    }

    /** More time to log in, because somebody may have to type. */
    static Timeouts withTimeForTyping(Timeouts timeouts) {
        return new Timeouts(
                        timeouts.total().plus(FOR_TYPING),
                        timeouts.resolve(),
                        timeouts.connect(),
                        timeouts.secure(),
                        timeouts.authenticate(),
                        timeouts.hello(),
                        timeouts.rpc(),
                        timeouts.close())
                .with(Phase.AUTHENTICATE, FOR_TYPING);
    }

    /**
     * The jump hosts that a text names, separated by commas.
     *
     * @throws InputException if one of them is malformed
     */
    static List<DeviceUrl> jumps(String text) {
        return text.equals(SshSettings.NO_JUMP)
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(DeviceUrl::ofJump).toList();
    }

    /**
     * The device there.
     *
     * @throws InputException if something is contradictory, malformed or not supported
     */
    SshAccess to(DeviceUrl where) {
        check();
        SshLoginSettings login = settings.login();
        OpenSshHost host = config.host(where.host(), login.user() == null ? where.user() : login.user());
        int port = where.port() == null ? host.port().orElse(SshAccess.PORT) : where.port();
        boolean settled = !settings.jumps().isEmpty();
        host.refuseUnsupported(settled);
        Ssh ssh = secured(host, port, settings.hostKeys())
                .as(host.user(), new SshLogins(host, port, surroundings).toDevice(login));
        ssh = started(ssh, settings);
        SshAccess before = through(settled ? settings.jumps() : host.jumps(port), 0);
        return new SshAccess(host.hostName(), port, before == null ? ssh : ssh.via(before));
    }

    /** The same SSH with what is started there. */
    static Ssh started(Ssh ssh, SshSettings settings) {
        if (settings.subsystem() != null && settings.command() != null) {
            throw InputException.of(
                    Reason.BAD_SETTING, "--subsystem and --ssh-command both say what to start; give one of them");
        }
        Ssh started = settings.subsystem() == null ? ssh : ssh.withSubsystem(settings.subsystem());
        started = settings.command() == null ? started : started.withCommand(settings.command());
        return DeviceSettings.isSet(settings.legacy()) ? started.insecureAllowLegacyAlgorithms() : started;
    }

    private void check() {
        settings.hostKeys().check();
        if (settings.jumps().size() > 1 && settings.jumps().contains(SshSettings.NO_JUMP)) {
            throw InputException.of(Reason.BAD_SETTING, "--jump none leaves no room for other jump hosts");
        }
    }

    /** The last of these jump hosts, each reached through the one before it; null if there are none. */
    private @Nullable SshAccess through(List<String> names, int depth) {
        if (depth > MOST_JUMPS) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "OpenSSH's configuration sends the way to jump host " + names.get(0) + " through itself",
                    "write ProxyJump none for that host, or Host !" + names.get(0) + " * for the others",
                    null);
        }
        SshAccess last = null;
        for (DeviceUrl jump :
                names.stream().flatMap(text -> jumps(text).stream()).toList()) {
            last = jumpHost(jump, last, depth);
        }
        return last;
    }

    private SshAccess jumpHost(DeviceUrl where, @Nullable SshAccess before, int depth) {
        OpenSshHost host = config.host(where.host(), where.user());
        int port = where.port() == null ? host.port().orElse(JUMP_PORT) : where.port();
        host.refuseUnsupported(before != null);
        Ssh ssh = secured(host, port, settings.hostKeys().onTheWay())
                .as(host.user(), new SshLogins(host, port, surroundings).onTheWay(settings.login()));
        SshAccess way = before == null ? through(host.jumps(port), depth + 1) : before;
        return new SshAccess(host.hostName(), port, way == null ? ssh : ssh.via(way));
    }

    private Ssh secured(OpenSshHost host, int port, HostKeySettings keys) {
        Ssh ssh = Ssh.trusting(trust(host, port, keys));
        OptionalLong newKeys = host.newKeysAfter();
        if (newKeys.isPresent()) {
            // OpenSSH takes less than we do, which would change keys with every packet or two
            ssh = ssh.withNewKeysAfter(Math.max(newKeys.getAsLong(), LEAST_NEW_KEYS));
        }
        return host.hostKeyAlias().map(ssh::withHostKeyName).orElse(ssh);
    }

    private HostKeys trust(OpenSshHost host, int port, HostKeySettings keys) {
        if (keys.anyone()) {
            return HostKeys.insecureTrustAny();
        }
        if (!keys.pins().isEmpty()) {
            SshFingerprint[] pins = keys.fingerprints();
            return HostKeys.pinned(pins[0], Arrays.copyOfRange(pins, 1, pins.length));
        }
        boolean said = !keys.files().isEmpty();
        List<Path> files = said ? keys.files() : host.knownHosts(port);
        if (keys.firstUse() || (!said && host.strictness() == Strictness.ACCEPT_NEW)) {
            Path learned = files.isEmpty() ? surroundings.home().resolve(".ssh").resolve("known_hosts") : files.get(0);
            Stream<Path> others = Stream.concat(files.stream().skip(1), host.globalKnownHosts(port).stream());
            return HostKeys.trustOnFirstUse(learned, others.toArray(Path[]::new));
        }
        if (!said && host.strictness() == Strictness.OFF) {
            surroundings
                    .warning()
                    .accept(host.where("StrictHostKeyChecking")
                            + ": that unknown host keys are believed is not honoured; --trust-on-first-use believes them and"
                            + " writes them down");
        }
        return said
                ? HostKeys.knownHosts(files.get(0), files.stream().skip(1).toArray(Path[]::new))
                : HostKeys.knownHostsIfPresent(Stream.concat(files.stream(), host.globalKnownHosts(port).stream())
                        .toList());
    }
}
