package dev.parley.inventory;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.OneLine;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something in an inventory that cannot be used.
 *
 * @param place where it stands
 * @param what what is wrong with it
 * @param advice what to do about it, or null where that goes without saying
 */
public record Mistake(Place place, String what, @Nullable String advice) {
    /** In the order of the file. */
    public static final Comparator<Mistake> IN_ORDER = Comparator.comparing(
                    (Mistake mistake) -> mistake.place().file())
            .thenComparing(mistake -> mistake.place().line())
            .thenComparing(mistake -> mistake.place().column());

    /** The same as an error. */
    public InputException toException() {
        return new InputException(Reason.BAD_SETTING, place + ": " + what, advice, null);
    }

    /** In one line: where, what, and what to do. */
    @Override
    public String toString() {
        return OneLine.of(place + ": " + what + (advice == null ? "" : " → " + advice));
    }
}
