/**
 * OpenSSH's configuration files, as far as a NETCONF client has use for them.
 *
 * <p>May import: the errors of the protocol. Read first: {@link dev.parley.cli.openssh.OpenSshConfig}. Threads: everything
 * here is immutable, and reads files.
 */
@NullMarked
package dev.parley.cli.openssh;

import org.jspecify.annotations.NullMarked;
