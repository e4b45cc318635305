package dev.parley.simulator.datastore;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a {@code commit} asks for (RFC 6241 section 8.3.4.1 and 8.4). */
public sealed interface Commit {
    /** How long an unconfirmed commit stands if nothing is said (RFC 6241 section 8.4.5.1). */
    Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    /** The token of the persistent confirmed commit that this one follows, or null. */
    @Nullable
    String persistId();

    /** A commit that stands; it confirms a pending one. */
    record Lasting(@Nullable String persistId) implements Commit {}

    /**
     * A commit that is undone unless it is confirmed in time.
     *
     * @param timeout how long it stands, more than nothing
     * @param persist the token that makes it outlive the session, or null
     * @param persistId the token of the commit that this one follows, or null
     */
    record Confirmed(
            Duration timeout,
            @Nullable String persist,
            @Nullable String persistId) implements Commit {}

    /** A commit that stands. */
    static Commit lasting() {
        return new Lasting(null);
    }

    /** A commit that its own session must confirm within the time. */
    static Commit confirmed(Duration timeout) {
        return new Confirmed(timeout, null, null);
    }
}
