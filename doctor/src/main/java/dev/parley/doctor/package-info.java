/**
 * The doctor: why there is no session with a device, or no answer, and what to do about it.
 *
 * <p>May import: {@code dev.parley.doctor.evidence}, {@code dev.parley.doctor.verdict} and the client module. Read first:
 * {@link dev.parley.doctor.Doctor}. Threads: a doctor is for all threads, and its calls block.
 */
@NullMarked
package dev.parley.doctor;

import org.jspecify.annotations.NullMarked;
