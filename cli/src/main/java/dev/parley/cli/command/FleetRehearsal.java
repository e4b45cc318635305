package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Table;
import dev.parley.fleet.Job;
import dev.parley.fleet.Journal;
import dev.parley.fleet.JournalHead;
import dev.parley.fleet.Plan;
import dev.parley.fleet.Share;
import dev.parley.fleet.Standing;
import dev.parley.fleet.Step;
import dev.parley.inventory.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, told without a connection.
 *
 * @param job what is done
 * @param members on which devices
 * @param plan how
 * @param resumed the journal that would be gone on with, or null
 */
record FleetRehearsal(
        Job<?> job,
        List<Member> members,
        Plan plan,
        @Nullable Path resumed) {
    private static final int SHOWN = 8;

    ExitCode tell(Output output) {
        Standing standing = resumed == null ? null : standing(resumed);
        List<List<Member>> waves = plan.waves().of(members);
        output.fact("dryRun", true);
        output.fact("job", job.title());
        output.fact("steps", job.steps().stream().map(FleetRehearsal::facts).toList());
        output.fact("parallel", plan.parallel());
        output.fact("perGroup", shares());
        output.fact("waves", waves.stream().map(FleetRehearsal::names).toList());
        if (standing != null) {
            output.fact("done", standing.done());
            output.fact("refused", standing.refused());
            output.fact("unknown", standing.unknown());
            output.fact("open", standing.open());
        }
        output.line("parley would do " + output.paint().strong(Printable.line(job.title())) + " on "
                + FleetEnd.devices(members.size()) + ", on " + plan.parallel() + " at once" + limits());
        for (Step<?> step : job.steps()) {
            output.line("  " + step.name()
                    + (step.changes() ? output.paint().warning("  changes devices") : "  only reads"));
        }
        Table table = Table.of(Table.numbers("WAVE"), Table.numbers("DEVICES"), Table.words("WHICH"));
        for (int i = 0; i < waves.size(); i++) {
            table.row(Integer.toString(i + 1), Integer.toString(waves.get(i).size()), some(names(waves.get(i))));
        }
        table.lines(output.paint()).forEach(output::line);
        if (standing != null) {
            tell(standing, output);
        }
        output.line("Nothing was done: this is a dry run.");
        return output.succeed();
    }

    private Standing standing(Path journal) {
        JournalHead now = JournalHead.of(job, members, List.of());
        Journal.check(journal, now);
        return Journal.standing(journal);
    }

    private void tell(Standing standing, Output output) {
        output.line("of these, done already: " + standing.done().size());
        if (!standing.refused().isEmpty()) {
            output.line("refused, and left alone"
                    + (plan.again().contains(Plan.Again.REFUSED) ? " no longer" : "") + ": "
                    + some(standing.refused()));
        }
        if (!standing.unknown().isEmpty()) {
            output.line("unknown, and left alone"
                    + (plan.again().contains(Plan.Again.UNKNOWN) ? " no longer" : "") + ": "
                    + some(standing.unknown()));
        }
    }

    private Map<String, Integer> shares() {
        Map<String, Integer> shares = new LinkedHashMap<>();
        for (Share share : plan.shares()) {
            shares.put(share.name(), share.most());
        }
        return shares;
    }

    private String limits() {
        List<String> limits = new ArrayList<>();
        shares().forEach((name, most) -> limits.add(most + " of each " + name));
        return limits.isEmpty() ? "" : " (" + String.join(", ", limits) + ")";
    }

    private static Map<String, Object> facts(Step<?> step) {
        return Map.of("step", step.name(), "changes", step.changes());
    }

    private static List<String> names(List<Member> members) {
        return members.stream().map(Member::name).toList();
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? ", … (" + (names.size() - SHOWN) + " more)" : "");
    }
}
