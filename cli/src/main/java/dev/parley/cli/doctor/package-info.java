/**
 * What the doctor found, as a page for a terminal.
 *
 * <p>May import: {@code dev.parley.cli.terminal} and the doctor's module. Read first: {@link
 * dev.parley.cli.doctor.DiagnosisPage}. Threads: everything here is immutable.
 */
@NullMarked
package dev.parley.cli.doctor;

import org.jspecify.annotations.NullMarked;
