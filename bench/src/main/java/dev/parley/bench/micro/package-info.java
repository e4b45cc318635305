/**
 * The pieces that every message passes through, measured one by one with JMH.
 *
 * <p>May import: the protocol module. Read first: any of them. Threads: one.
 */
@NullMarked
package dev.parley.bench.micro;

import org.jspecify.annotations.NullMarked;
