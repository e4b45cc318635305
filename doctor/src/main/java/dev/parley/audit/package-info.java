/**
 * The audit: whether a device's TLS or SSH, and the NETCONF above it, are as safe as the standards ask, one finding for each
 * rule.
 *
 * <p>May import: {@code dev.parley.probe}, {@code dev.parley.page}, the client, Bouncy Castle for reading certificates, Jackson for writing JSON.
 * Read first: {@link dev.parley.audit.Audit}, then {@link dev.parley.audit.Rule}. Threads: an audit runs on the thread that
 * calls it and blocks it; everything else is immutable.
 */
@NullMarked
package dev.parley.audit;

import org.jspecify.annotations.NullMarked;
