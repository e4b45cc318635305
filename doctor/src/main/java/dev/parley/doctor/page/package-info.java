/**
 * What the doctor found, as a page to hand on: one file of HTML for a browser, for paper and for a screen reader.
 *
 * <p>May import: {@code dev.parley.page} and the doctor's other packages. Read first: {@link
 * dev.parley.doctor.page.HtmlDiagnosis}. Threads: a page is made on the thread that asks for it.
 */
@NullMarked
package dev.parley.doctor.page;

import org.jspecify.annotations.NullMarked;
