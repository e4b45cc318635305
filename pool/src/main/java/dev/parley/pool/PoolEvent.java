package dev.parley.pool;

import dev.parley.error.NetconfException;
import dev.parley.event.SessionKey;
import java.time.Duration;
import java.util.List;

/**
 * Something that happened in a pool. The contract, for each session:
 *
 * <pre>
 *   Created ( Lent Returned Cleaned? )* Retired
 * </pre>
 *
 * Every {@code Created} is followed by exactly one {@code Retired}, and every {@code Lent} by exactly one {@code Returned}. When
 * the pool is closed while somebody holds a session, {@code Retired} comes before {@code Returned}, or crosses {@code Lent}.
 */
public sealed interface PoolEvent {
    /**
     * A session was opened.
     *
     * @param session which
     * @param took how long the attempt took, as its timeline has it: without the time in which it waited for its turn in the client
     */
    record Created(SessionKey session, Duration took) implements PoolEvent {}

    /**
     * A session could not be opened. It goes to whoever has waited longest, and to nobody else.
     *
     * @param failure why
     */
    record OpenFailed(Throwable failure) implements PoolEvent {}

    /**
     * A session was lent.
     *
     * @param session which
     * @param holder to whom
     * @param waited how long that one had waited
     */
    record Lent(SessionKey session, String holder, Duration waited) implements PoolEvent {}

    /**
     * Nobody lent a session: its time was up, there were too many before, it gave up, or the pool was closed.
     *
     * @param holder who wanted one
     * @param failure what was thrown
     */
    record NotLent(String holder, NetconfException failure) implements PoolEvent {}

    /**
     * A session was returned.
     *
     * @param session which
     * @param holder by whom
     * @param held how long that one had it
     */
    record Returned(SessionKey session, String holder, Duration held) implements PoolEvent {}

    /**
     * What a holder had left on a session was taken back.
     *
     * @param session which
     * @param requests the names of the operations that did it
     * @param took how long that took
     */
    record Cleaned(SessionKey session, List<String> requests, Duration took) implements PoolEvent {}

    /**
     * A session is not lent again, and ends.
     *
     * @param session which
     * @param why the reason
     * @param detail the reason in words, with what is known of it, on one line
     * @param age the time since it was opened
     */
    record Retired(SessionKey session, Retirement why, String detail, Duration age) implements PoolEvent {}
}
