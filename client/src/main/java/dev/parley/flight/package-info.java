/**
 * What happens in sessions, as events of JDK Flight Recorder, for whoever looks at a recording of the whole JVM.
 *
 * <p>May import: {@code dev.parley.event} and what is below it, {@code jdk.jfr}. Read first:
 * {@link dev.parley.flight.FlightLog}. Threads: those of {@link dev.parley.event.SessionListener}; nothing here waits.
 */
@NullMarked
package dev.parley.flight;

import org.jspecify.annotations.NullMarked;
