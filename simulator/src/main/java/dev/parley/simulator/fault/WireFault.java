package dev.parley.simulator.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How the device's bytes are cut and paced on their way; their sequence is as it should be. */
public sealed interface WireFault extends Fault {

    /**
     * Each message is cut into TLS records of these many bytes of plaintext; the last number holds for all that follow.
     * The last record of a message holds what is left, and no record holds two messages. Over SSH, the pieces are the
     * data of an SSH packet each; over TCP, they are written one by one.
     *
     * @param sizes bytes of plaintext, 1 to 16384 each
     */
    record TlsRecords(List<Integer> sizes) implements WireFault {
        /** Checks the sizes. */
        public TlsRecords {
            sizes = List.copyOf(sizes);
            if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1 || size > 16384)) {
                throw new IllegalArgumentException("a TLS record holds 1 to 16384 bytes, not " + sizes);
            }
        }
    }

    /**
     * All bytes, those of the TLS or SSH handshake too, leave in TCP segments of that size.
     *
     * @param size bytes of a segment, at least 1
     * @param pause how long to wait between two segments; none still gives each a write of its own
     */
    record TcpSegments(int size, Duration pause) implements WireFault {
        /** Checks the size. */
        public TcpSegments {
            if (size < 1) {
                throw new IllegalArgumentException("a segment holds at least a byte");
            }
        }
    }

    /**
     * Each TLS record, or SSH packet, leaves in a TCP segment of its own.
     *
     * @param pause how long to wait between two segments
     */
    record RecordPerSegment(Duration pause) implements WireFault {}

    /**
     * All that the device has to say at one time leaves in one write: the end of its TLS handshake together with its
     * hello, a message's many records together.
     */
    record OneSegment() implements WireFault {}

    /**
     * Messages trickle: so many bytes, each time in a record of their own, then a wait.
     *
     * @param bytes how many at a time, at least 1
     * @param interval how long to wait
     */
    record Drip(int bytes, Duration interval) implements WireFault {
        /** Checks the number. */
        public Drip {
            if (bytes < 1) {
                throw new IllegalArgumentException("at least a byte at a time");
            }
        }
    }

    /** Messages cut into TLS records of these many bytes. */
    static WireFault tlsRecords(int... sizes) {
        return new TlsRecords(Arrays.stream(sizes).boxed().toList());
    }

    /** Segments of that size, each in a write of its own. */
    static WireFault tcpSegments(int size) {
        return new TcpSegments(size, Duration.ZERO);
    }
}
