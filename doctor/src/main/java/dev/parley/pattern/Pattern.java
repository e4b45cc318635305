package dev.parley.pattern;

import java.util.List;
import java.util.Locale;

/**
 * Something that failing attempts share, more often than accidents would explain.
 *
 * @param factor what was looked at
 * @param condition which of it fails more often, in words: {@code 192.0.2.7}, {@code more than 40}
 * @param inside the attempts to which it applies
 * @param outside the others that know the factor
 * @param chance how likely it is that attempts without any pattern show this or a clearer one, in any of the splits that
 *     were looked at: at most so much
 * @param alike further patterns that say nothing of their own: they go together with this one
 */
public record Pattern(String factor, String condition, Tally inside, Tally outside, double chance, List<String> alike) {
    /** Copies the list. */
    public Pattern {
        alike = List.copyOf(alike);
    }

    /** One sentence. */
    @Override
    public String toString() {
        return factor + " " + condition + ": " + inside + " failed, of the others " + outside + "; by accident in "
                + (chance < 0.0001 ? "less than 1 of 10,000" : String.format(Locale.ROOT, "%.4f", chance))
                + (chance < 0.0001 ? " cases" : " of all cases");
    }
}
