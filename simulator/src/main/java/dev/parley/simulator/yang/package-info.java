/**
 * The YANG modules of a simulated device, and how it tells of them: as a list of schemas (RFC 6022) and as a library
 * (RFC 7895, RFC 8525).
 *
 * <p>May import: {@code dev.parley.simulator.datastore} and the protocol module. Read first:
 * {@link dev.parley.simulator.yang.YangModules}. Threads: everything here is immutable.
 */
@NullMarked
package dev.parley.simulator.yang;

import org.jspecify.annotations.NullMarked;
