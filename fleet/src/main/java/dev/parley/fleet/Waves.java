package dev.parley.fleet;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which portions a fleet is worked on: one begins when the one before it is through. First a few canaries, then as the sizes
 * say: numbers are sizes of waves, the last of which counts for all that follow; percentages say how much of all is through
 * after a wave, canaries included. What is left then is a last wave.
 *
 * @param canaries how many devices go first
 * @param sizes what follows; none for all at once
 */
public record Waves(int canaries, List<Size> sizes) {
    /** All at once. */
    public static final Waves ONE = new Waves(0, List.of());

    /** How large a wave is. */
    public sealed interface Size {}

    /** So many devices. */
    public record Count(int devices) implements Size {
        /** Checks the number. */
        public Count {
            if (devices < 1) {
                throw InputException.of(Reason.BAD_VALUE, "a wave has at least 1 device, not " + devices);
            }
        }
    }

    /** As many as bring the part of all that is through to so much. */
    public record Percent(double upTo) implements Size {
        /** Checks the number. */
        public Percent {
            if (!(upTo > 0 && upTo <= 100)) {
                throw InputException.of(Reason.BAD_VALUE, "a part of all is from 0% to 100%, not " + upTo + "%");
            }
        }
    }

    /** Copies the list. */
    public Waves {
        sizes = List.copyOf(sizes);
        if (canaries < 0) {
            throw InputException.of(Reason.BAD_VALUE, "there are 0 canaries or more, not " + canaries);
        }
        double before = 0;
        for (Size size : sizes) {
            if (size instanceof Percent percent) {
                if (percent.upTo() <= before) {
                    throw new InputException(
                            Reason.BAD_VALUE,
                            "waves are at " + before + "%, and then at " + percent.upTo() + "% of all",
                            "percentages say how much is through after a wave: 10%,50%,100%",
                            null);
                }
                before = percent.upTo();
            }
        }
    }

    /**
     * Reads sizes: {@code 10%,50%,100%} or {@code 5,20,100}.
     *
     * @throws InputException if they cannot be understood
     */
    public static Waves parse(int canaries, String sizes) {
        List<Size> read = new ArrayList<>();
        for (String size :
                Arrays.stream(sizes.split(",", -1)).map(String::strip).toList()) {
            try {
                read.add(
                        size.endsWith("%")
                                ? new Percent(Double.parseDouble(size.substring(0, size.length() - 1)))
                                : new Count(Integer.parseInt(size)));
            } catch (NumberFormatException e) {
                throw new InputException(
                        Reason.BAD_VALUE,
                        "\"" + size + "\" is not the size of a wave",
                        "write numbers, 5,20,100, or how much is through after each wave, 10%,50%,100%",
                        e);
            }
        }
        return new Waves(canaries, read);
    }

    /** The portions of a list; none of them is empty. */
    public <T> List<List<T>> of(List<T> all) {
        List<List<T>> waves = new ArrayList<>();
        int through = Math.min(canaries, all.size());
        if (through > 0) {
            waves.add(List.copyOf(all.subList(0, through)));
        }
        int next = 0;
        while (through < all.size()) {
            int end = all.size();
            if (next < sizes.size()) {
                end = end(sizes.get(next), through, all.size());
                boolean counts = next == sizes.size() - 1 && sizes.get(next) instanceof Count;
                next += counts ? 0 : 1;
            }
            if (end > through) {
                waves.add(List.copyOf(all.subList(through, end)));
                through = end;
            }
        }
        return waves;
    }

    private static int end(Size size, int through, int all) {
        if (size instanceof Count count) {
            return Math.min(all, through + count.devices());
        }
        return (int) Math.min(all, Math.ceil(all * ((Percent) size).upTo() / 100 - 1e-9));
    }
}
