package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.cli.device.Callers;
import dev.parley.cli.device.DeviceSettings;
import dev.parley.cli.device.HostKeySettings;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.device.CallHome;
import dev.parley.device.Timeouts;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.session.CallHomeListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "listen",
        header = "Receive devices that call (RFC 8071).",
        description = {
            "Listens for devices that call home, and tells of each: who it is, or why it is refused and by what it could be"
                    + " known. Who may call is in the file of devices: call-home: [dns:pe1.example.net, sha256:…, serial:…]"
                    + " over TLS, call-home: SHA256:… over SSH.",
            "An operation behind -- is carried out on each session, which is closed then; {device} in it is the device's"
                    + " name. Without one, sessions are held open until the device or Ctrl-C ends them."
        },
        footer = {
            "@|bold Examples|@",
            "  parley listen --ssh",
            "  parley listen --tls --ca ca.crt --cert me.crt --key me.key",
            "  parley listen --ssh --once -- hello",
            "  parley listen --tls --for 10m -- get-config --output backup/{device}.xml",
            "  parley listen --tls --metrics 9100 -- get-config --output backup/{device}.xml",
            "  parley listen --tls --once --capture call.pcapng --capture-tls-secrets"
        })
final class ListenCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "-- OPERATION",
            description = "What is done on each session, with its options but without a device: -- get-config --raw")
    private List<String> operation = List.of();

    @Option(names = "--tls", description = "Devices call over TLS, on port 4335.")
    private boolean overTls;

    @Option(names = "--ssh", description = "Devices call over SSH, on port 4334.")
    private boolean overSsh;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on. Default: every one.")
    private String host = CallHome.ANYWHERE;

    @Option(names = "--port", paramLabel = "PORT", description = "Another port to listen on; 0 takes any that is free.")
    private @Nullable Integer port;

    @Option(names = "--once", description = "End after the first session.")
    private boolean once;

    @Option(names = "--count", paramLabel = "N", description = "End after so many sessions.")
    private @Nullable Integer count;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = TimeConverter.Limit.class,
            description = "End after that time: 90s, 10m, 24h.")
    private @Nullable Duration duration;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.Limit.class,
            description = "Limit for a caller's session to be up, and for each request: 500ms, 10s, 2m.")
    private @Nullable Duration timeout;

    @Option(
            names = "--max-unknown",
            paramLabel = "N",
            description = "So many callers of whom nothing is known yet are put up with at a time. Default: 256.")
    private @Nullable Integer maxUnknown;

    @Option(
            names = "--max-unknown-per-address",
            paramLabel = "N",
            description = "So many of them from one address. Default: 64.")
    private @Nullable Integer maxUnknownPerAddress;

    @Mixin
    private final KnownDevices known = new KnownDevices();

    @Mixin
    private final SshLoginOptions ssh = new SshLoginOptions();

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Mixin
    private final EvidenceOptions evidence = new EvidenceOptions();

    @Mixin
    private final MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private final CommonOptions common;

    ListenCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        Output output = common.output();
        if (overTls == overSsh) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    overTls ? "--tls and --ssh are two ways to call" : "it is not said how devices call",
                    "give --tls (port 4335) or --ssh (port 4334); two of these commands listen for both",
                    null);
        }
        Errand errand = Errand.of(operation, common);
        Callers callers = callers(output);
        CallHome how = limited(callers.callHome(overSsh));
        Reception reception = new Reception(output, errand, sessions());
        NetconfClient.Builder builder = NetconfClient.builder().eventLoops(1).listener(reception);
        if (common.verbosity() == 0) {
            builder.withoutLogging();
        } else {
            Logging.verbosity(common.verbosity(), output.console().terminal().err());
        }
        try (Measuring measuring = metrics.open(output);
                EvidenceFiles kept = evidence.open(output)) {
            kept.listenTo(builder);
            try (NetconfClient client = measuring.measured(builder)) {
                CallHomeListener listener = client.listen(kept.readable(how), reception);
                measuring.watch(how.security().scheme(), listener);
                reception.introduce(listener, how, callers);
                reception.serve(listener, duration);
            }
        }
        return reception.finish();
    }

    private Callers callers(Output output) {
        DeviceSettings said = new DeviceSettings(
                null,
                List.of(),
                tls.said(known.passphraseFile(), false),
                ssh.said(HostKeySettings.NONE, List.of(), null, known.passphraseFile()),
                timeout,
                null,
                null,
                null);
        return new Callers(known.read(output), said, KnownDevices.surroundings(output));
    }

    private CallHome limited(CallHome all) {
        int number = port == null ? all.port() : port;
        if (number < 0 || number > 65_535) {
            throw InputException.of(Reason.BAD_VALUE, "port " + number + " is not from 0 to 65535");
        }
        CallHome timed = timeout == null ? all : all.withTimeouts(Timeouts.of(timeout));
        return timed.on(host, number)
                .withMaxUnknown(
                        atLeastOne("--max-unknown", maxUnknown, all.maxUnknown()),
                        atLeastOne("--max-unknown-per-address", maxUnknownPerAddress, all.maxUnknownPerSource()));
    }

    private int sessions() {
        if (once && count != null) {
            throw InputException.of(Reason.BAD_VALUE, "--once is --count 1; give one of them");
        }
        return once ? 1 : atLeastOne("--count", count, Integer.MAX_VALUE);
    }

    private static int atLeastOne(String option, @Nullable Integer given, int otherwise) {
        if (given != null && given < 1) {
            throw InputException.of(Reason.BAD_VALUE, option + " is at least 1, not " + given);
        }
        return given == null ? otherwise : given;
    }
}
