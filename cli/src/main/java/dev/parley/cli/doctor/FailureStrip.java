package dev.parley.cli.doctor;

import dev.parley.cli.terminal.Paint;
import dev.parley.doctor.series.AttemptLine;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * When attempts failed, as one row of characters: time runs to the right, and each character is a stretch of it. A point
 * stands for attempts that all went well, a bar for the share that failed, a space for no attempts.
 *
 * @param attempts in the order of their times; at least one
 * @param zone whose clock counts
 */
record FailureStrip(List<AttemptLine> attempts, ZoneId zone) {
    private static final String EIGHTHS = "▁▂▃▄▅▆▇█";
    private static final Duration DAY = Duration.ofDays(1);

    /** The row, of so many characters. */
    String row(int width, Paint paint) {
        int[] all = new int[width];
        int[] failed = new int[width];
        long from = first().toEpochMilli();
        long span = Math.max(1, last().toEpochMilli() - from + 1);
        for (AttemptLine line : attempts) {
            int place = (int) ((line.at().toEpochMilli() - from) * width / span);
            all[place]++;
            failed[place] += line.failed() ? 1 : 0;
        }
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < width; i++) {
            if (all[i] == 0) {
                row.append(' ');
            } else if (failed[i] == 0) {
                row.append(paint.faint("·"));
            } else {
                int eighths = (int) Math.ceil(8.0 * failed[i] / all[i]);
                row.append(paint.error(String.valueOf(EIGHTHS.charAt(eighths - 1))));
            }
        }
        return row.toString();
    }

    /** What stands below the row: when it begins on the left, when it ends on the right. */
    String scale(int width) {
        String from = clock(first());
        String to = clock(last());
        return from + " ".repeat(Math.max(2, width - from.length() - to.length())) + to;
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
