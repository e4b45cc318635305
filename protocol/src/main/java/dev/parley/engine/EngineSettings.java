package dev.parley.engine;

import dev.parley.message.ClientHello;
import dev.parley.xml.XmlLimits;

/**
 * What one session's engine has to know beforehand.
 *
 * @param peer the device's name, for messages
 * @param hello what we announce
 * @param xmlLimits how deep and wide a document may be
 * @param maxHelloBytes the largest hello that is accepted
 * @param maxMessageBytes the largest message that is held in memory
 * @param maxStreamedBytes the largest reply that is taken in while it arrives
 * @param maxInFlight requests that may be without a reply at the same time; further ones wait here
 * @param maxQueued requests that may wait
 * @param strict whether a deviation from the standard is an error
 */
public record EngineSettings(
        String peer,
        ClientHello hello,
        XmlLimits xmlLimits,
        int maxHelloBytes,
        int maxMessageBytes,
        long maxStreamedBytes,
        int maxInFlight,
        int maxQueued,
        boolean strict) {
    /** Hello 8 MiB, message 256 MiB, streamed 64 GiB, 64 in flight, 1024 waiting, tolerant. */
    public static EngineSettings of(String peer) {
        return new EngineSettings(
                peer, ClientHello.DEFAULT, XmlLimits.DEFAULT, 8 << 20, 256 << 20, 64L << 30, 64, 1024, false);
    }

    public EngineSettings {
        if (maxHelloBytes < 1 || maxMessageBytes < 1 || maxStreamedBytes < 1 || maxInFlight < 1 || maxQueued < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (maxHelloBytes > MessageBuffer.LARGEST || maxMessageBytes > MessageBuffer.LARGEST) {
            throw new IllegalArgumentException(
                    "no message of more than " + MessageBuffer.LARGEST + " bytes fits in memory");
        }
    }
}
