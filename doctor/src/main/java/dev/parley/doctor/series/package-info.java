/**
 * Many attempts, and what those that fail have in common: for faults that come and go.
 *
 * <p>It may import the doctor's other packages, {@code dev.parley.pattern} and Jackson's streaming core. Read {@link
 * dev.parley.doctor.series.Series} first, then {@link dev.parley.doctor.series.Journal}, which keeps the attempts. A series
 * runs on threads of its own, one for each attempt under way; whoever listens is told on them, one at a time.
 */
@NullMarked
package dev.parley.doctor.series;

import org.jspecify.annotations.NullMarked;
