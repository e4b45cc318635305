package dev.parley.fleet;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How much of a wave is too much to fail. As soon as so much of it has, no further device is begun.
 *
 * @param percent the part of a wave that is too much, in percent; 0 if a number counts
 * @param devices the number of devices that is too much; 0 if a part counts
 */
public record StopAt(double percent, int devices) {
    /** However much fails, it goes on. */
    public static final StopAt NEVER = new StopAt(0, 0);

    private static final String SAID_NEVER = "never";

    /**
     * Reads {@code 5%}, {@code 3} devices, or {@code never}.
     *
     * @throws InputException if it cannot be understood
     */
    public static StopAt parse(String text) {
        if (text.strip().equals(SAID_NEVER)) {
            return NEVER;
        }
        try {
            String size = text.strip();
            StopAt read = size.endsWith("%")
                    ? new StopAt(Double.parseDouble(size.substring(0, size.length() - 1)), 0)
                    : new StopAt(0, Integer.parseInt(size));
            if (read.percent > 0 && read.percent <= 100 || read.devices > 0) {
                return read;
            }
        } catch (NumberFormatException e) {
            throw wrong(text, e);
        }
        throw wrong(text, null);
    }

    private static InputException wrong(String text, @Nullable Exception cause) {
        return new InputException(
                Reason.BAD_VALUE,
                "\"" + text + "\" does not say how many failures are too many",
                "write a part of a wave, such as 5%, a number of devices, or never",
                cause);
    }

    /** Whether so many of a wave of that size are too many. */
    public boolean isReached(int failed, int wave) {
        if (failed == 0) {
            return false;
        }
        return devices > 0 ? failed >= devices : percent > 0 && failed * 100.0 >= percent * wave;
    }
}
