package dev.parley.cli.doctor;

import dev.parley.cli.terminal.Paint;
import dev.parley.doctor.series.AttemptLine;
import dev.parley.pattern.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * When attempts failed, as one row of characters: time runs to the right, and each character is a stretch of it. A point
 * stands for attempts that all went well, a bar for the share that failed, a space for no attempts. The highest bar is the
 * largest share.
 *
 * @param attempts in the order of their times; at least one
 * @param zone whose clock counts
 * @param width of how many characters
 */
record FailureStrip(List<AttemptLine> attempts, ZoneId zone, int width) {
    private static final String EIGHTHS = "▁▂▃▄▅▆▇█";
    private static final Duration DAY = Duration.ofDays(1);

    /** The attempts of each stretch of time. */
    private List<Tally> stretches() {
        int[] all = new int[width];
        int[] failed = new int[width];
        long from = first().toEpochMilli();
        long span = Math.max(1, last().toEpochMilli() - from + 1);
        for (AttemptLine line : attempts) {
            int place = (int) ((line.at().toEpochMilli() - from) * width / span);
            all[place]++;
            failed[place] += line.failed() ? 1 : 0;
        }
        return IntStream.range(0, width)
                .mapToObj(i -> new Tally(all[i], failed[i]))
                .toList();
    }

    private static double highest(List<Tally> stretches) {
        return stretches.stream().mapToDouble(Tally::rate).max().orElse(0);
    }

    /** The row. */
    String row(Paint paint) {
        List<Tally> stretches = stretches();
        double highest = highest(stretches);
        StringBuilder row = new StringBuilder();
        for (Tally stretch : stretches) {
            if (stretch.attempts() == 0) {
                row.append(' ');
            } else if (stretch.failed() == 0) {
                row.append(paint.faint("·"));
            } else {
                int eighths = (int) Math.ceil(8 * stretch.rate() / highest);
                row.append(paint.error(String.valueOf(EIGHTHS.charAt(eighths - 1))));
            }
        }
        return row.toString().stripTrailing();
    }

    /** What stands below the row: when it begins on the left, when it ends on the right, how much a bar is between them. */
    String scale() {
        String from = clock(first());
        String to = clock(last());
        double highest = highest(stretches());
        String bar = highest == 0 ? "" : String.format(Locale.ROOT, "█ is %.0f %%", Math.ceil(highest * 100));
        int room = width - from.length() - to.length() - bar.length();
        if (room < 4) {
            bar = "";
            room = Math.max(2, width - from.length() - to.length());
        }
        return from + " ".repeat(room / 2) + bar + " ".repeat(room - room / 2) + to;
    }

    /** {@code from 12:03:04 to 12:19:44}. */
    String span() {
        return "from " + clock(first()) + " to " + clock(last());
    }

    private Instant first() {
        return attempts.get(0).at();
    }

    private Instant last() {
        return attempts.get(attempts.size() - 1).at();
    }

    /** With the date where one clock is not enough. */
    private String clock(Instant time) {
        boolean oneDay = Duration.between(first(), last()).compareTo(DAY) < 0
                && first().atZone(zone).toLocalDate().equals(last().atZone(zone).toLocalDate());
        return DateTimeFormatter.ofPattern(oneDay ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", Locale.ROOT)
                .withZone(zone)
                .format(time);
    }
}
