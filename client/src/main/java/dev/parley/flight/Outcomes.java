package dev.parley.flight;

import dev.parley.error.NetconfException;
import org.jspecify.annotations.Nullable;

/** How what came of something is called in a recording. */
final class Outcomes {
    private Outcomes() {}

    static String of(@Nullable NetconfException failure) {
        return failure == null ? "ok" : failure.code();
    }
}
