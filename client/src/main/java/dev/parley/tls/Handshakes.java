package dev.parley.tls;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The handshakes under way in one TLS context, found by their engine. An engine that is dropped without a handshake
 * takes its entry along.
 */
final class Handshakes {
    private final Map<SSLEngine, Handshake> underWay = Collections.synchronizedMap(new WeakHashMap<>());

    void begin(SSLEngine engine, Handshake handshake) {
        underWay.put(engine, handshake);
    }

    void end(SSLEngine engine) {
        underWay.remove(engine);
    }

    /** The handshake of an engine, or null if it is over: then the peer tries to renegotiate. */
    @Nullable
    Handshake of(@Nullable SSLEngine engine) {
        return underWay.get(engine);
    }
}
