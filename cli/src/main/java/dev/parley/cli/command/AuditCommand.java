package dev.parley.cli.command;

import dev.parley.audit.Audit;
import dev.parley.audit.AuditReport;
import dev.parley.audit.Baseline;
import dev.parley.audit.HtmlReport;
import dev.parley.audit.JsonReport;
import dev.parley.audit.Profile;
import dev.parley.audit.SarifReport;
import dev.parley.audit.Severity;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.NetconfException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
                    + " audit changes nothing on the device; it makes some sixty connections, one at a time."
        },
        footer = {
            "@|bold Examples|@",
            "  parley audit tls://pe1 --ca ca.crt --cert me.crt --key me.key",
            "  parley audit pe1 pe2 pe3 --profile nist --fail-on high",
            "  parley audit pe1 --json > baseline.json",
            "  parley audit pe1 --baseline baseline.json --sarif audit.sarif",
            "  parley audit pe1 pe2 --html audit.html"
        })
final class AuditCommand implements Callable<Integer> {
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
            description = "Show only what has changed since that audit, which was written with --json.")
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
            description = "Listen for NETCONF in the clear on that port of the device, too. May be repeated.")
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

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger rules = new AtomicInteger();

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
        List<AuditReport> reports = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        try (StatusLine status = StatusLine.show(output.console(), output.errPaint(), () -> progress(audits))) {
            output.giveWayTo(status);
            run(audits, before, output, reports, problems);
        } finally {
            output.giveWayTo(null);
        }
        writeFiles(reports, problems, before, output);
        return end(output, before, reports, problems).status();
    }

    private String progress(List<Audit> audits) {
        int total = audits.stream().mapToInt(Audit::rules).sum();
        return "auditing: " + done + " of " + audits.size() + " devices, " + rules + " of " + total + " rules";
    }

    /** Prints each as soon as it is there, in the order of the devices. */
    private void run(
            List<Audit> audits,
            @Nullable Baseline before,
            Output output,
            List<AuditReport> reports,
            List<Problem> problems) {
        AuditPrinter printer =
                new AuditPrinter(output, all ? AuditPrinter.Selection.ALL : AuditPrinter.Selection.BROKEN);
        ExecutorService auditors = Executors.newFixedThreadPool(Math.min(parallel, audits.size()));
        try {
            List<Future<AuditReport>> running = audits.stream()
                    .map(audit -> auditors.submit(() -> audit(audit)))
                    .toList();
            for (Future<AuditReport> each : running) {
                try {
                    AuditReport report = each.get();
                    reports.add(report);
                    if (before == null) {
                        printer.print(report);
                    } else {
                        printer.printChanges(report, before.changes(report));
                    }
                } catch (ExecutionException e) {
                    problems.add(
                            e.getCause() instanceof NetconfException known ? Problem.of(known) : Problem.internal(e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.add(new Problem(ExitCode.INTERRUPTED, "cancelled", "the audit was interrupted", null, e));
        } finally {
            auditors.shutdownNow();
        }
    }

    private AuditReport audit(Audit audit) {
        try {
            return audit.run(finding -> rules.incrementAndGet());
        } finally {
            done.incrementAndGet();
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

    private void writeFiles(
            List<AuditReport> reports, List<Problem> problems, @Nullable Baseline before, Output output) {
        if (sarif != null) {
            TargetFile.of(sarif, SARIF).write(partial -> {
                try (OutputStream out = Files.newOutputStream(partial)) {
                    SarifReport.write(reports, Version.text(), out);
                }
            });
        }
        if (html != null) {
            HtmlReport page = new HtmlReport(
                    reports, problems.stream().map(Problem::message).toList(), before);
            ReportOption.write(TargetFile.of(html, HTML), page.page(), output);
        }
    }

    private ExitCode end(Output output, @Nullable Baseline before, List<AuditReport> reports, List<Problem> problems) {
        output.fact(
                "audits", reports.stream().map(report -> facts(report, before)).toList());
        for (Problem problem : problems.subList(Math.min(1, problems.size()), problems.size())) {
            output.warning(problem.message());
        }
        if (!problems.isEmpty()) {
            return output.fail(problems.get(0));
        }
        ExitCode written = output.succeed();
        Severity least = failOn;
        boolean broken = least != null && reports.stream().anyMatch(report -> report.fails(least));
        return written == ExitCode.OK && broken ? ExitCode.FINDINGS : written;
    }

    private static Map<String, Object> facts(AuditReport report, @Nullable Baseline before) {
        Map<String, Object> facts = new LinkedHashMap<>(JsonReport.facts(report));
        if (before != null) {
            facts.put(
                    "changed",
                    before.changes(report).stream()
                            .map(change -> change.finding().rule().id())
                            .toList());
        }
        return facts;
    }
}
