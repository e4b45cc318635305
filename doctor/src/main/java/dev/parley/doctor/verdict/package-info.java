/**
 * What the evidence means: the faults that have names, and the rules that find them.
 *
 * <p>May import: {@code dev.parley.doctor.evidence}, {@code dev.parley.probe.Speech} and the client module. Read first: {@link
 * dev.parley.doctor.verdict.Verdict}, then {@link dev.parley.doctor.verdict.Judgement}. Threads: everything here is
 * immutable.
 */
@NullMarked
package dev.parley.doctor.verdict;

import org.jspecify.annotations.NullMarked;
