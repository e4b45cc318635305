package dev.parley.cli.device;

import dev.parley.cli.openssh.OpenSshConfig;
import dev.parley.cli.openssh.OpenSshHost;
import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.ssh.HostKeys;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshCalls;
import dev.parley.ssh.SshFingerprint;
import dev.parley.tls.Fingerprint;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The devices that may call, by what the file of devices says they are known by.
 *
 * @param file the file
 * @param commandLine what counts before what it says
 * @param surroundings whose settings they are
 */
public record Callers(DevicesFile file, DeviceSettings commandLine, Surroundings surroundings) {
    private static final String SSH = "SHA256:";

    /** Where a device that calls would be, if it were called: nobody looks. */
    private static final String NOWHERE = "localhost";

    /** Secrets of which nobody is asked when a device calls, because that may be in the middle of the night. */
    private record Unattended(Secrets secrets) implements Secrets {
        @Override
        public char[] passphrase(Path key, @Nullable Path file) {
            return secrets.passphrase(key, file);
        }

        @Override
        public boolean canOpen(@Nullable Path file) {
            return secrets.canOpen(file);
        }

        @Override
        public Optional<char[]> password(@Nullable Path file) {
            return secrets.password(file);
        }

        @Override
        public boolean canAsk() {
            return false;
        }

        @Override
        public Optional<char[]> ask(String prompt, boolean echo) {
            return Optional.empty();
        }

        @Override
        public void say(String text) {
            // nobody is asked anything, so there is nothing to say about it
        }
    }

    /**
     * Where devices call, as {@code HOST[:PORT]}.
     *
     * @throws InputException if it is malformed
     */
    public static InetSocketAddress address(String text, int port) {
        DeviceUrl where = DeviceUrl.ofClient(text);
        return new InetSocketAddress(where.host(), where.portOr(port));
    }

    /** How many of them may call over TLS or SSH. */
    public int known(String scheme) {
        boolean ssh = scheme.equals("ssh");
        return (int) file.devices().values().stream()
                .filter(device -> device.callHome().stream().anyMatch(known -> known.startsWith(SSH) == ssh))
                .count();
    }

    /** What to do if there are none. */
    public String advice(String scheme) {
        return "every caller will be refused, because no device in " + file.path() + " has "
                + (scheme.equals("ssh") ? "call-home: SHA256:…" : "call-home: [dns:…, sha256:…, serial:…]");
    }

    /** Refuses what is no identifier of a caller. */
    static String checked(String identifier) {
        String kind = identifier.replaceFirst(":.*", "");
        switch (kind) {
            case "SHA256" -> SshFingerprint.parse(identifier);
            case "sha256" -> Fingerprint.parse(identifier.substring(kind.length() + 1));
            case "dns", "ip", "serial", "cn" -> {
                if (identifier.length() == kind.length() + 1) {
                    throw notOne(identifier);
                }
            }
            default -> throw notOne(identifier);
        }
        return identifier;
    }

    private static InputException notOne(String identifier) {
        return new InputException(
                Reason.BAD_VALUE,
                "\"" + identifier + "\" is nothing that a caller is known by",
                "over TLS dns:NAME, ip:ADDRESS, sha256:FINGERPRINT, serial:NUMBER or cn:NAME of its certificate, over SSH"
                        + " SHA256:… of its host key",
                null);
    }

    /**
     * How they are received, on the registered port.
     *
     * @throws InputException if two devices are known by the same, or something about one cannot be used
     */
    public CallHome callHome(boolean ssh) {
        DeviceSettings all = commandLine.over(file.defaults());
        Said.misfit(commandLine, ssh ? DeviceUrl.Scheme.SSH : DeviceUrl.Scheme.TLS)
                .ifPresent(misfit -> {
                    throw InputException.of(
                            Reason.BAD_SETTING,
                            "--" + misfit + " says nothing about calls over " + (ssh ? "SSH" : "TLS")
                                    + "; leave it out");
                });
        Inventory inventory = inventory(ssh);
        return ssh
                ? SshCalls.of(ours("callers", all), inventory)
                : CallHome.tls(all.tls().toTls("callers", surroundings.secrets()), inventory);
    }

    private Inventory inventory(boolean ssh) {
        Map<String, Device> known = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        new TreeMap<>(file.devices()).forEach((name, settings) -> {
            List<String> identifiers = settings.callHome().stream()
                    .filter(identifier -> identifier.startsWith(SSH) == ssh)
                    .toList();
            Optional<Device> device =
                    identifiers.isEmpty() ? Optional.empty() : Optional.of(device(name, settings, ssh));
            for (String identifier : identifiers) {
                String other = names.putIfAbsent(identifier, name);
                if (other != null) {
                    throw new InputException(
                            Reason.BAD_SETTING,
                            other + " and " + name + " in " + file.path() + " are both known by " + identifier,
                            "a caller that is known as two devices is refused; leave it out for one of them",
                            null);
                }
                known.put(identifier, device.orElseThrow());
            }
        });
        return Inventory.of(known);
    }

    private Device device(String name, DeviceSettings settings, boolean ssh) {
        DeviceSettings all = commandLine.over(settings);
        Device device = all.limited(Device.calling(name));
        if (ssh) {
            return device.withAccess(new SshAccess(NOWHERE, SshAccess.PORT, ours(name, all)));
        }
        return all.tls().identity().certificate() == null
                ? device
                : device.withAccess(Device.tls(NOWHERE, all.tls().toTls(name, surroundings.secrets()))
                        .access());
    }

    /** Who we are for a device, and what is started there. Its key is the inventory's matter. */
    private Ssh ours(String name, DeviceSettings all) {
        SshSettings settings = all.ssh();
        String said = settings.login().user();
        Surroundings unattended = new Surroundings(
                surroundings.home(),
                surroundings.environment(),
                new Unattended(surroundings.secrets()),
                surroundings.warning());
        OpenSshHost host = OpenSshConfig.none(surroundings.home(), surroundings.environment())
                .host(
                        name,
                        said == null && all.url() != null
                                ? DeviceUrl.parse(all.url()).user()
                                : said);
        Ssh ssh = Ssh.trusting(HostKeys.knownHosts())
                .as(host.user(), new SshLogins(host, SshAccess.PORT, unattended).toDevice(settings.login()));
        return SshRoute.started(ssh, settings);
    }
}
