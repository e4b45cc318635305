package dev.parley.xml;

import org.jspecify.annotations.Nullable;

/**
 * How many different names a document holds, about. The parser's table of names costs time that grows with the square of
 * their number, so a hostile document could keep it busy for hours.
 *
 * <p>The parser gives the same string for the same name, so a name is known by its identity; unlike its hash code, that
 * cannot be chosen by who wrote the document.
 */
final class NameBudget {
    /** More than the names of all data models of a large router together. */
    static final int MOST = 20_000;

    private static final int BITS = 1 << 17;

    /** Small documents cannot go over the budget, and most documents are small. */
    private int unlooked = 4_000;

    private long @Nullable [] seen;
    private int count;

    /** Counts a name; false when there are too many. */
    boolean spend(String name) {
        if (unlooked > 0) {
            unlooked--;
            return true;
        }
        if (seen == null) {
            seen = new long[BITS / Long.SIZE];
        }
        int hash = System.identityHashCode(name);
        int bit = (hash ^ (hash >>> 15)) & (BITS - 1);
        long mask = 1L << bit;
        if ((seen[bit / Long.SIZE] & mask) == 0) {
            seen[bit / Long.SIZE] |= mask;
            count++;
        }
        return count <= MOST;
    }
}
