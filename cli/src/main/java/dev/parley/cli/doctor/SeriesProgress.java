package dev.parley.cli.doctor;

import dev.parley.cli.terminal.Printable;
import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a series has come, for those who wait: in one line that is repainted, or in news. Safe for all threads. */
public final class SeriesProgress {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String device;
    private final Pace pace;
    private final Instant start = Instant.now();
    private final List<String> news = new ArrayList<>();
    private Instant lastCount = start;
    private int made;
    private int failed;
    private @Nullable AttemptLine lastFailure;

    /** The progress of a series that begins now. */
    public SeriesProgress(String device, Pace pace) {
        this.device = device;
        this.pace = pace;
    }

    /** {@code 1 line}, {@code 2 lines}. */
    public static String count(int number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    /** An attempt is over. */
    public synchronized void take(AttemptLine line) {
        made++;
        if (line.failed()) {
            failed++;
            lastFailure = line;
            news.add(CLOCK.format(line.at()) + " attempt " + made + " failed: " + words(line) + " after "
                    + StepTable.time(Duration.ofNanos((long) (line.millis() * 1e6)))
                    + line.address().map(address -> ", " + address).orElse(""));
        }
        Instant now = Instant.now();
        if (Duration.between(lastCount, now).compareTo(QUIET) >= 0) {
            lastCount = now;
            news.add(CLOCK.format(now) + " attempts: " + counts() + left(now));
        }
    }

    /** What happened since this was last asked: each failure, and now and then how far it is. */
    public synchronized List<String> news() {
        List<String> told = news.stream().map(Printable::line).toList();
        news.clear();
        return told;
    }

    /** How far it is, in one line. */
    public synchronized String status() {
        Instant now = Instant.now();
        AttemptLine last = lastFailure;
        String failure =
                last == null ? "" : "; " + last.failure() + " " + rough(Duration.between(last.at(), now)) + " ago";
        return Printable.line(device + ": " + counts() + left(now) + failure);
    }

    private String counts() {
        String all = pace.times() == Integer.MAX_VALUE ? made + " made" : made + " of " + pace.times();
        return all + ", " + failed + " failed";
    }

    /** Attempts that fail take longer than others, so what was seen so far counts, and not the pace alone. */
    private String left(Instant now) {
        Duration lasted = Duration.between(start, now);
        Duration left = pace.lasting().minus(lasted);
        if (pace.times() != Integer.MAX_VALUE) {
            if (made == 0) {
                return "";
            }
            Duration planned =
                    pace.every().multipliedBy(2L * (pace.times() - made)).dividedBy(pace.atOnce() + 1);
            Duration going = lasted.multipliedBy(pace.times() - made).dividedBy(made);
            left = planned.compareTo(going) > 0 ? planned : going;
        }
        return left.isNegative() ? "" : ", " + rough(left) + " left";
    }

    private static String words(AttemptLine line) {
        return line.failure() + (line.phase() == null ? "" : " in " + line.phase());
    }

    /** {@code 40 s}, {@code 12 min}, {@code 3 h 20 min}. */
    private static String rough(Duration time) {
        if (time.toSeconds() < 100) {
            return Math.max(0, time.toSeconds()) + " s";
        }
        return time.toMinutes() < 100
                ? time.toMinutes() + " min"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
