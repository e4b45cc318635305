package dev.parley.cli.device;

import dev.parley.cli.device.DeviceUrl.Scheme;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.device.Timeouts;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.ssh.SshAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was said about a device in one place: on the command line, in its entry of the file, or in the file's defaults.
 * What was not said is null, and what is said above counts before what is said below. Trust and identity each count as
 * one: who names an authority on the command line does not want the file's pins besides. A passphrase, and revocation
 * lists, go with whatever they can.
 *
 * @param url where it is
 * @param callHome by what it is known when it calls
 * @param tls how TLS secures it
 * @param ssh how SSH reaches it
 * @param timeout the limit for opening a session and for each request
 * @param cleartext whether it may be reached without encryption
 * @param strict whether deviations from the standard are errors
 * @param base10 whether only base 1.0 is offered
 */
public record DeviceSettings(
        @Nullable String url,
        List<String> callHome,
        TlsSettings tls,
        SshSettings ssh,
        @Nullable Duration timeout,
        @Nullable Boolean cleartext,
        @Nullable Boolean strict,
        @Nullable Boolean base10) {
    /** Nothing was said. */
    public static final DeviceSettings NONE =
            new DeviceSettings(null, List.of(), TlsSettings.NONE, SshSettings.NONE, null, null, null, null);

    /** Copies the list. */
    public DeviceSettings {
        callHome = List.copyOf(callHome);
    }

    /** The settings that mean something over TLS only. */
    static final Set<String> TLS_ONLY =
            Set.of("cert", "key", "ca", "crl", "pin", "server-name", "insecure-skip-server-name");

    /** Nothing but where it is. */
    static DeviceSettings at(String url) {
        return new DeviceSettings(url, List.of(), TlsSettings.NONE, SshSettings.NONE, null, null, null, null);
    }

    /** What is said here, and what is said below where nothing is said here. */
    public DeviceSettings over(DeviceSettings below) {
        return new DeviceSettings(
                first(url, below.url),
                callHome.isEmpty() ? below.callHome : callHome,
                tls.over(below.tls),
                ssh.over(below.ssh),
                first(timeout, below.timeout),
                first(cleartext, below.cleartext),
                first(strict, below.strict),
                first(base10, below.base10));
    }

    static <T> @Nullable T first(@Nullable T said, @Nullable T below) {
        return said == null ? below : said;
    }

    /** How a device of that name is reached: {@code tls}, {@code ssh}, {@code unix} or {@code tcp}. */
    public String scheme(String name) {
        return where(name).scheme().name().toLowerCase(Locale.ROOT);
    }

    /** Where a device of that name is. */
    DeviceUrl where(String name) {
        return DeviceUrl.parse(url == null ? "tls://" + name : url);
    }

    /**
     * The device that all this comes to, with what the command line says besides.
     *
     * @param name what it is called: its name in the file, or its URL
     * @param commandLine what counts before all this
     * @throws InputException if something is missing, malformed or contradictory
     */
    public Device toDevice(String name, DeviceSettings commandLine, Surroundings surroundings) {
        Scheme scheme = where(name).scheme();
        Said.misfit(commandLine, scheme).ifPresent(misfit -> {
            throw Said.error("--" + misfit, misfit, scheme);
        });
        return commandLine.over(this).toDevice(name, surroundings);
    }

    /**
     * The device that all this comes to.
     *
     * @param name what it is called: its name in the file, or its URL
     * @throws InputException if something is missing, malformed or contradictory
     */
    public Device toDevice(String name, Surroundings surroundings) {
        DeviceUrl where = where(name);
        Device device = switch (where.scheme()) {
            case TLS -> Device.tls(where.host(), where.portOr(0), tls.toTls(name, surroundings.secrets()));
            case SSH -> ssh(where, surroundings);
            case UNIX -> Device.unix(Path.of(where.host()));
            case TCP -> cleartext(where);
        };
        if (!DeviceUrl.isUrl(name)) {
            device = device.withName(name);
        }
        if (where.scheme() == Scheme.SSH && surroundings.secrets().canAsk()) {
            device = device.withTimeouts(SshRoute.withTimeForTyping(device.timeouts()));
        }
        return limited(device);
    }

    /** The same device with the limits that were said, and the protocol spoken as was said. */
    Device limited(Device device) {
        Protocol protocol = device.protocol();
        protocol = isSet(strict) ? protocol.asStrict() : protocol;
        protocol = isSet(base10) ? protocol.withBase10Only() : protocol;
        return device.withProtocol(protocol).withTimeouts(timeout == null ? device.timeouts() : Timeouts.of(timeout));
    }

    /** Called as it was named, where OpenSSH's configuration has another name for it. */
    private Device ssh(DeviceUrl where, Surroundings surroundings) {
        SshAccess access = new SshRoute(ssh, surroundings).to(where);
        Device device = Device.of(access);
        return access.host().equals(where.host()) ? device : device.withName(where.address());
    }

    private Device cleartext(DeviceUrl where) {
        if (!isSet(cleartext)) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "tcp:// encrypts nothing, and neither side knows who the other is",
                    "if that is what you want, in a laboratory, add --cleartext",
                    null);
        }
        return Device.cleartextTcp(where.host(), where.portOr(0));
    }

    static boolean isSet(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
