package dev.parley.device;

import dev.parley.engine.EngineSettings;
import dev.parley.message.ClientHello;
import dev.parley.xml.XmlLimits;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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
 * @param helloHeadStart how long the server has to read our hello, once its own is here, before the first request follows:
 *     some servers overlook a request that reaches them together with the hello
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

    /** The components, while one of them changes. */
    private static final class Draft {
        private ClientHello hello;
        private XmlLimits xmlLimits;
        private int maxHelloBytes;
        private int maxMessageBytes;
        private long maxStreamedBytes;
        private int maxInFlight;
        private int maxQueued;
        private boolean strict;
        private Duration helloHeadStart;

        Draft(Protocol from) {
            hello = from.hello;
            xmlLimits = from.xmlLimits;
            maxHelloBytes = from.maxHelloBytes;
            maxMessageBytes = from.maxMessageBytes;
            maxStreamedBytes = from.maxStreamedBytes;
            maxInFlight = from.maxInFlight;
            maxQueued = from.maxQueued;
            strict = from.strict;
            helloHeadStart = from.helloHeadStart;
        }
    }

    private Protocol with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Protocol(
                draft.hello,
                draft.xmlLimits,
                draft.maxHelloBytes,
                draft.maxMessageBytes,
                draft.maxStreamedBytes,
                draft.maxInFlight,
                draft.maxQueued,
                draft.strict,
                draft.helloHeadStart);
    }

    /** The same, with every deviation from the standard an error. */
    public Protocol asStrict() {
        return with(draft -> draft.strict = true);
    }

    /** The same with another hello. */
    public Protocol withHello(ClientHello other) {
        return with(draft -> draft.hello = other);
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
        return with(draft -> draft.maxHelloBytes = limit);
    }

    /** The same with another limit for messages in memory. */
    public Protocol withMaxMessageBytes(int limit) {
        return with(draft -> draft.maxMessageBytes = limit);
    }

    /** The same with another limit for replies that are taken in as a file or through a reader. */
    public Protocol withMaxStreamedBytes(long limit) {
        return with(draft -> draft.maxStreamedBytes = limit);
    }

    /** The same with other limits for documents. */
    public Protocol withXmlLimits(XmlLimits limits) {
        return with(draft -> draft.xmlLimits = limits);
    }

    /** The same with other limits for requests under way and waiting. */
    public Protocol withPipelining(int inFlight, int queued) {
        return with(draft -> {
            draft.maxInFlight = inFlight;
            draft.maxQueued = queued;
        });
    }

    /**
     * The same, with another head start for our hello over the first request. Servers such as yuma123's netconfd overlook a
     * request that reaches them together with the hello, and nothing that they say shows when they have read it. A session
     * is up at once all the same; only a request that comes within that time after the server's hello waits for its end.
     * Zero is for servers that are known not to need it.
     */
    public Protocol withHelloHeadStart(Duration headStart) {
        return with(draft -> draft.helloHeadStart = headStart);
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
