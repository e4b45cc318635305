/**
 * Which devices there are: inventories in YAML, JSON, CSV and Ansible's forms, and who of them is meant.
 *
 * <p>May import: the protocol module, SnakeYAML Engine, Jackson, FastCSV. Read first: {@link
 * dev.parley.inventory.FleetInventory}, then {@code Draft}. Threads: values, safe for all threads; files are read by the caller's
 * thread.
 */
@NullMarked
package dev.parley.inventory;

import org.jspecify.annotations.NullMarked;
