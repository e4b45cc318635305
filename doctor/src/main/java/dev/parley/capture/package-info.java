/**
 * Evidence to hand on: sessions as a file that Wireshark opens ({@link dev.parley.capture.Capture}), and conversations that
 * can be had again ({@link dev.parley.capture.Recorder}, {@link dev.parley.capture.Replay}). Imports the client's events and
 * the protocol. Read {@code Capture} first, then {@code Recording}.
 *
 * <p>Threads: listeners are told on the sessions' loops and only put copies into a bounded queue ({@code Scribe}), whose one
 * thread makes everything of them and writes the file.
 */
@NullMarked
package dev.parley.capture;

import org.jspecify.annotations.NullMarked;
