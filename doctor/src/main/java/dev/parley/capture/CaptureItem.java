package dev.parley.capture;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a capture is told, on its way to the thread that writes. */
sealed interface CaptureItem {
    /** A connection stands. */
    record Began(long flow, Instant at, InetSocketAddress local, InetSocketAddress remote, String comment)
            implements CaptureItem {}

    /** Bytes passed, at this offset of their direction. The array belongs to it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Passed(long flow, Instant at, boolean outbound, long offset, byte[] bytes) implements CaptureItem {}

    /** No more secrets will come that what was held back needs. */
    record Settled(long flow) implements CaptureItem {}

    /** The connection is over. */
    record Over(
            long flow,
            Instant at,
            TcpTalk.Ending ending,
            long sent,
            long received,
            @Nullable String comment) implements CaptureItem {}

    /** A secret of some TLS session. */
    record Secret(String line) implements CaptureItem {
        /** Without the secret. */
        @Override
        public String toString() {
            return "a secret";
        }
    }
}
