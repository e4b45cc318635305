/**
 * What a device tells about itself: its sessions, locks and counters, and its data models with their texts (RFC 6022,
 * RFC 7895, RFC 8525).
 *
 * <p>It may import {@code dev.parley.notification} for its times, and what is below that. Read {@link dev.parley.monitoring.GetSchema} first,
 * then {@link dev.parley.monitoring.SchemaCatalog}. Everything here is immutable; bodies are read on the caller's thread.
 */
@NullMarked
package dev.parley.monitoring;

import org.jspecify.annotations.NullMarked;
