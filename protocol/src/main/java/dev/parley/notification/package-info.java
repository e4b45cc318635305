/**
 * What devices say unasked (RFC 5277): how it is asked for, what comes, and what of it the standard itself defines (RFC
 * 6470).
 *
 * <p>May import: the packages below it, {@code error} to {@code operation}. Read first:
 * {@link dev.parley.notification.CreateSubscription}, then {@link dev.parley.notification.Notification}. Threads: all
 * values are immutable.
 */
@NullMarked
package dev.parley.notification;

import org.jspecify.annotations.NullMarked;
