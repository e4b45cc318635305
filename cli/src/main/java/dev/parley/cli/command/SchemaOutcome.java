package dev.parley.cli.command;

import dev.parley.monitoring.SchemaCatalog;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a module that was to be downloaded.
 *
 * @param module the module
 * @param state whether it is there
 * @param file where it is, or null if it is missing
 * @param bytes its size
 * @param reason why it is missing; else empty
 */
record SchemaOutcome(
        SchemaCatalog.Entry module, State state, @Nullable Path file, long bytes, String reason) {

    /** Whether a module is there. */
    enum State {
        /** It has just been fetched. */
        FETCHED,
        /** It was there already. */
        KEPT,
        /** The device announces it, and does not give it. */
        MISSING
    }

    static SchemaOutcome missing(SchemaCatalog.Entry module, String reason) {
        return new SchemaOutcome(module, State.MISSING, null, 0, reason);
    }

    /** It as JSON. */
    Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = SchemaListing.facts(module);
        facts.put("state", state.name().toLowerCase(Locale.ROOT));
        facts.put("file", file == null ? null : file.getFileName());
        facts.put("bytes", file == null ? null : bytes);
        facts.put("reason", file == null ? reason : null);
        return facts;
    }
}
