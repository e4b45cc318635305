package dev.parley.capture;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a recorder is told, on its way to the thread that writes. */
sealed interface RecordingItem {
    /** Which conversation. */
    long session();

    /** It begins. */
    record Began(long session, String device, Instant at) implements RecordingItem {}

    /** Bytes passed. The array belongs to it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Passed(long session, long nanos, Party from, byte[] bytes) implements RecordingItem {}

    /** Bytes passed for which there was no room. */
    record Lost(long session, long nanos, Party from, long count) implements RecordingItem {}

    /** It is over. */
    record Over(long session, long nanos, @Nullable String failure) implements RecordingItem {}
}
