package dev.parley.cli.command;

import dev.parley.audit.Audit;
import dev.parley.cli.device.DeviceSettings;
import dev.parley.cli.device.DevicesFile;
import dev.parley.cli.device.SshSettings;
import dev.parley.cli.device.Surroundings;
import dev.parley.cli.device.TlsSettings;
import dev.parley.cli.device.TrustSettings;
import dev.parley.cli.report.Output;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import java.time.Duration;
import java.util.LinkedHashMap;
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
            description = "Any number of names from the file of devices, or URLs: tls://pe1, ssh://pe1:830.")
    private List<String> targets = List.of();

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Mixin
    private final KnownDevices known = new KnownDevices();

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

    @Override
    public String heading() {
        return "Device";
    }

    /**
     * The audits, in the order of the devices, each device once. What is said of TLS is for those that are reached by TLS.
     *
     * @throws InputException if one of them is not known, something about it cannot be used, or what is said is for none
     */
    List<Audit> audits(Output output) {
        DevicesFile devices = known.read(output);
        Surroundings surroundings = KnownDevices.surroundings(output);
        Map<String, DeviceSettings> named = new LinkedHashMap<>();
        targets.forEach(target -> named.put(target, devices.find(target)));
        boolean anyOverTls = named.entrySet().stream()
                .anyMatch(each -> each.getValue().scheme(each.getKey()).equals("tls"));
        Map<String, Audit> audits = new LinkedHashMap<>();
        named.forEach((target, settings) -> {
            // Where nothing is reached by TLS, what is said of it is refused as for a single device.
            boolean heard = !anyOverTls || settings.scheme(target).equals("tls");
            Audit audit = audit(target, settings, heard, surroundings);
            audits.putIfAbsent(audit.target(), paced(audit));
        });
        return List.copyOf(audits.values());
    }

    /** Whether anything is said about how devices are reached. */
    boolean saysHow() {
        return known.isNamed()
                || known.passphraseFile() != null
                || !tls.said(null, false).equals(TlsSettings.NONE);
    }

    /** The same audit at the pace that is asked for. */
    Audit paced(Audit audit) {
        Audit paced = timeout == null ? audit : audit.withTimeout(timeout);
        paced = pause == null ? paced : paced.withPause(pause);
        return patience == null ? paced : paced.withPatience(patience);
    }

    /** Without anybody to believe, nobody is shown our certificate either: then only what the server says is looked at. */
    private Audit audit(String target, DeviceSettings settings, boolean heard, Surroundings surroundings) {
        TlsSettings said = heard ? tls.said(known.passphraseFile(), false) : TlsSettings.NONE;
        boolean trusting = saysTrust(said.trust()) || saysTrust(settings.tls().trust());
        boolean anyone = heard && !trusting;
        DeviceSettings commandLine = new DeviceSettings(
                null,
                List.of(),
                heard ? tls.said(known.passphraseFile(), anyone) : TlsSettings.NONE,
                SshSettings.NONE,
                timeout,
                null,
                null,
                null);
        Device device = settings.toDevice(target, commandLine, surroundings);
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
}
