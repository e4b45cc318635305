package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.backup.BackupFolder;
import dev.parley.backup.BackupRules;
import dev.parley.backup.ConfigBackup;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.fleet.FleetSummary;
import dev.parley.fleet.Plan;
import dev.parley.fleet.ResultKeeper;
import dev.parley.fleet.SessionJob;
import dev.parley.inventory.Member;
import dev.parley.operation.Datastore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = BackupCommand.NAME,
        header = "Keep the configurations of many devices in a folder.",
        description = {
            "Writes each device's running configuration to a file of its name, in a form in which the same content has the"
                    + " same bytes, so that git diff shows what has changed and nothing else. A file that is as it was is not"
                    + " touched, and that of a device that does not answer stays; the end says how old it is.",
            "Elements keep the order in which a device returns them, because only its model knows whether that means"
                    + " something. For a device that returns them in whatever order, --sort names the lists for which it means"
                    + " nothing, and --sort-siblings puts differently named elements in the order of the alphabet.",
            "Comments are left out, and so are the attributes in which Junos says when and by whom it was last committed;"
                    + " --drop names what else changes by itself: /ntp/clock-period, //last-change, //@etag."
        },
        footer = {
            "@|bold Exit status|@",
            "  0 if every configuration is there as it is now; 10 if some are not; 2 if",
            "  the inventory cannot be used; 9 if something could not be written; 130",
            "  after Ctrl-C.",
            "",
            "@|bold Examples|@",
            "  parley fleet backup -i net.yaml --to configs \\",
            "      && git -C configs add -A && git -C configs commit -m nightly",
            "  parley fleet backup -i net.yaml --to configs --datastore running,startup",
            "  parley fleet backup -i net.yaml --to configs --sort /interfaces/interface \\",
            "      --drop //last-change"
        })
final class BackupCommand implements Callable<Integer> {
    static final String NAME = "backup";

    @Option(names = "--to", paramLabel = "FOLDER", description = "Where; it is made if it is not there.")
    private @Nullable Path folder;

    @Option(
            names = "--datastore",
            paramLabel = "DATASTORE",
            split = ",",
            converter = Words.OfDatastore.class,
            completionCandidates = Words.OfDatastore.class,
            description = "Which configurations; others than running go to folders of their names. Default: running.")
    private List<Datastore> datastores = List.of(Datastore.RUNNING);

    @Option(
            names = "--sort",
            paramLabel = "PATH",
            description =
                    "The order of the elements there means nothing: /interfaces/interface, //user. May be repeated.")
    private List<String> sorted = List.of();

    @Option(
            names = "--sort-siblings",
            description =
                    "Put differently named elements in the order of the alphabet. Keys of lists then need not come"
                            + " first, as some devices want to have it when they are given it back.")
    private boolean siblings;

    @Option(
            names = "--drop",
            paramLabel = "PATH",
            description = "Leave out the elements, or with @ the attributes, there. May be repeated.")
    private List<String> dropped = List.of();

    @Option(names = "--keep-volatile", description = "Keep attributes that are known to change by themselves.")
    private boolean keepVolatile;

    @Mixin
    private final DefaultsOptions defaults = new DefaultsOptions();

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

    BackupCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        Path to = folder;
        Path resumed = records.resumed();
        if (to == null && resumed != null) {
            BackupCommand before = new BackupCommand(common.console());
            records.asBefore(resumed, NAME, given(), before);
            return before.keep(Objects.requireNonNull(before.folder, "a run that began knew where to"));
        }
        if (to == null) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "it is not said where configurations are kept",
                    "name a folder: --to configs",
                    null);
        }
        return keep(to);
    }

    private int keep(Path to) {
        Output output = common.output();
        List<Datastore> wanted = List.copyOf(EnumSet.copyOf(datastores));
        ConfigBackup backup = new ConfigBackup(to, wanted, defaults.mode(), rules());
        FleetSelection.Selected selected = selection.select(reach.known(), output);
        FleetDevices devices = FleetDevices.of(selected, reach, output);
        Plan plan = pace.plan(selected.inventory()).repeating(records.again());
        return records.isRehearsed()
                ? rehearse(backup, selected, devices, plan, output)
                : keep(backup, selected, devices, plan, output);
    }

    private int rehearse(
            ConfigBackup backup, FleetSelection.Selected selected, FleetDevices devices, Plan plan, Output output) {
        try (NetconfClient client = NetconfClient.builder().withoutLogging().build()) {
            return new FleetRehearsal(
                            backup.rehearsal(client, devices::of), selected.members(), plan, records.resumed())
                    .tell(output)
                    .status();
        }
    }

    private int keep(
            ConfigBackup backup, FleetSelection.Selected selected, FleetDevices devices, Plan plan, Output output) {
        List<String> names =
                selected.inventory().members().stream().map(Member::name).toList();
        NetconfClient.Builder builder = NetconfClient.builder();
        if (common.verbosity() == 0) {
            builder.withoutLogging();
        } else {
            Logging.verbosity(common.verbosity(), output.console().terminal().err());
        }
        try (Measuring measuring = metrics.open(output);
                BackupFolder kept = BackupFolder.open(backup.folder(), names);
                NetconfClient client = measuring.measured(builder)) {
            SessionJob job = backup.job(client, devices::of, kept);
            FleetOperation operation = new FleetOperation(selected.members(), plan, records, asked(), output);
            BackupTeller teller = new BackupTeller(output, backup.datastores(), kept);
            FleetSummary summary = teller.tell(operation.run(job, ResultKeeper.NONE, teller));
            return operation.tell(summary, 0, List.of(), "fleet backup").status();
        }
    }

    private BackupRules rules() {
        BackupRules rules = new BackupRules(List.of(), List.of(), siblings, keepVolatile);
        for (String path : dropped) {
            rules = rules.dropping(path);
        }
        for (String path : sorted) {
            rules = rules.sorting(path);
        }
        return rules;
    }

    /** What was given behind the name of this command. */
    private List<String> given() {
        List<String> all = spec.commandLine().getParseResult().originalArgs();
        return spec.parent() == null ? all : all.subList(2, all.size());
    }

    private List<String> asked() {
        List<String> asked = new ArrayList<>(List.of(NAME));
        asked.addAll(given());
        return asked;
    }
}
