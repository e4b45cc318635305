package dev.parley.device;

import dev.parley.engine.EngineSettings;
import dev.parley.message.ClientHello;
import dev.parley.xml.XmlLimits;
import java.time.Duration;
import java.util.List;

/**
 * How NETCONF is spoken with a device: what we announce, what we accept, how much at once.
 *
 * @param hello what we announce, and whether messages begin with an XML declaration
 * @param xmlLimits how deep and wide a document may be
 * @param maxHelloBytes the largest hello
 * @param maxMessageBytes the largest message that is held in memory
 * @param maxStreamedBytes the largest reply that is taken in as a file or through a reader
 * @param maxInFlight requests without a reply at the same time, on one session
 * @param maxQueued requests that may wait for their turn, on one session
 * @param strict whether tolerated deviations from the standard are errors
 * @param helloHeadStart how long our hello has been on its way, at the least, before the first request follows it: some
 *     servers overlook a request that reaches them together with the hello
 */
public record Protocol(
        ClientHello hello,
        XmlLimits xmlLimits,
        int maxHelloBytes,
        int maxMessageBytes,
        long maxStreamedBytes,
        int maxInFlight,
        int maxQueued,
        boolean strict,
        Duration helloHeadStart) {
    /**
     * Both base versions; hello 8 MiB, message 256 MiB, streamed 64 GiB; 64 in flight, 1024 waiting; tolerant; a head start
     * of 50 ms.
     */
    public static final Protocol DEFAULT = new Protocol(
            ClientHello.DEFAULT,
            XmlLimits.DEFAULT,
            8 << 20,
            256 << 20,
            64L << 30,
            64,
            1024,
            false,
            Duration.ofMillis(50));

    public Protocol {
        if (maxHelloBytes < 1 || maxMessageBytes < 1 || maxStreamedBytes < 1 || maxInFlight < 1 || maxQueued < 0) {
            throw new IllegalArgumentException("the limits of a protocol must be positive");
        }
        if (helloHeadStart.isNegative() || helloHeadStart.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("a head start is at most a second, not " + helloHeadStart);
        }
    }

    /** The same, with every deviation from the standard an error. */
    public Protocol asStrict() {
        return new Protocol(
                hello,
                xmlLimits,
                maxHelloBytes,
                maxMessageBytes,
                maxStreamedBytes,
                maxInFlight,
                maxQueued,
                true,
                helloHeadStart);
    }

    /** The same with another hello. */
    public Protocol withHello(ClientHello other) {
        return new Protocol(
                other,
                xmlLimits,
                maxHelloBytes,
                maxMessageBytes,
                maxStreamedBytes,
                maxInFlight,
                maxQueued,
                strict,
                helloHeadStart);
    }

    /** The same, offering base 1.0 only. */
    public Protocol withBase10Only() {
        return withHello(new ClientHello(false, hello.more(), hello.declaration()));
    }

    /** The same, announcing further capabilities. */
    public Protocol withCapabilities(List<String> uris) {
        return withHello(new ClientHello(hello.offer11(), uris, hello.declaration()));
    }

    /** The same without an XML declaration in front of messages, which a few devices refuse. */
    public Protocol withoutDeclaration() {
        return withHello(new ClientHello(hello.offer11(), hello.more(), false));
    }

    /** The same with another limit for hellos. */
    public Protocol withMaxHelloBytes(int limit) {
        return new Protocol(
                hello,
                xmlLimits,
                limit,
                maxMessageBytes,
                maxStreamedBytes,
                maxInFlight,
                maxQueued,
                strict,
                helloHeadStart);
    }

    /** The same with another limit for messages in memory. */
    public Protocol withMaxMessageBytes(int limit) {
        return new Protocol(
                hello,
                xmlLimits,
                maxHelloBytes,
                limit,
                maxStreamedBytes,
                maxInFlight,
                maxQueued,
                strict,
                helloHeadStart);
    }

    /** The same with other limits for requests under way and waiting. */
    public Protocol withPipelining(int inFlight, int queued) {
        return new Protocol(
                hello,
                xmlLimits,
                maxHelloBytes,
                maxMessageBytes,
                maxStreamedBytes,
                inFlight,
                queued,
                strict,
                helloHeadStart);
    }

    /**
     * The same, with another head start for our hello over the first request. Servers such as yuma123's netconfd overlook a
     * request that reaches them together with the hello, and nothing that they say shows when they have read it. A session
     * is up at once all the same; only a request that comes within that time after our hello waits for its end. Zero is for
     * servers that are known not to need it.
     */
    public Protocol withHelloHeadStart(Duration headStart) {
        return new Protocol(
                hello,
                xmlLimits,
                maxHelloBytes,
                maxMessageBytes,
                maxStreamedBytes,
                maxInFlight,
                maxQueued,
                strict,
                headStart);
    }

    /** The same limits for an engine. */
    public EngineSettings forEngine(String peer) {
        return new EngineSettings(
                peer,
                hello,
                xmlLimits,
                maxHelloBytes,
                maxMessageBytes,
                maxStreamedBytes,
                maxInFlight,
                maxQueued,
                strict);
    }
}
