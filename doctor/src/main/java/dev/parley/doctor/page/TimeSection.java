package dev.parley.doctor.page;

import dev.parley.doctor.series.AttemptLine;
import dev.parley.page.Axis;
import dev.parley.page.Bars;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** When attempts were made, and when they failed. */
record TimeSection(Page page, List<AttemptLine> attempts, ZoneId zone) {
    private static final int MOST_BARS = 90;
    private static final int MOST_TICKS = 4;
    private static final double TOO_NEAR = 0.2;
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(365));

    void write() {
        if (attempts.size() < 2) {
            return;
        }
        Instant from = attempts.get(0).at();
        long span = Math.max(
                1,
                Duration.between(from, attempts.get(attempts.size() - 1).at()).toMillis());
        int bars = Math.max(1, Math.min(MOST_BARS, attempts.size()));
        int[] made = new int[bars];
        int[] failed = new int[bars];
        for (AttemptLine attempt : attempts) {
            long after = Duration.between(from, attempt.at()).toMillis();
            int bin = (int) Math.min(bars - 1, after * bars / span);
            made[bin]++;
            failed[bin] += attempt.failed() ? 1 : 0;
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < bars; i++) {
            names.add(Page.moment(from.plusMillis(span * i / bars), zone));
        }
        page.section(
                "When",
                () -> new Bars(
                                "Attempts and failures along the time",
                                "Each bar stands for " + Numbers.millis((double) span / bars)
                                        + ". Above all attempts, below those that failed.",
                                axis(from, span),
                                names,
                                List.of(panel("Attempts", made, false), panel("Failed", failed, true)))
                        .draw(page.markup()));
    }

    static Bars.Panel panel(String name, int[] counts, boolean bad) {
        List<Integer> all = new ArrayList<>();
        for (int count : counts) {
            all.add(count);
        }
        return new Bars.Panel(name, bad, all);
    }

    /** Marks at round times of the zone. */
    private Axis axis(Instant from, long span) {
        Duration step = STEPS.stream()
                .filter(each -> span / each.toMillis() <= MOST_TICKS)
                .findFirst()
                .orElse(Duration.ofDays(3_650));
        DateTimeFormatter format = step.toMinutes() < 1
                ? SECOND
                : step.toDays() >= 1 ? DAY : span > Duration.ofHours(20).toMillis() ? HOUR : MINUTE;
        ZonedDateTime midnight = from.atZone(zone).truncatedTo(ChronoUnit.DAYS);
        long first = Duration.between(midnight, from.atZone(zone)).toMillis() / step.toMillis();
        List<Axis.Tick> ticks = new ArrayList<>();
        for (long i = first; i <= first + MOST_TICKS + 1; i++) {
            ZonedDateTime at = midnight.plus(step.multipliedBy(i));
            double share = (double) Duration.between(from, at.toInstant()).toMillis() / span;
            boolean near =
                    !ticks.isEmpty() && share - ticks.get(ticks.size() - 1).at() < TOO_NEAR;
            if (share >= 0 && share <= 1 && !near) {
                ticks.add(new Axis.Tick(share, format.format(at)));
            }
        }
        return ticks.isEmpty()
                ? new Axis(List.of(new Axis.Tick(0, SECOND.format(from.atZone(zone)))))
                : new Axis(ticks);
    }
}
