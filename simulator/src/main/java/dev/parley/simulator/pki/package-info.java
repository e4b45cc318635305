/**
 * Who a simulated device is and whom it lets in: fresh keys and certificates in memory, and the rules that turn a client's
 * certificate into a user name (RFC 7589 section 7).
 *
 * <p>May import: the JDK and BouncyCastle. Read first: {@link dev.parley.simulator.pki.DevicePki}. Threads: everything
 * here is immutable.
 */
@NullMarked
package dev.parley.simulator.pki;

import org.jspecify.annotations.NullMarked;
