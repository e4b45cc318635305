package dev.parley.cli.command;

import dev.parley.cli.device.DeviceSettings;
import dev.parley.cli.report.Output;
import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which device, and how it is reached: the same for every command that talks to one. */
final class DeviceOptions implements OptionGroup {
    @Parameters(
            index = "0",
            paramLabel = "DEVICE",
            description = "A name from the file of devices, or a URL such as ssh://admin@pe1 or tls://pe1.example.net.")
    private String target;

    @Mixin
    private final SshOptions ssh = new SshOptions();

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Mixin
    private final KnownDevices known = new KnownDevices();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.Limit.class,
            description = "Limit for opening the session, and for each request: 500ms, 10s, 2m.")
    private @Nullable Duration timeout;

    @Option(names = "--strict", description = "Take every deviation from the standard for an error.")
    private boolean strict;

    @Option(names = "--base10", description = "Offer base 1.0 only, with its end-of-message framing.")
    private boolean base10;

    @Option(names = "--cleartext", description = "Allow tcp://, without encryption or identities.")
    private boolean cleartext;

    @Option(
            names = "--insecure-trust-anyone",
            description = "Believe every device. For looking at its certificate or host key.")
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
    Device device(Output output) {
        if (target.isBlank()) {
            throw new InputException(
                    Reason.BAD_ADDRESS,
                    "the device has no name",
                    "give its name in the file of devices, or a URL such as ssh://admin@pe1",
                    null);
        }
        return known.read(output).find(target).toDevice(target, said(), KnownDevices.surroundings(output));
    }

    /** Whether anything is said about how the device is reached. */
    boolean saysHow() {
        return known.isNamed() || !said().equals(DeviceSettings.NONE);
    }

    private DeviceSettings said() {
        return new DeviceSettings(
                null,
                List.of(),
                tls.said(known.passphraseFile(), trustAnyone),
                ssh.said(known.passphraseFile(), trustAnyone),
                timeout,
                ifSet(cleartext),
                ifSet(strict),
                ifSet(base10));
    }

    /** A flag that is not given leaves the decision to the file. */
    static @Nullable Boolean ifSet(boolean flag) {
        return flag ? Boolean.TRUE : null;
    }
}
