package dev.parley.cli.command;

import dev.parley.cli.device.Durations;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.message.Deviation;
import dev.parley.notification.EventTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads points in time as people give them: so long ago or from now ({@code 90s}, {@code 1h}, {@code 2d}), {@code now}, or a date and a
 * time ({@code 2026-11-20T17:00:00Z}; without a zone, this machine's), or one of the two.
 *
 * @param now what it is now, where this machine is
 */
record Moments(ZonedDateTime now) {
    private static final Pattern DAYS = Pattern.compile("(\\d{1,5})\\s*d");
    private static final Pattern ZONED = Pattern.compile(".*\\d[Tt ]+\\d.*([Zz]|[+-]\\d\\d:?\\d\\d)");
    private static final Deviation.Observer TOLERANT = (deviation, detail) -> {};

    static Moments ofThisMachine() {
        return new Moments(ZonedDateTime.now(ZoneId.systemDefault()));
    }

    /** A time that is over, unless somebody says otherwise. */
    Instant past(String option, String given) {
        return moment(option, given, -1);
    }

    /** A time to come, unless somebody says otherwise. */
    Instant future(String option, String given) {
        return moment(option, given, 1);
    }

    private Instant moment(String option, String given, int direction) {
        String text = given.strip();
        return text.equals("now")
                ? now.toInstant()
                : distance(text)
                        .map(distance -> now.toInstant().plus(distance.multipliedBy(direction)))
                        .or(() -> zoned(text))
                        .or(() -> local(text))
                        .orElseThrow(() -> new InputException(
                                Reason.BAD_VALUE,
                                "\"" + given + "\" is not a time for " + option,
                                "write it like now, 1h, 2d, 17:00, 2026-11-20 or 2026-11-20T17:00:00Z",
                                null));
    }

    private static Optional<Duration> distance(String text) {
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            return Optional.of(Duration.ofDays(Long.parseLong(days.group(1))));
        }
        try {
            return Optional.of(Durations.parse(text));
        } catch (InputException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> zoned(String text) {
        return ZONED.matcher(text).matches()
                ? EventTime.read(text, TOLERANT).map(OffsetDateTime::toInstant)
                : Optional.empty();
    }

    private Optional<Instant> local(String text) {
        ZoneId zone = now.getZone();
        String spaced = text.replaceFirst(" +", "T");
        try {
            if (spaced.contains("T")) {
                return Optional.of(LocalDateTime.parse(spaced).atZone(zone).toInstant());
            }
            return Optional.of(
                    text.contains(":")
                            ? now.toLocalDate()
                                    .atTime(LocalTime.parse(text))
                                    .atZone(zone)
                                    .toInstant()
                            : LocalDate.parse(text).atStartOfDay(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
