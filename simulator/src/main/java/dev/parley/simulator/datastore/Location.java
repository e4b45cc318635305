package dev.parley.simulator.datastore;

/** Where a whole configuration comes from or goes to (RFC 6241 sections 7.3 and 8.8). */
public sealed interface Location {

    /** A datastore. */
    record Stored(Datastore datastore) implements Location {}

    /** The request itself: a {@code config} element. Never a target. */
    record Inline(DataTree tree) implements Location {}

    /** A file; the simulated device keeps it in memory under its URL. */
    record Url(String url) implements Location {}

    /** A datastore. */
    static Location of(Datastore datastore) {
        return new Stored(datastore);
    }
}
