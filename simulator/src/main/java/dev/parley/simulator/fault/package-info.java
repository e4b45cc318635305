/**
 * What can be wrong with a device, as values: how its bytes are cut and paced, what its hello and replies say, when and how
 * it falls silent or hangs up. A {@link dev.parley.simulator.fault.FaultPlan} says which connections suffer which faults.
 *
 * <p>May import: the JDK. Read first: {@link dev.parley.simulator.fault.Fault}. Threads: everything here is immutable.
 */
@NullMarked
package dev.parley.simulator.fault;

import org.jspecify.annotations.NullMarked;
