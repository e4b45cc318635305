/**
 * XML as NETCONF needs it: a hardened reader, a writer whose output can be framed safely, and {@link dev.parley.xml.Xml},
 * the value that content travels in.
 *
 * <p>May import: {@code dev.parley.error}, Aalto. Read first: {@link dev.parley.xml.Xml}. Threads: {@code Xml} is
 * immutable; readers and writers belong to one thread.
 */
@NullMarked
package dev.parley.xml;

import org.jspecify.annotations.NullMarked;
