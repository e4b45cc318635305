package dev.parley.cli.command;

import dev.parley.audit.Audit;
import dev.parley.audit.AuditReport;
import dev.parley.audit.Baseline;
import dev.parley.audit.HtmlReport;
import dev.parley.audit.Profile;
import dev.parley.audit.SarifReport;
import dev.parley.audit.Severity;
import dev.parley.cli.command.AuditPrinter.Selection;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        header = "See whether devices are safe: their TLS or SSH, and NETCONF above it.",
        description = {
            "Asks each device what it would agree to, also what it never should: old versions, weak suites, broken"
                    + " certificates, sessions without a client certificate. Each rule that is broken is printed with what"
                    + " was seen, where the rule is written, and what to do.",
            "With --ca and --cert more can be tested: the chain of certificates, tickets, and NETCONF's own rules. An"
                    + " audit changes nothing on the device; it makes sixty to a hundred connections, one at a"
                    + " time."
        },
        footer = {
            "@|bold Examples|@",
            "  parley audit tls://pe1 --ca ca.crt --cert me.crt --key me.key",
            "  parley audit pe1 pe2 pe3 --profile nist --fail-on high",
            "  parley audit pe1 --json > baseline.json",
            "  parley audit pe1 --baseline baseline.json --sarif audit.sarif",
            "  parley audit pe1 pe2 --html audit.html"
        })
final class AuditCommand implements Callable<Integer>, WholeVisit {
    private static final int MOST_PARALLEL = 32;
    private static final String SARIF = "--sarif";
    private static final String HTML = "--html";

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            converter = Words.OfProfile.class,
            completionCandidates = Words.OfProfile.class,
            description = "The rules: bcp195 (IETF) or nist (SP 800-52r2). Default: bcp195.")
    private Profile profile = Profile.BCP195;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            converter = Words.OfSeverity.class,
            completionCandidates = Words.OfSeverity.class,
            description = "End with status 11 if a rule of that severity or a graver one is broken:"
                    + " info, low, medium, high or critical.")
    private @Nullable Severity failOn;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Show only what has changed since that audit, which was written with --json."
                    + " Then --fail-on counts only that.")
    private @Nullable Path baseline;

    @Option(names = SARIF, paramLabel = "FILE", description = "Write the findings to that file, too, in SARIF 2.1.0.")
    private @Nullable Path sarif;

    @Option(
            names = HTML,
            paramLabel = "FILE",
            description = "Write the audits to that file, too, as one page of HTML to hand on.")
    private @Nullable Path html;

    @Option(names = "--all", description = "Show also the rules that are kept, and those that could not be tested.")
    private boolean all;

    @Option(
            names = "--plaintext-port",
            paramLabel = "PORT",
            description = "Listen for NETCONF in the clear on that port of a device over TLS, too. May be repeated.")
    private List<Integer> plaintextPorts = List.of();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Audit so many devices at once, from 1 to 32. Default: 4.")
    private int parallel = 4;

    @Mixin
    private final AuditTargets targets = new AuditTargets();

    @Mixin
    private final CommonOptions common;

    AuditCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        Output output = common.output();
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw InputException.of(Reason.BAD_VALUE, "--parallel " + parallel + " is not from 1 to " + MOST_PARALLEL);
        }
        checkFiles();
        Baseline before = baseline == null ? null : Baseline.read(baseline);
        List<Audit> audits = targets.audits(output).stream()
                .map(audit -> audit.withProfile(profile).withPlaintextPorts(plaintextPorts))
                .toList();
        if (!plaintextPorts.isEmpty()) {
            audits.stream()
                    .filter(Audit::isOverSsh)
                    .forEach(audit -> output.warning("--plaintext-port says nothing about " + audit.target()
                            + ": only beside TLS is NETCONF in the clear looked for"));
        }
        List<AuditOutcome> outcomes = run(audits, before, output);
        if (before != null) {
            tellOthers(before, audits, output);
        }
        Optional<Problem> unwritten = writeFiles(outcomes, before, output);
        return end(output, before, outcomes, unwritten).status();
    }

    @Override
    public void check() {
        if (baseline != null || sarif != null || html != null || targets.saysHow()) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "a fleet is audited device by device, each as the inventory has it",
                    "leave out --baseline, --sarif, --html and what says how a device is reached; parley audit takes"
                            + " several devices",
                    null);
        }
    }

    @Override
    public ExitCode on(Device device, Output output) {
        Audit audit = targets.paced(Audit.of(device)).withProfile(profile).withPlaintextPorts(plaintextPorts);
        AuditOutcome outcome = new AuditOutcome(audit, audit.run(), null);
        AuditOutcome.reports(List.of(outcome))
                .forEach(
                        report -> new AuditPrinter(output, all ? Selection.ALL : Selection.BROKEN).print(report, null));
        output.fact("audits", List.of(outcome.facts(null)));
        ExitCode end = output.succeed();
        return outcome.fails(failOn, null) ? ExitCode.FINDINGS : end;
    }

    /** Prints each as soon as it is there, in the order of the devices. */
    private List<AuditOutcome> run(List<Audit> audits, @Nullable Baseline before, Output output) {
        AuditPrinter printer = new AuditPrinter(output, all ? Selection.ALL : Selection.BROKEN);
        AuditRun run = new AuditRun(audits, parallel);
        try (StatusLine status = StatusLine.show(output.console(), output.errPaint(), run::progress)) {
            output.giveWayTo(status);
            return run.run(outcome -> {
                AuditReport report = outcome.report();
                if (report != null) {
                    printer.print(report, before);
                }
            });
        } finally {
            output.giveWayTo(null);
        }
    }

    /** What a baseline knows and nobody audited now may be a device that was forgotten. */
    private void tellOthers(Baseline before, List<Audit> audits, Output output) {
        List<String> others = before.without(audits.stream().map(Audit::target).toList(), profile);
        output.fact("notAudited", others);
        if (!others.isEmpty()) {
            output.line("in the baseline, and not audited now: " + Printable.line(String.join(", ", others)));
        }
    }

    /** Refuses files that cannot be written, before any device is asked. */
    private void checkFiles() {
        if (sarif != null) {
            TargetFile.of(sarif, SARIF).check();
        }
        if (html != null) {
            TargetFile.of(html, HTML).check();
        }
    }

    /** What has been found out is not lost when a file cannot be written after all. */
    private Optional<Problem> writeFiles(List<AuditOutcome> outcomes, @Nullable Baseline before, Output output) {
        try {
            if (sarif != null) {
                TargetFile.of(sarif, SARIF).write(partial -> {
                    try (OutputStream out = Files.newOutputStream(partial)) {
                        SarifReport.write(
                                AuditOutcome.reports(outcomes), AuditOutcome.failures(outcomes), Version.text(), out);
                    }
                });
            }
            if (html != null) {
                HtmlReport page = new HtmlReport(
                        AuditOutcome.reports(outcomes),
                        AuditOutcome.problems(outcomes).stream()
                                .map(Problem::message)
                                .toList(),
                        before);
                ReportOption.write(TargetFile.of(html, HTML), page.page(), output);
            }
            return Optional.empty();
        } catch (InputException e) {
            Problem problem = Problem.of(e);
            return Optional.of(
                    new Problem(ExitCode.WRITE, problem.code(), problem.message(), problem.advice(), problem.cause()));
        }
    }

    /** A broken rule that was asked for weighs more than a device that was not there. */
    private ExitCode end(
            Output output, @Nullable Baseline before, List<AuditOutcome> outcomes, Optional<Problem> unwritten) {
        output.fact(
                "audits",
                outcomes.stream().map(outcome -> outcome.facts(before)).toList());
        List<Problem> problems = new ArrayList<>(AuditOutcome.problems(outcomes));
        unwritten.ifPresent(problems::add);
        for (Problem problem : problems.subList(Math.min(1, problems.size()), problems.size())) {
            output.warning(problem.message());
        }
        ExitCode end = problems.isEmpty() ? output.succeed() : output.fail(problems.get(0));
        boolean broken = outcomes.stream().anyMatch(outcome -> outcome.fails(failOn, before));
        boolean reached = problems.stream()
                .map(Problem::exit)
                .noneMatch(exit -> exit == ExitCode.INTERRUPTED || exit == ExitCode.INTERNAL || exit == ExitCode.WRITE);
        boolean written =
                problems.isEmpty() ? end == ExitCode.OK : end == problems.get(0).exit();
        return broken && reached && written ? ExitCode.FINDINGS : end;
    }
}
