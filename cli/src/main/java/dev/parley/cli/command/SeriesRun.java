package dev.parley.cli.command;

import dev.parley.cli.doctor.SeriesProgress;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.device.Device;
import dev.parley.doctor.Doctor;
import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.Journal;
import dev.parley.doctor.series.Pace;
import dev.parley.doctor.series.Series;
import dev.parley.doctor.series.SeriesReport;
import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.event.SessionListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a series of attempts, shows how it goes, and keeps it.
 *
 * @param device with whom
 * @param pace how many and how fast
 * @param record where the attempts are kept, or null
 * @param listeners who is told what happens in the attempts besides
 * @param output where it is shown
 */
record SeriesRun(Device device, Pace pace, @Nullable Path record, List<SessionListener> listeners, Output output) {
    /**
     * What came of it.
     *
     * @param report all attempts
     * @param kept whether all that were to be kept are
     */
    record Made(SeriesReport report, boolean kept) {
        /** How it ends, if the report alone would have ended it so. */
        ExitCode end(ExitCode told) {
            return kept ? told : ExitCode.WRITE;
        }
    }

    /** Makes them, until they are made or the thread is interrupted; what was kept before counts too. */
    Made make() {
        List<AttemptLine> before = before();
        return make(before, record == null ? null : Journal.appendTo(record));
    }

    /** The same with a journal that is open, which is closed then. */
    Made make(List<AttemptLine> before, @Nullable Journal journal) {
        List<AttemptLine> attempts = new ArrayList<>(before);
        KeptAttempts kept = new KeptAttempts(journal, output);
        try (kept) {
            make(attempts, kept);
        }
        return new Made(SeriesReport.of(attempts, ZoneId.systemDefault()), kept.isWhole());
    }

    private void make(List<AttemptLine> attempts, KeptAttempts kept) {
        SeriesProgress progress = new SeriesProgress(device.name(), pace);
        try (Doctor doctor = Doctor.create(listeners);
                StatusLine status = StatusLine.show(output.console(), output.errPaint(), progress::status)) {
            output.giveWayTo(status);
            Series.make(doctor, device, pace, line -> {
                refuseUnusable(line);
                kept.add(line);
                attempts.add(line.essential());
                progress.take(line);
                List<String> news = progress.news();
                if (!output.console().terminal().err()) {
                    news.forEach(output::note);
                }
            });
        } finally {
            output.giveWayTo(null);
        }
    }

    /** Settings that cannot be used are no fault that comes and goes. */
    private static void refuseUnusable(AttemptLine line) {
        Verdict verdict = line.verdict().orElse(null);
        if (verdict != null && verdict.fault() == Fault.SETTINGS_UNUSABLE) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    line.message().orElse(verdict.seen()),
                    verdict.remedies().get(0).text(),
                    null);
        }
    }

    /** The attempts that are in the file already. */
    private List<AttemptLine> before() {
        Path file = record;
        if (file == null || Files.notExists(file)) {
            return List.of();
        }
        Journal.Content content = Journal.read(file);
        if (content.attempts().isEmpty() && content.unreadable() > 0) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    file + " is there and holds no attempts",
                    "name a file that this command wrote, or one that is not there yet",
                    null);
        }
        TreeSet<String> others = content.attempts().stream()
                .map(AttemptLine::device)
                .filter(name -> !name.equals(device.name()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!others.isEmpty()) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    file + " holds attempts at " + String.join(", ", others) + ", and this is " + device.name(),
                    "name another file; parley doctor analyze looks at several together",
                    null);
        }
        if (content.unreadable() > 0) {
            output.warning(SeriesProgress.count(content.unreadable(), "line") + " of " + file + " hold no attempt");
        }
        if (!content.attempts().isEmpty()) {
            output.note(
                    "Going on with " + SeriesProgress.count(content.attempts().size(), "attempt") + " in " + file
                            + ", which count in the report.");
        }
        return content.attempts();
    }
}
