package dev.parley.inventory;

import java.util.List;

/** What a file says, whatever its syntax, with the place of each part. */
sealed interface Tree {
    /** Where it stands. */
    Place place();

    /**
     * A single value.
     *
     * @param text as it is written, without quotes
     * @param encrypted whether Ansible's vault encrypted it
     */
    record Text(String text, boolean encrypted, Place place) implements Tree {}

    /** No value. */
    record Nothing(Place place) implements Tree {}

    /** Several values. */
    record Listing(List<Tree> items, Place place) implements Tree {}

    /** Values with names, which may be there twice. */
    record Mapping(List<Entry> entries, Place place) implements Tree {}

    /**
     * A value with its name.
     *
     * @param key the name
     * @param at where the name stands
     * @param value the value
     */
    record Entry(String key, Place at, Tree value) {}
}
