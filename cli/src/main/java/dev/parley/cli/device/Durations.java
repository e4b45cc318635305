package dev.parley.cli.device;

import dev.parley.error.InputException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as people write them: {@code 500ms}, {@code 10s}, {@code 1.5m}, {@code 2h}; a bare number is seconds. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ms|s|m|min|h)?");

    private Durations() {}

    /**
     * The time that a text stands for.
     *
     * @throws InputException if it stands for none, or for zero
     */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw notATime(text);
        }
        String unit = form.group(2) == null ? "s" : form.group(2);
        long millis = new BigDecimal(form.group(1))
                .multiply(BigDecimal.valueOf(millisIn(unit)))
                .longValue();
        if (millis == 0) {
            throw notATime(text);
        }
        return Duration.ofMillis(millis);
    }

    /**
     * The time limit that a text stands for.
     *
     * @throws InputException if it stands for none, or for more than a limit may be
     */
    public static Duration parseLimit(String text) {
        Duration limit = parse(text);
        dev.parley.error.Durations.checkLimit(limit);
        return limit;
    }

    private static long millisIn(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "h" -> 3_600_000;
            default -> 60_000;
        };
    }

    private static InputException notATime(String text) {
        return new InputException(
                InputException.Reason.BAD_VALUE,
                "\"" + text + "\" is not a time",
                "write it like 500ms, 10s or 2m",
                null);
    }
}
