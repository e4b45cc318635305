/**
 * Pages for people, of which nothing is known but how they look: markup that cannot be broken out of, the style, tables and
 * charts. A page is one file: it loads nothing, runs nothing, and reads well on a phone, on paper and aloud.
 *
 * <p>May import: the JDK and {@code dev.parley.error}. Read first: {@link dev.parley.page.Page}, then {@link
 * dev.parley.page.Markup}. Threads: whoever makes a page makes it on one thread; the rest is immutable.
 */
@NullMarked
package dev.parley.page;

import org.jspecify.annotations.NullMarked;
