/**
 * What a device can tell of by itself, as values: its streams of events, how much of them it remembers, and floods for load
 * tests (RFC 5277).
 *
 * <p>May import: the JDK. Read first: {@link dev.parley.simulator.notification.NotificationSettings}. Threads: everything
 * here is immutable.
 */
@NullMarked
package dev.parley.simulator.notification;

import org.jspecify.annotations.NullMarked;
