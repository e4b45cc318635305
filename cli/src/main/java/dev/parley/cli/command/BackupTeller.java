package dev.parley.cli.command;

import dev.parley.backup.BackupFolder;
import dev.parley.backup.ConfigBackup;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.error.Durations;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.fleet.Answer;
import dev.parley.fleet.FleetListener;
import dev.parley.fleet.FleetSummary;
import dev.parley.fleet.Outcome;
import dev.parley.fleet.Outcome.State;
import dev.parley.fleet.Trouble;
import dev.parley.operation.Datastore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells how a backup goes: of each device what became of its files, and at the end how old those are that were not fetched. */
final class BackupTeller implements FleetListener {
    private final Output output;
    private final List<Datastore> datastores;
    private final BackupFolder folder;
    private final FleetTeller progress;
    private final Map<String, Integer> changes = new TreeMap<>();

    BackupTeller(Output output, List<Datastore> datastores, BackupFolder folder) {
        this.output = output;
        this.datastores = List.copyOf(datastores);
        this.folder = folder;
        this.progress = new FleetTeller(output, List.of("backup"), null);
    }

    @Override
    public void wave(int number, int of, int devices) {
        progress.wave(number, of, devices);
    }

    @Override
    public void stops(Stop why) {
        progress.stops(why);
    }

    @Override
    public void ended(Outcome outcome) {
        note(outcome);
        Map<String, @Nullable Object> facts = FleetTeller.event("result");
        facts.put("device", outcome.member().name());
        facts.put("state", FleetTeller.word(outcome.state()));
        facts.put("before", outcome.before());
        facts.put("tookMs", outcome.took());
        Trouble trouble = outcome.trouble();
        facts.put("error", trouble == null ? null : FleetTeller.facts(trouble));
        facts.put(
                "files",
                outcome.answers().stream()
                        .filter(each -> each.trouble() == null)
                        .map(Answer::facts)
                        .toList());
        List<String> changed = outcome.answers().stream()
                .filter(each -> each.trouble() == null
                        && !"unchanged".equals(each.facts().get(ConfigBackup.CHANGE)))
                .map(each -> each.facts().get(ConfigBackup.CHANGE) + ": "
                        + each.facts().get(ConfigBackup.FILE))
                .toList();
        boolean seen = output.style().json()
                || (!outcome.before()
                        && (!output.console().terminal().err() || outcome.state() != State.DONE || !changed.isEmpty()));
        if (seen) {
            output.happened(facts, line(outcome, changed));
        }
    }

    private void note(Outcome outcome) {
        for (Answer answer : outcome.answers()) {
            if (answer.trouble() == null) {
                changes.merge(String.valueOf(answer.facts().get(ConfigBackup.CHANGE)), 1, Integer::sum);
            }
        }
        Trouble trouble = outcome.trouble();
        if (trouble != null && outcome.state() != State.DONE) {
            // with the first that failed, those behind it were not asked for either
            for (Datastore datastore : datastores.subList(outcome.steps(), datastores.size())) {
                folder.failed(outcome.member().name(), datastore, trouble.message());
            }
        }
    }

    private String line(Outcome outcome, List<String> changed) {
        Paint paint = output.paint();
        String mark = outcome.state() == State.DONE ? paint.success("✓") : paint.error("✗");
        Trouble trouble = outcome.trouble();
        return mark + " " + paint.strong(Printable.line(outcome.member().name())) + "  "
                + (trouble == null ? "" : Printable.line(trouble.message()))
                + (trouble == null ? (changed.isEmpty() ? paint.faint("unchanged") : String.join(", ", changed)) : "")
                + "  " + paint.faint(Durations.text(outcome.took()));
    }

    /** What became of the folder; of the run, if that cannot be written down, that something cannot be written. */
    FleetSummary tell(FleetSummary summary) {
        InputException unwritten = save();
        List<Map<String, @Nullable Object>> stale = stale(summary);
        List<String> others = others();
        Map<String, @Nullable Object> facts = FleetTeller.event("backup");
        facts.put("folder", folder.path().toString());
        for (BackupFolder.Change change : BackupFolder.Change.values()) {
            facts.put(FleetTeller.word(change), changes.getOrDefault(FleetTeller.word(change), 0));
        }
        facts.put("leftOut", new TreeMap<>(folder.leftOut()));
        facts.put("stale", stale);
        facts.put("others", others);
        facts.put("error", unwritten == null ? null : FleetTeller.facts(Trouble.of(unwritten)));
        if (output.style().json()) {
            output.happened(facts, "");
        } else {
            List<String> parts = new ArrayList<>();
            changes.forEach((change, number) -> parts.add(number + " " + change));
            output.note(folder.path() + ": " + (parts.isEmpty() ? "nothing fetched" : String.join(", ", parts)));
            folder.leftOut().forEach((rule, number) -> output.note("  left out: " + number + " × " + rule));
            for (Map<String, @Nullable Object> each : stale) {
                output.note("  " + output.errPaint().warning("not fetched:") + " " + words(each));
            }
            others.forEach(file -> output.note("  of no device in the inventory: " + file));
            if (unwritten != null) {
                output.warning(unwritten.getMessage() + "; how old the files are is not written down");
            }
        }
        return unwritten == null ? summary : new FleetSummary(summary.outcomes(), Stop.UNWRITABLE, summary.took());
    }

    private @Nullable InputException save() {
        try {
            folder.save();
            return null;
        } catch (InputException e) {
            return e;
        }
    }

    private static String words(Map<String, @Nullable Object> stale) {
        if (Boolean.FALSE.equals(stale.get("there"))) {
            return stale.get("file") + " is not there yet";
        }
        return stale.get("file") + " is "
                + (stale.get("fetched") == null
                        ? "of unknown age: when it was fetched is not written down"
                        : "of " + stale.get("fetched") + ", " + stale.get("age"));
    }

    private List<Map<String, @Nullable Object>> stale(FleetSummary summary) {
        List<Map<String, @Nullable Object>> stale = new ArrayList<>();
        for (Outcome outcome : summary.outcomes()) {
            if (outcome.state() == State.DONE) {
                continue;
            }
            String device = outcome.member().name();
            for (Datastore datastore : datastores.subList(outcome.steps(), datastores.size())) {
                Optional<Instant> fetched = folder.fetched(device, datastore);
                Map<String, @Nullable Object> facts = new LinkedHashMap<>();
                facts.put("device", device);
                facts.put("datastore", datastore.wireName());
                facts.put("file", folder.file(device, datastore).toString());
                facts.put("there", folder.isThere(device, datastore));
                facts.put("fetched", fetched.orElse(null));
                facts.put("age", fetched.map(BackupTeller::age).orElse(null));
                stale.add(facts);
            }
        }
        return stale;
    }

    private static String age(Instant fetched) {
        Duration age = Duration.between(fetched, Instant.now());
        long hours = Math.max(0, age.toHours());
        if (hours < 48) {
            return hours == 0 ? "less than an hour old" : hours + (hours == 1 ? " hour old" : " hours old");
        }
        return hours / 24 + " days old";
    }

    private List<String> others() {
        try {
            return folder.others(EnumSet.copyOf(datastores)).stream()
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            output.warning(folder.path() + " cannot be looked at: " + FileTrouble.words(e));
            return List.of();
        }
    }
}
