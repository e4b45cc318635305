package dev.parley.cli.command;

import dev.parley.cli.device.DeviceSettings;
import dev.parley.cli.device.DevicesFile;
import dev.parley.cli.device.SshSettings;
import dev.parley.cli.device.TlsSettings;
import dev.parley.cli.report.Output;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How devices are reached, beside what the file of devices says of each. */
final class ReachOptions implements OptionGroup {
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

    /**
     * The devices that are described.
     *
     * @throws dev.parley.error.InputException if the file cannot be used
     */
    DevicesFile devices(Output output) {
        return known.read(output);
    }

    /** The file of devices itself. */
    KnownDevices known() {
        return known;
    }

    /** Whether anything is said. */
    boolean saysHow() {
        return known.isNamed() || !said().equals(DeviceSettings.NONE);
    }

    /** All that is said. */
    DeviceSettings said() {
        return new DeviceSettings(
                null,
                List.of(),
                tls.said(known.passphraseFile(), trustAnyone),
                ssh.said(known.passphraseFile(), trustAnyone),
                timeout,
                DeviceOptions.ifSet(cleartext),
                DeviceOptions.ifSet(strict),
                DeviceOptions.ifSet(base10));
    }

    /** What of it goes with devices that are reached in that way: of a fleet, some are reached by TLS and some by SSH. */
    DeviceSettings said(String scheme) {
        DeviceSettings all = said();
        return new DeviceSettings(
                null,
                List.of(),
                scheme.equals("tls") ? all.tls() : TlsSettings.NONE,
                scheme.equals("ssh") ? all.ssh() : SshSettings.NONE,
                all.timeout(),
                all.cleartext(),
                all.strict(),
                all.base10());
    }
}
