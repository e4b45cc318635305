package dev.parley.standing;

import dev.parley.event.SessionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a standing session is doing at the moment.
 *
 * <pre>
 *   QUEUED ── its turn ──▶ OPENING ── ok ──▶ UP ── lost ──▶ WAITING ── time ──▶ QUEUED
 *                             ├── the device does not answer ──▶ WAITING or CIRCUIT OPEN ── time ──▶ QUEUED
 *                             ├── needs somebody to mend it ──▶ REFUSED ── much time, or new files ──▶ QUEUED
 *                             └── no use in trying ──▶ GIVEN UP ── retry(), or after logins a new identity ──▶ QUEUED
 *   any ── close ──▶ CLOSING ──▶ CLOSED
 * </pre>
 *
 * Attempts are counted from 1 since a session last was up for {@link StandingSettings#stable}.
 */
public sealed interface StandingState {
    /**
     * An attempt is due, and waits for its turn among those of all devices.
     *
     * @param attempt its number
     * @param since since when it waits
     */
    record Queued(int attempt, Instant since) implements StandingState {}

    /**
     * An attempt is under way, within the device's time limits.
     *
     * @param attempt its number
     * @param since when it began
     */
    record Opening(int attempt, Instant since) implements StandingState {}

    /**
     * There is a session.
     *
     * @param session which
     * @param since when it came up
     */
    record Up(SessionKey session, Instant since) implements StandingState {}

    /**
     * Some time passes before the next attempt.
     *
     * @param attempt the number of the next one
     * @param until when it is due
     * @param failure why there is no session, or null if the last one was closed in order
     */
    record Waiting(int attempt, Instant until, @Nullable Throwable failure) implements StandingState {}

    /**
     * The device has not answered so often in a row that it is left alone for a while, by all of its standing sessions.
     *
     * @param attempt the number of the next attempt
     * @param until when one of them may try
     * @param failure why the last attempt failed
     */
    record CircuitOpen(int attempt, Instant until, Throwable failure) implements StandingState {}

    /**
     * The last attempt failed for a reason that no later one mends by itself: a login or a certificate was refused, a file cannot
     * be used. It is tried again, seldom, because somebody may mend it; soon when the files that say who we are or whom we believe
     * hold something else than that attempt had read (after a refused login: who we are, and only if no password is sent); and at
     * once by {@link StandingSession#retry}.
     *
     * @param attempt the number of the next attempt
     * @param until when it is due
     * @param failure why the last attempt failed
     */
    record Refused(int attempt, Instant until, Throwable failure) implements StandingState {}

    /**
     * There will be no further attempt by itself: as many logins were refused as may be, the client is closed, or the device's
     * address is of no use. {@link StandingSession#retry} begins anew; after refused logins, so do other
     * files of who we are, if no password is sent.
     *
     * @param since since when
     * @param failure why the last attempt failed
     */
    record GivenUp(Instant since, Throwable failure) implements StandingState {}

    /**
     * It was closed; the session ends when those who use it have done, or their time is up.
     *
     * @param since since when
     */
    record Closing(Instant since) implements StandingState {}

    /**
     * It is over.
     *
     * @param since since when
     */
    record Closed(Instant since) implements StandingState {}
}
