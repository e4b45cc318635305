package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.fleet.FleetListener;
import dev.parley.fleet.FleetRun;
import dev.parley.fleet.FleetSummary;
import dev.parley.fleet.Job;
import dev.parley.fleet.Journal;
import dev.parley.fleet.Plan;
import dev.parley.fleet.ResultKeeper;
import dev.parley.inventory.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run over a fleet with everything around it: its journal, its progress, what is told of it.
 *
 * @param members on which devices
 * @param plan how
 * @param records what is kept
 * @param asked how it was asked for
 * @param output where it is told
 */
record FleetOperation(List<Member> members, Plan plan, FleetRecords records, List<String> asked, Output output) {
    FleetOperation {
        members = List.copyOf(members);
        asked = List.copyOf(asked);
    }

    /** Carries it out. */
    <V> FleetSummary run(Job<V> job, ResultKeeper keeper, FleetListener listener) {
        try (Journal journal = records.open(job, members, asked)) {
            introduce(job, journal);
            FleetRun<V> run = FleetRun.of(job, members, plan)
                    .with((member, step, answer) -> {
                        keeper.keep(member, step, answer);
                        refuseUnread();
                    })
                    .with(listener);
            if (journal != null) {
                run.with(journal);
            }
            try (StatusLine status =
                    StatusLine.show(output.console(), output.errPaint(), () -> FleetTeller.progress(run.snapshot()))) {
                output.giveWayTo(status);
                return run.run();
            } finally {
                output.giveWayTo(null);
            }
        }
    }

    /** What nobody will see is no reason to begin anything further. */
    private void refuseUnread() throws IOException {
        if (output.isBroken()) {
            throw new IOException("nobody reads any more what is told of it");
        }
    }

    private void introduce(Job<?> job, @Nullable Journal journal) {
        Map<String, @Nullable Object> facts = FleetTeller.event("started");
        facts.put("job", job.title());
        facts.put("devices", members.size());
        facts.put("waves", plan.waves().of(members).size());
        facts.put("parallel", plan.parallel());
        facts.put("journal", journal == null ? null : journal.file().toString());
        facts.put("resumed", journal != null && journal.isResumed());
        if (output.style().json()) {
            output.happened(facts, "");
        } else {
            output.note((journal != null && journal.isResumed() ? "Going on with " : "") + job.title() + " on "
                    + FleetEnd.devices(members.size()) + ", on " + plan.parallel() + " at once.");
        }
    }

    /** The command that goes on with the run, if it kept a journal. */
    @Nullable
    String goOn(String command) {
        Path journal = records.file();
        return journal == null
                ? null
                : output.console().program() + " " + command
                        + (asked.isEmpty() ? " (and what was given now)" : "") + " --resume "
                        + (journal.toString().contains(" ") ? "'" + journal + "'" : journal.toString());
    }

    /** Tells what came of it. */
    ExitCode tell(FleetSummary summary, int findings, List<String> lost, String command) {
        boolean interrupted = Thread.interrupted();
        ExitCode exit = new FleetEnd(summary, findings, lost, goOn(command)).tell(output);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return exit;
    }
}
