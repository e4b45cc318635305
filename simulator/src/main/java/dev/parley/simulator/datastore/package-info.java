/**
 * What a simulated device keeps: data trees, the filters that read them, the edits that change them, and the three
 * configuration datastores with their locks and confirmed commits (RFC 6241 sections 5 to 8).
 *
 * <p>May import: the protocol module; no Netty. Read first: {@link dev.parley.simulator.datastore.DataTree},
 * then {@link dev.parley.simulator.datastore.Datastores}. Threads: trees, schemas, filters and edits are immutable;
 * {@link dev.parley.simulator.datastore.Datastores} guards all state of one device by its own monitor.
 */
@NullMarked
package dev.parley.simulator.datastore;

import org.jspecify.annotations.NullMarked;
