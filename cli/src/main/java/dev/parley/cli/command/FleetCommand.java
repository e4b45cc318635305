package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.Console;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.Secrets;
import dev.parley.fleet.FleetSummary;
import dev.parley.fleet.Plan;
import dev.parley.fleet.ResultKeeper;
import dev.parley.fleet.Share;
import dev.parley.inventory.FileNames;
import dev.parley.inventory.Member;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "fleet",
        header = "Do something on many devices.",
        description = {
            "Carries a command out on each device of an inventory, in parallel and in waves. What stands behind -- is any"
                    + " command that works on a device, doctor and audit included, without the device; {device} in it is the"
                    + " device's name, made fit for a file. --then separates several, which follow each other on each"
                    + " device.",
            "With --journal an interrupted run goes on: --resume. What is done is not repeated; a change that had begun and"
                    + " whose answer nobody has seen is neither repeated nor called done or failed, but listed.",
            "parley fleet backup keeps the configurations of all devices."
        },
        footer = {
            "@|bold Exit status|@",
            "  0 if everything is done; 10 if something is not, 7 if nobody knows of a",
            "  change whether it was made, 11 if doctor or audit found something; 2 if the",
            "  inventory or the command cannot be used; 9 if results or journal could not",
            "  be written; 130 after Ctrl-C.",
            "",
            "@|bold Examples|@",
            "  parley fleet -i net.yaml -- hello",
            "  parley fleet -i net.yaml --group edge --where 'site=lab and role!=core' \\",
            "      -- get-config --output {device}.xml",
            "  parley fleet -i hosts.ini --canary 2 --waves 10%%,50%%,100%% --stop-at 5%% \\",
            "      --journal run.jsonl -- edit-config change.xml --commit --then get-config",
            "  parley fleet --resume run.jsonl",
            "  parley fleet -i net.csv --per-group site=5 --results out -- audit",
            "  parley fleet backup -i net.yaml --to configs"
        })
final class FleetCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "-- COMMAND [--then COMMAND]",
            description = "What is done on each device, with its options but without a device: -- get-config --raw")
    private List<String> words = List.of();

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Write what came of it to a file for each device, as JSON, instead of printing it.")
    private @Nullable Path results;

    @Mixin
    private final FleetSelection selection = new FleetSelection();

    @Mixin
    private final FleetPace pace = new FleetPace();

    @Mixin
    private final FleetRecords records = new FleetRecords();

    @Mixin
    private final ReachOptions reach = new ReachOptions();

    @Mixin
    private final MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private final CommonOptions common;

    @Spec
    private CommandSpec spec;

    FleetCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        Path resumed = records.resumed();
        if (words.isEmpty() && resumed != null) {
            FleetCommand before = new FleetCommand(common.console());
            records.asBefore(resumed, "", given(), before);
            return before.carryOut();
        }
        if (words.isEmpty()) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "it is not said what to do",
                    "put a command behind --: parley fleet -i net.yaml -- get-config --output {device}.xml",
                    null);
        }
        return carryOut();
    }

    /** What was given behind the name of this command. */
    private List<String> given() {
        List<String> all = spec.commandLine().getParseResult().originalArgs();
        return spec.parent() == null ? all : all.subList(1, all.size());
    }

    private int carryOut() {
        Output output = common.output();
        FleetSelection.Selected selected = selection.select(reach.known(), output);
        Map<String, String> files = FileNames.of(
                selected.inventory().members().stream().map(Member::name).toList());
        byte[] input = words.contains("-") ? input() : new byte[0];
        Style style = common.style();
        Errand.Household household = new Errand.Household(
                "fleet",
                common.console(),
                new Style(style.json() || results != null, style.color(), style.stackTraces()),
                () -> new ByteArrayInputStream(input),
                device -> files.getOrDefault(device, FileNames.of(device)));
        List<Errand> errands = ErrandJob.split(words).stream()
                .map(command ->
                        Errand.of(command, household, selected.members().get(0).name()))
                .toList();
        FleetDevices devices = FleetDevices.of(selected, reach, output);
        Plan plan = pace.plan(selected.inventory()).repeating(records.again());
        if (errands.stream().anyMatch(errand -> errand.name().equals("audit"))) {
            // a host that is audited twice at once takes one for the other
            plan = plan.with(new Share("host", devices::host, 1));
        }
        ThreadPoolExecutor workers = workers(pace.parallel());
        try {
            ErrandJob job = new ErrandJob(errands, devices, workers, input);
            if (records.isRehearsed()) {
                return new FleetRehearsal(job, selected.members(), plan, records.resumed())
                        .tell(output)
                        .status();
            }
            FleetOperation operation = new FleetOperation(selected.members(), plan, records, asked(), output);
            return run(job, operation, files, output);
        } finally {
            workers.shutdownNow();
        }
    }

    private int run(ErrandJob job, FleetOperation operation, Map<String, String> files, Output output) {
        FleetResults kept = results == null ? null : FleetResults.in(results, files, job);
        FleetTeller teller = new FleetTeller(
                output, job.steps().stream().map(step -> step.name()).toList(), kept);
        NetconfClient.Builder builder = NetconfClient.builder().listener(job);
        if (common.verbosity() == 0) {
            builder.withoutLogging();
        } else {
            Logging.verbosity(common.verbosity(), output.console().terminal().err());
        }
        try (Measuring measuring = metrics.open(output)) {
            return run(job, operation, kept, teller, () -> measuring.measured(builder));
        }
    }

    private static int run(
            ErrandJob job,
            FleetOperation operation,
            @Nullable FleetResults kept,
            FleetTeller teller,
            Supplier<NetconfClient> clients) {
        try (NetconfClient client = clients.get()) {
            job.use(client);
            FleetSummary summary = operation.run(job, kept == null ? ResultKeeper.NONE : kept, teller);
            teller.over(summary);
            return operation
                    .tell(summary, teller.findings(), teller.lost(), "fleet")
                    .status();
        }
    }

    /**
     * How this run was asked for; without anything if a secret is in what is to be done, which a journal is not for. Our own options
     * name the files of secrets, and hold none.
     */
    private List<String> asked() {
        boolean secret = words.stream().anyMatch(word -> !Secrets.hiddenIn(word).equals(word));
        return secret ? List.of() : given();
    }

    private byte[] input() {
        try {
            return common.console().in().readAllBytes();
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot read standard input: " + FileTrouble.words(e), null, e);
        }
    }

    /** Threads for commands that wait for their device: no more than devices are worked on at once. */
    private static ThreadPoolExecutor workers(int most) {
        ThreadPoolExecutor workers =
                new ThreadPoolExecutor(most, most, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "parley-worker");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }
}
