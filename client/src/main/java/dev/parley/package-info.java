/**
 * The front door of the library.
 *
 * <p>May import: everything. Read first: {@link dev.parley.NetconfClient}. Threads: everything here is safe for all.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
