package dev.parley.session;

import dev.parley.error.NetconfException;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to know what comes of one request, and is told once: the reader of the reply and the loop may both come to an end
 * of it, as when a reader fails while the rest of the reply still arrives, and the first counts.
 */
final class Followers {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private final RequestListener first;
    private final @Nullable Followers others;
    private final SessionKey session;
    private final AtomicBoolean told = new AtomicBoolean();

    Followers(RequestListener first, @Nullable Followers others, SessionKey session) {
        this.first = first;
        this.others = others;
        this.session = session;
    }

    /** The request is over. Any thread. */
    void tell(Duration took, @Nullable NetconfException failure) {
        if (told.getAndSet(true)) {
            return;
        }
        for (Followers next = this; next != null; next = next.others) {
            try {
                next.first.ended(took, failure);
            } catch (RuntimeException | Error e) {
                LOG.warn("{}: a listener failed at the end of a request", session, e);
            }
        }
    }
}
