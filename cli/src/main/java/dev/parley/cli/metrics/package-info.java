/**
 * What a long command does, for Prometheus to read while it runs.
 *
 * <p>May import: the monitoring module, Micrometer, the JDK's HTTP server. Read first:
 * {@link dev.parley.cli.metrics.MetricsServer}. Threads: a few of its own answer, and hold up nobody else.
 */
@NullMarked
package dev.parley.cli.metrics;

import org.jspecify.annotations.NullMarked;
