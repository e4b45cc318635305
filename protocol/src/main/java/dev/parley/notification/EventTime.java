package dev.parley.notification;

import dev.parley.message.Deviation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as notifications have them: RFC 3339 with a zone (RFC 5277 section 4), and what devices make of that. */
public final class EventTime {
    private static final int LONGEST_SHOWN = 60;

    private static final Pattern STANDARD =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    private static final Pattern SEEN =
            Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ]+(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d*))?"
                    + " *(?:[Zz]|UTC|GMT|(?:([+-])(\\d\\d):?(\\d\\d)?))?");

    private EventTime() {}

    /**
     * Reads a time. Without a zone it is taken as UTC; a leap second is the last moment of its minute.
     *
     * @param observer is told where it departs from the standard
     * @return empty when it is no date and time at all
     */
    public static Optional<OffsetDateTime> read(String text, Deviation.Observer observer) {
        String given = text.strip();
        Matcher seen = SEEN.matcher(given);
        Optional<OffsetDateTime> time = seen.matches() ? time(seen) : Optional.empty();
        if (time.isEmpty() || !STANDARD.matcher(given).matches()) {
            observer.met(
                    Deviation.EVENT_TIME,
                    given.isEmpty()
                            ? "it is empty"
                            : "\"" + given.substring(0, Math.min(given.length(), LONGEST_SHOWN)) + "\"");
        }
        return time;
    }

    private static Optional<OffsetDateTime> time(Matcher seen) {
        int second = Integer.parseInt(seen.group(6));
        boolean leap = second == 60;
        try {
            return Optional.of(OffsetDateTime.of(
                    Integer.parseInt(seen.group(1)),
                    Integer.parseInt(seen.group(2)),
                    Integer.parseInt(seen.group(3)),
                    Integer.parseInt(seen.group(4)),
                    Integer.parseInt(seen.group(5)),
                    leap ? 59 : second,
                    leap ? 999_999_999 : nanos(seen.group(7)),
                    zone(seen)));
        } catch (DateTimeException e) {
            // the 31st of February, 25 o'clock: digits in the right places, and no time
            return Optional.empty();
        }
    }

    /** What is finer than a nanosecond is cut off. */
    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static ZoneOffset zone(Matcher seen) {
        if (seen.group(8) == null) {
            return ZoneOffset.UTC;
        }
        int minutes = seen.group(10) == null ? 0 : Integer.parseInt(seen.group(10));
        int seconds = Integer.parseInt(seen.group(9)) * 3_600 + minutes * 60;
        return ZoneOffset.ofTotalSeconds(seen.group(8).equals("-") ? -seconds : seconds);
    }

    /** The time as it is sent to a device: in UTC, with as many digits of a second as it has. */
    public static String text(Instant time) {
        return time.toString();
    }
}
