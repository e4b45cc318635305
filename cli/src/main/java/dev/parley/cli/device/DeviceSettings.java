package dev.parley.cli.device;

import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.device.Timeouts;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.tls.Tls;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was said about a device in one place: on the command line, in its entry of the file, or in the file's defaults.
 * What was not said is null, and what is said above counts before what is said below. Trust and identity each count as
 * one: who names an authority on the command line does not want the file's pins besides. A passphrase, and revocation
 * lists, go with whatever they can.
 *
 * @param url where it is
 * @param identity who the client is
 * @param trust which servers are believed
 * @param serverName the name that the server's certificate must carry
 * @param skipServerName whether that name is left alone
 * @param timeout the limit for opening a session and for each request
 * @param cleartext whether it may be reached without encryption
 * @param strict whether deviations from the standard are errors
 * @param base10 whether only base 1.0 is offered
 */
public record DeviceSettings(
        @Nullable String url,
        IdentitySettings identity,
        TrustSettings trust,
        @Nullable String serverName,
        @Nullable Boolean skipServerName,
        @Nullable Duration timeout,
        @Nullable Boolean cleartext,
        @Nullable Boolean strict,
        @Nullable Boolean base10) {
    /** Nothing was said. */
    public static final DeviceSettings NONE =
            new DeviceSettings(null, IdentitySettings.NONE, TrustSettings.NONE, null, null, null, null, null, null);

    /** Nothing but where it is. */
    static DeviceSettings at(String url) {
        return new DeviceSettings(url, IdentitySettings.NONE, TrustSettings.NONE, null, null, null, null, null, null);
    }

    /** What is said here, and what is said below where nothing is said here. */
    public DeviceSettings over(DeviceSettings below) {
        return new DeviceSettings(
                first(url, below.url),
                identity.over(below.identity),
                trust.over(below.trust),
                first(serverName, below.serverName),
                first(skipServerName, below.skipServerName),
                first(timeout, below.timeout),
                first(cleartext, below.cleartext),
                first(strict, below.strict),
                first(base10, below.base10));
    }

    private static <T> @Nullable T first(@Nullable T said, @Nullable T below) {
        return said == null ? below : said;
    }

    /**
     * The device that all this comes to.
     *
     * @param name what it is called: its name in the file, or its URL
     * @param passphrase asked for the passphrase of an encrypted key
     * @throws InputException if something is missing, malformed or contradictory
     */
    public Device toDevice(String name, Function<IdentitySettings.Passphrase, char[]> passphrase) {
        DeviceUrl where = DeviceUrl.parse(url == null ? "tls://" + name : url);
        Device device = switch (where.scheme()) {
            case TLS -> Device.tls(where.host(), where.port(), tls(name, passphrase));
            case TCP -> cleartext(where);
        };
        if (!DeviceUrl.isUrl(name)) {
            device = device.withName(name);
        }
        if (timeout != null) {
            device = device.withTimeouts(Timeouts.of(timeout));
        }
        Protocol protocol = device.protocol();
        protocol = isSet(strict) ? protocol.asStrict() : protocol;
        protocol = isSet(base10) ? protocol.withBase10Only() : protocol;
        return device.withProtocol(protocol);
    }

    private Tls tls(String name, Function<IdentitySettings.Passphrase, char[]> passphrase) {
        Tls tls = Tls.trusting(trust.toTrust(name)).withIdentity(identity.toIdentity(passphrase));
        tls = serverName == null ? tls : tls.withServerName(serverName);
        return isSet(skipServerName) ? tls.insecureSkipServerName() : tls;
    }

    private Device cleartext(DeviceUrl where) {
        if (!isSet(cleartext)) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "tcp:// encrypts nothing, and neither side knows who the other is",
                    "if that is what you want, in a laboratory, add --cleartext",
                    null);
        }
        return Device.cleartextTcp(where.host(), where.port());
    }

    private static boolean isSet(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
