/**
 * A prober: it says whatever it likes to a TLS or SSH server, also what no client of good manners would, and reads what
 * the server answers. The audit asks with it, because JSSE cannot offer what the JVM forbids (old versions, weak suites)
 * and shows neither the extensions that a server answered nor its tickets.
 *
 * <p>It is our own code for want of a library that fits. TLS-Attacker (Apache-2.0, well kept) does the whole job, and
 * would bring some thirty jars with JAXB, Log4j 2 and reflection over its own class path, needs Java 21, and registers
 * a security provider in the whole JVM. Bouncy Castle's bctls refuses to offer much of what is asked here, reads past
 * {@code NewSessionTicket} without showing it, and does not resume TLS 1.3. So the key schedules of TLS 1.2 and 1.3 stand
 * here too, on the JDK's primitives: nothing secret is ever sent through them, and they serve for looking only.
 *
 * <p>May import: the JDK, and the names of alerts in {@code dev.parley.tls}. Read first: {@link dev.parley.probe.Prober}, then {@link dev.parley.probe.ClientHello} and
 * {@link dev.parley.probe.ServerMessage}. Threads: values are immutable; whatever holds a connection belongs to one thread,
 * which it blocks, never beyond its deadline.
 */
@NullMarked
package dev.parley.probe;

import org.jspecify.annotations.NullMarked;
