/**
 * How a device speaks SSH, as values: its host keys, its users, the ways to prove who one is, and what it agrees to.
 *
 * <p>May import: the JDK, Apache MINA SSHD for keys and algorithm names. Read first: {@link
 * dev.parley.simulator.ssh.SshSettings}. Threads: everything here is immutable.
 */
@NullMarked
package dev.parley.simulator.ssh;

import org.jspecify.annotations.NullMarked;
