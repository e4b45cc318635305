package dev.parley.capture;

import dev.parley.error.InputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conversation with a device as it was, above the encryption: who said what, in which pieces and when. A file holds any
 * number of them, as JSON Lines: one line for each piece.
 *
 * @param device the device's name
 * @param began when the first byte passed
 * @param redacted whether secrets were taken out of the messages
 * @param steps what happened, in order
 */
public record Recording(String device, Instant began, boolean redacted, List<Step> steps) {
    /** Copies the list. */
    public Recording {
        steps = List.copyOf(steps);
    }

    /** Something that happened in a conversation. */
    public sealed interface Step {
        /** When, from the first byte. */
        Duration at();
    }

    /**
     * Bytes passed, with NETCONF's framing.
     *
     * @param at when
     * @param from who said them
     * @param bytes read-only
     */
    public record Said(Duration at, Party from, ByteBuffer bytes) implements Step {
        public Said {
            bytes = bytes.asReadOnlyBuffer();
        }

        /** The bytes, to be read from the first. */
        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }
    }

    /**
     * Bytes passed that are not in the recording.
     *
     * @param at when
     * @param from who said them
     * @param count how many
     * @param why in words
     */
    public record Missing(Duration at, Party from, long count, String why) implements Step {}

    /**
     * The session ended.
     *
     * @param at when
     * @param failure why, or nothing after an orderly close
     */
    public record Ended(Duration at, Optional<String> failure) implements Step {}

    /**
     * Reads all conversations of a file, in the order in which they began. A last line that is not whole is passed over: the
     * file may still be growing.
     *
     * @throws InputException if it cannot be read or is no recording
     */
    public static List<Recording> readAll(Path file) {
        return RecordingReader.read(file);
    }
}
