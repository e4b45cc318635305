/**
 * What attempts that fail now and then have in common: a search that does not believe in accidents.
 *
 * <p>It may import Apache Commons Statistics, whose exact test it stands on, and nothing of Parley. Read {@link
 * dev.parley.pattern.PatternSearch} first. Everything here is immutable and free of threads.
 */
@NullMarked
package dev.parley.pattern;

import org.jspecify.annotations.NullMarked;
