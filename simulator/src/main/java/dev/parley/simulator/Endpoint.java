package dev.parley.simulator;

import dev.parley.simulator.datastore.Scheduler;
import io.netty.util.concurrent.EventExecutor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What a connection needs to know of the device that it belongs to. Called on event loops; safe for any thread. */
interface Endpoint {

    /** What RFC 6022 calls what carries the sessions. */
    String transport();

    /** The user whose certificate that is; the name is empty over TCP. */
    Optional<String> userName(List<X509Certificate> client);

    /** Whether the device announces that base version. */
    boolean speaks(String base);

    /** How long a message from the client may be. */
    int maxRequestBytes();

    /** Who runs delayed work of a connection on that event loop. */
    Scheduler scheduler(EventExecutor loop);

    /** Tells those who listen. */
    void tell(DeviceEvent event);
}
