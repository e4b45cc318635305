/**
 * Sessions that stay open: whenever one is lost, another one is opened, without hammering a device, a network or ourselves.
 *
 * <p>It lives beside the pool because both are ways to have sessions ready, and a pool can ask the same circuits; it needs no
 * third party's library. May import: the client and protocol modules, {@code dev.parley.pool}. Read first: {@link
 * dev.parley.standing.StandingSessions}, then {@code Keeper}, {@code Gate} and {@code Circuit}. Threads: everything public is safe
 * for all threads; what is known of all standing sessions is guarded by one lock, under which nothing waits and nobody else's code
 * runs, but for the {@code Backoff}. One thread keeps the time for all of them.
 */
@NullMarked
package dev.parley.standing;

import org.jspecify.annotations.NullMarked;
