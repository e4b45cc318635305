/**
 * Work on many devices: in waves and within limits, told as it happens, kept in a journal by which an interrupted run goes on
 * without doing anything twice and without guessing.
 *
 * <p>May import: {@code dev.parley.inventory}, the client and protocol modules, Jackson. Read first: {@link
 * dev.parley.fleet.FleetRun}, then {@code Turn} and {@link dev.parley.fleet.Journal}. Threads: a run is driven by a few threads of its
 * own, whatever the number of devices; its listener is called by one at a time.
 */
@NullMarked
package dev.parley.fleet;

import org.jspecify.annotations.NullMarked;
