package dev.parley.cli.command;

import dev.parley.audit.Audit;
import dev.parley.cli.device.DeviceSettings;
import dev.parley.cli.device.DevicesFile;
import dev.parley.cli.device.SshSettings;
import dev.parley.cli.device.Surroundings;
import dev.parley.cli.device.TrustSettings;
import dev.parley.cli.report.Output;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which devices are audited, and what is known of them. */
final class AuditTargets implements OptionGroup {
    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "DEVICE",
            description =
                    "Names from the file of devices, or URLs such as tls://pe1.example.net or ssh://pe1. Any number of them.")
    private List<String> targets = List.of();

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Where our key's passphrase stands. Otherwise PARLEY_KEY_PASSPHRASE, or it is asked for.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.Limit.class,
            description = "Limit for connecting and for each answer: 500ms, 5s. Default: 5s.")
    private @Nullable Duration timeout;

    @Option(
            names = "--pause",
            paramLabel = "TIME",
            converter = TimeConverter.Limit.class,
            description = "Rest so long between two connections to a device. Default: 50ms.")
    private @Nullable Duration pause;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = TimeConverter.Limit.class,
            description =
                    "Wait so long for what a device that has nothing to say will not say. Less makes an audit faster; a slow"
                            + " device needs more. Default: 3s.")
    private @Nullable Duration patience;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {"The file of devices. Default:", "~/.config/parley/devices.yaml"})
    private @Nullable Path file;

    @Override
    public String heading() {
        return "Device";
    }

    /**
     * The audits, in the order of the devices.
     *
     * @throws InputException if one of them is not known, or something about it cannot be used
     */
    List<Audit> audits(Output output) {
        Map<String, String> environment = output.console().environment();
        DevicesFile devices = file == null
                ? DevicesFile.readIfPresent(DevicesFile.standardPath(environment))
                : DevicesFile.read(file);
        Surroundings surroundings = new Surroundings(
                Surroundings.home(environment), environment, new AskedSecrets(output), output::warning);
        List<Audit> audits = new ArrayList<>();
        for (String target : targets) {
            Audit audit = audit(target, devices.find(target), surroundings);
            audits.add(paced(audit));
        }
        return audits;
    }

    private Audit paced(Audit audit) {
        Audit paced = timeout == null ? audit : audit.withTimeout(timeout);
        paced = pause == null ? paced : paced.withPause(pause);
        return patience == null ? paced : paced.withPatience(patience);
    }

    /** Without anybody to believe, nobody is shown our certificate either: then only what the server says is looked at. */
    private Audit audit(String target, DeviceSettings known, Surroundings surroundings) {
        boolean trusting = saysTrust(tls.said(passphraseFile, false).trust())
                || saysTrust(known.tls().trust());
        Device device = known.toDevice(target, said(!trusting), surroundings);
        if (device.access() instanceof TlsAccess access) {
            if (!trusting) {
                return Audit.tls(access.host(), access.port());
            }
            // Somebody may have to type a passphrase, which is not for the middle of an audit.
            access.tls().identity().certificates();
        }
        return Audit.of(device);
    }

    private static boolean saysTrust(TrustSettings trust) {
        return trust.authorities() != null || !trust.pins().isEmpty();
    }

    private DeviceSettings said(boolean anyone) {
        return new DeviceSettings(
                null, List.of(), tls.said(passphraseFile, anyone), SshSettings.NONE, timeout, null, null, null);
    }
}
