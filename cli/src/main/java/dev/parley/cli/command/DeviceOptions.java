package dev.parley.cli.command;

import dev.parley.cli.device.DeviceSettings;
import dev.parley.cli.device.DevicesFile;
import dev.parley.cli.device.IdentitySettings;
import dev.parley.cli.device.TrustSettings;
import dev.parley.cli.terminal.Console;
import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which device, and how it is reached: the same for every command that talks to one. */
final class DeviceOptions implements OptionGroup {
    @Parameters(
            index = "0",
            paramLabel = "DEVICE",
            description = "A name from the file of devices, or a URL such as tls://pe1.example.net.")
    private String target;

    @Option(names = "--cert", paramLabel = "FILE", description = "Our certificate in PEM, or with its key in PKCS#12.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Our private key in PEM, encrypted or not.")
    private @Nullable Path key;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Where the key's passphrase stands. Otherwise PARLEY_KEY_PASSPHRASE, or it is asked for.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The authorities whose servers are believed, in PEM; or 'system' for those of Java.")
    private @Nullable Path authorities;

    @Option(names = "--crl", paramLabel = "FILE", description = "Revocation lists of those authorities.")
    private @Nullable Path revoked;

    @Option(
            names = "--pin",
            paramLabel = "SHA256",
            description =
                    "Believe the server whose certificate has this fingerprint, besides those of --ca. May be repeated.")
    private List<String> pins = List.of();

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "The name in the server's certificate, where it is not the host.")
    private @Nullable String serverName;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.Limit.class,
            description = "Limit for opening the session, and for each request: 500ms, 10s, 2m.")
    private @Nullable Duration timeout;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {"The file of devices. Default:", "~/.config/parley/devices.yaml"})
    private @Nullable Path file;

    @Option(names = "--strict", description = "Take every deviation from the standard for an error.")
    private boolean strict;

    @Option(names = "--base10", description = "Offer base 1.0 only, with its end-of-message framing.")
    private boolean base10;

    @Option(names = "--cleartext", description = "Allow tcp://, without encryption or identities.")
    private boolean cleartext;

    @Option(
            names = "--insecure-skip-server-name",
            description = "Take any server of the trusted authorities for the device.")
    private boolean skipServerName;

    @Option(names = "--insecure-trust-anyone", description = "Believe every server. For looking at its certificate.")
    private boolean trustAnyone;

    @Override
    public String heading() {
        return "Device";
    }

    /** What the device was called on the command line. */
    String target() {
        return target;
    }

    /**
     * The device, with what the file says about it.
     *
     * @throws dev.parley.error.InputException if it is not known, or something about it cannot be used
     */
    Device device(Console console, Passphrases passphrases) {
        if (target.isBlank()) {
            throw new InputException(
                    Reason.BAD_ADDRESS,
                    "the device has no name",
                    "give its name in the file of devices, or a URL such as tls://pe1.example.net",
                    null);
        }
        DevicesFile devices = file == null
                ? DevicesFile.readIfPresent(DevicesFile.standardPath(console.environment()))
                : DevicesFile.read(file);
        return said().over(devices.find(target)).toDevice(target, passphrases::of);
    }

    private DeviceSettings said() {
        return new DeviceSettings(
                null,
                new IdentitySettings(certificate, key, passphraseFile),
                new TrustSettings(authorities, revoked, pins, trustAnyone),
                serverName,
                ifSet(skipServerName),
                timeout,
                ifSet(cleartext),
                ifSet(strict),
                ifSet(base10));
    }

    /** A flag that is not given leaves the decision to the file. */
    private static @Nullable Boolean ifSet(boolean flag) {
        return flag ? Boolean.TRUE : null;
    }
}
