package dev.parley.simulator.datastore;

/** Which part of a data tree is wanted (RFC 6241 section 7.1). */
public sealed interface Filter permits SubtreeFilter, XPathFilter {

    /**
     * The part that is wanted: what is selected with everything below it, its ancestors, and the keys of the list
     * entries among them.
     *
     * @throws Refusal if the filter cannot be evaluated
     */
    DataTree select(DataTree from, Schema schema);
}
