/**
 * NETCONF over SSH (RFC 6242): whom to believe and who we are, as values, and the transport on Apache MINA SSHD.
 *
 * <p>May import: the client's packages, MINA SSHD, Netty's channel. Read first: {@link dev.parley.ssh.Ssh}, then {@code
 * SshConnection}, which stands between MINA's session and the link below. Threads: until the channel is open, MINA works on
 * threads that may block, on one piece at a time; from then on everything happens on the link's loop.
 */
@NullMarked
package dev.parley.ssh;

import org.jspecify.annotations.NullMarked;
