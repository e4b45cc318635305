package dev.parley.error;

import java.time.Duration;
import java.util.Locale;

/**
 * How far the bytes got: counted independently at each layer, so that a report shows where they stopped.
 *
 * @param wireIn bytes received from the network, before decryption
 * @param plainIn bytes after decryption, or equal to {@code wireIn} where there is none
 * @param consumed bytes that the protocol engine has taken in
 * @param reads pieces in which the decrypted bytes arrived
 * @param wireOut bytes handed to the network, after encryption
 * @param plainOut bytes before encryption
 * @param sinceLastByte the time since the last byte arrived, or since the start when none has
 */
public record Traffic(
        long wireIn, long plainIn, long consumed, long reads, long wireOut, long plainOut, Duration sinceLastByte) {
    /** Nothing sent and nothing received. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, Duration.ZERO);

    /**
     * Whether every decrypted byte was taken in by the engine. It always must: where it is false, the client itself has
     * stalled, and the fault is ours.
     */
    public boolean isDrained() {
        return plainIn == consumed;
    }

    /** The counts in words, with a plain statement if they show that the client itself has stalled. */
    public String report() {
        return isDrained()
                ? toString()
                : this + "; " + (plainIn - consumed)
                        + " decrypted bytes were not taken in, which is a fault of the client: please report it";
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d bytes from the network, %d decrypted in %d reads, %d consumed; %d sent",
                wireIn,
                plainIn,
                reads,
                consumed,
                plainOut);
    }
}
