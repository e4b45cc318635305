package dev.parley.cli.command;

import dev.parley.cli.doctor.DiagnosisPage;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.device.Device;
import dev.parley.doctor.Diagnosis;
import dev.parley.doctor.Doctor;
import dev.parley.doctor.page.HtmlDiagnosis;
import dev.parley.doctor.series.Pace;
import dev.parley.doctor.verdict.Fault;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.event.SessionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        header = "Say why there is no session with a device, or no answer, and what to do.",
        description = {
            "Opens a session step by step, sends a get with an empty filter, which selects nothing, and closes the session."
                    + " Then it says what is wrong: what was seen, what it means, how sure that is, and what to do on the"
                    + " client, in the network and on the device. Nothing is changed on the device.",
            "Where it decides between two explanations, a failed attempt is repeated in another way (without the XML"
                    + " declaration, with a smaller ClientHello, with TLS 1.2 only), and each such attempt is reported.",
            "With --repeat or --for it makes many attempts, tells how many fail and how, and looks for what those that fail"
                    + " share: the time, the address, TLS, a resumed session, sizes, pauses, the load. It says nothing that"
                    + " accidents would show as often. parley doctor analyze reads such attempts again, from several files,"
                    + " and from parley's logs."
        },
        footer = {
            "@|bold Exit status|@",
            "  0 if nothing is wrong, or no attempt of many failed; 11 if something is,",
            "  or one did; 2 if the command line or a file cannot be used; 130 after",
            "  Ctrl-C.",
            "",
            "@|bold Examples|@",
            "  parley doctor pe1",
            "  parley doctor tls://pe1 --cert me.crt --key me.key --ca ca.crt --timeout 5s",
            "  parley doctor pe1 --report pe1.html",
            "  parley doctor pe1 --capture pe1.pcapng",
            "  parley doctor pe1 --json | jq -r '.verdicts[].fault'",
            "  parley doctor pe1 --repeat 200 --every 5s --parallel 4",
            "  parley doctor pe1 --for 24h --every 30s --record pe1.jsonl",
            "  parley doctor pe1 --for 24h --every 30s --metrics 9100",
            "  parley doctor analyze pe1.jsonl"
        })
final class DoctorCommand implements Callable<Integer>, WholeVisit {
    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Option(names = "--single", description = "Make one attempt, and no others to decide between explanations.")
    private boolean single;

    @Mixin
    private final ReportOption report = new ReportOption();

    @Mixin
    private final SeriesOptions series = new SeriesOptions();

    @Mixin
    private final CaptureOptions capture = new CaptureOptions();

    @Mixin
    private final MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private final CommonOptions common;

    DoctorCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        Output output = common.output();
        report.check();
        capture.check();
        Optional<Pace> pace = series.pace(metrics);
        if (pace.isPresent() && single) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "--single makes one attempt, and --repeat or --for many",
                    "leave one of them out",
                    null);
        }
        Device patient = device.device(output);
        output.fact("device", patient.name());
        Talk.readIdentity(patient, output);
        return pace.isPresent()
                ? repeat(patient, pace.get(), output)
                : once(patient, output).status();
    }

    @Override
    public void check() {
        report.check();
        capture.check();
        if (device.saysHow() || series.pace(metrics).isPresent() || capture.isAsked()) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "on many devices the doctor makes one diagnosis each, of devices as the inventory has them",
                    "leave out --repeat, --for, --capture and what says how a device is reached",
                    null);
        }
    }

    @Override
    public ExitCode on(Device patient, Output output) {
        return once(patient, output);
    }

    private int repeat(Device patient, Pace pace, Output output) {
        SeriesRun.Made made;
        try (Measuring measuring = metrics.open(output);
                EvidenceFiles kept = capture.open(output)) {
            List<SessionListener> listeners = new ArrayList<>(kept.listeners());
            listeners.addAll(measuring.listeners());
            made = new SeriesRun(kept.readable(patient), pace, series.record(), listeners, output).make();
        }
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            output.fact("interrupted", true);
            output.note("Ended by Ctrl-C; this is what was seen until then.");
        }
        ExitCode end = made.end(SeriesResult.tell(made.report(), report, output));
        return (interrupted ? ExitCode.INTERRUPTED : end).status();
    }

    private ExitCode once(Device patient, Output output) {
        Diagnosis diagnosis = examine(patient, output);
        diagnosis.facts().forEach(output::fact);
        new DiagnosisPage(diagnosis, output.paint(), output.console().terminal().columns())
                .lines()
                .forEach(output::line);
        report.write(() -> HtmlDiagnosis.of(diagnosis), output);
        ExitCode end = output.succeed();
        return end == ExitCode.OK ? meaning(diagnosis) : end;
    }

    private Diagnosis examine(Device patient, Output output) {
        AtomicInteger attempts = new AtomicInteger(1);
        long start = System.nanoTime();
        try (EvidenceFiles kept = capture.open(output);
                Doctor doctor = Doctor.create(kept.listeners());
                StatusLine status = StatusLine.show(
                        output.console(),
                        output.errPaint(),
                        () -> patient.name() + ": attempt " + attempts.get() + " … "
                                + (System.nanoTime() - start) / 1_000_000_000 + " s")) {
            output.giveWayTo(status);
            Device readable = kept.readable(patient);
            return single
                    ? Diagnosis.of(List.of(doctor.attempt(readable)))
                    : doctor.examine(readable, attempt -> attempts.incrementAndGet());
        } finally {
            output.giveWayTo(null);
        }
    }

    private static ExitCode meaning(Diagnosis diagnosis) {
        if (diagnosis.isHealthy()) {
            return ExitCode.OK;
        }
        boolean input = diagnosis.verdicts().stream().anyMatch(verdict -> verdict.fault() == Fault.SETTINGS_UNUSABLE);
        return input ? ExitCode.INPUT : ExitCode.FINDINGS;
    }
}
