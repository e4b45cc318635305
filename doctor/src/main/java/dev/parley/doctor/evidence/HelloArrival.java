package dev.parley.doctor.evidence;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the device's hello came.
 *
 * @param weSpoke when our hello was handed to the connection, or null if it was not
 * @param began when the first byte of the device's came, or null if none did
 * @param ended when it was whole, or null if it never was
 * @param bytes its length without the delimiter; as many as had come, if it was never whole
 * @param delimited whether the delimiter was seen
 * @param start its first bytes, if it was never whole, a character for each
 * @param tail its end, if it was never whole, as far as it is known
 * @param plainRecords the bytes of plain text in each TLS record that carried it; empty if that is not certain, or without TLS
 * @param pieces in how many pieces it came to the socket
 * @param pauses how long each pause between two of them was, the first ones
 * @param capabilities how many capabilities it lists
 * @param sessionId the session's number, or -1 if there is none
 * @param makers whose systems it names, going by its capabilities
 * @param framing the framing that was agreed on, or null if none was
 */
public record HelloArrival(
        @Nullable Duration weSpoke,
        @Nullable Duration began,
        @Nullable Duration ended,
        long bytes,
        boolean delimited,
        String start,
        String tail,
        List<Integer> plainRecords,
        int pieces,
        List<Duration> pauses,
        int capabilities,
        long sessionId,
        List<Maker> makers,
        @Nullable String framing) {
    /** It was not come to that. */
    public static final HelloArrival NONE =
            new HelloArrival(null, null, null, 0, false, "", "", List.of(), 0, List.of(), 0, -1, List.of(), null);

    /** Copies the lists. */
    public HelloArrival {
        plainRecords = List.copyOf(plainRecords);
        pauses = List.copyOf(pauses);
        makers = List.copyOf(makers);
    }

    /** Whether all of it came, and it was a hello. */
    public boolean isWhole() {
        return ended != null && framing != null;
    }

    /** The longest pause between two pieces. */
    public Duration longestPause() {
        return pauses.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Who spoke first: {@code client}, {@code server}, or {@code unknown} where it cannot be said. */
    public String first() {
        if (weSpoke == null || began == null) {
            return "unknown";
        }
        return began.compareTo(weSpoke) < 0 ? "server" : "client";
    }
}
