package dev.parley.session;

import dev.parley.device.CallAccess;
import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.Hosts;
import dev.parley.device.Protocol;
import dev.parley.error.Durations;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.transport.Attempt;
import dev.parley.transport.Calls;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives devices that call (RFC 8071), and keeps those that nobody knows yet within bounds: so many in all, so many from
 * one address, and a pause for an address from which nothing but refused calls come. No thread waits for a call.
 *
 * <p>Safe for all threads. Closing it takes no more calls; sessions that came of calls go on.
 */
public final class CallHomeListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallHomeListener.class);

    private final CallHome how;
    private final CallHandler handler;
    private final Sessions sessions;
    private final CompletableFuture<Calls> calls = new CompletableFuture<>();
    private final Doorstep doorstep;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong hungUp = new AtomicLong();
    private volatile boolean closed;

    /**
     * What has become of the calls so far.
     *
     * @param taken calls that were answered
     * @param served sessions that came of them
     * @param refused answered calls that no session came of
     * @param hungUp calls that were ended at once, because too many came from their address
     * @param unknown calls under way of which it is not known yet who it is
     */
    public record Counts(long taken, long served, long refused, long hungUp, int unknown) {}

    private CallHomeListener(CallHome how, CallHandler handler, Sessions sessions) {
        this.how = how;
        this.handler = handler;
        this.sessions = sessions;
        this.doorstep = new Doorstep(how, on -> calls.thenAccept(open -> open.accepting(on)));
    }

    static CallHomeListener open(CallHome how, CallHandler handler, Transport transport, Sessions sessions) {
        CallHomeListener listener = new CallHomeListener(how, handler, sessions);
        listener.calls.complete(transport.listen(how, listener::incoming));
        listener.doorstep.open();
        return listener;
    }

    /** Where it listens, with the port that was found. */
    public InetSocketAddress address() {
        return calls.join().address();
    }

    /** What has become of the calls so far. */
    public Counts counts() {
        return new Counts(taken.get(), served.get(), refused.get(), hungUp.get(), doorstep.unknown());
    }

    /**
     * How many calls of unknown devices there were at a time, at the most: near {@link CallHome#maxUnknown}, devices had to
     * wait before they were answered.
     */
    public int mostUnknown() {
        return doorstep.mostUnknown();
    }

    private @Nullable Attempt incoming(InetSocketAddress from, LinkLoop loop) {
        String address = Hosts.text(from);
        CallOrigin origin = CallOrigin.of(from.getAddress());
        if (closed) {
            return null;
        }
        if (!doorstep.takes(origin)) {
            hungUp.incrementAndGet();
            LOG.debug("{} was hung up: too many calls from {}", address, origin);
            return null;
        }
        taken.incrementAndGet();
        AtomicBoolean counted = new AtomicBoolean();
        Runnable whenKnown = () -> {
            if (!counted.getAndSet(true)) {
                doorstep.known(origin);
            }
        };
        Device caller =
                new Device(address, new CallAccess(how.security().scheme(), address), how.timeouts(), Protocol.DEFAULT);
        Opening opening = sessions.called(caller, loop, whenKnown);
        if (opening == null) {
            whenKnown.run();
            return null;
        }
        opening.result().whenComplete((session, failure) -> {
            if (!counted.getAndSet(true) && doorstep.ended(origin, isRefusal(failure))) {
                LOG.warn(
                        "{} calls in a row from {} were refused; further ones are hung up for {}",
                        how.refusals(),
                        origin,
                        Durations.text(how.refusalPause()));
            }
            (failure == null ? served : refused).incrementAndGet();
            sessions.callbacks().run(() -> tell(address, session, failure));
        });
        return opening;
    }

    /** Whether it lies with the caller that no session came about, and not with us. */
    private static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof OpenException why
                && switch (why.reason()) {
                    case CLIENT_CLOSED, CANCELLED, FAILED -> false;
                    default -> true;
                };
    }

    private void tell(String from, @Nullable Session session, @Nullable Throwable failure) {
        try {
            if (session != null) {
                handler.session(session);
            } else if (failure instanceof NetconfException why) {
                handler.refused(from, why);
            }
        } catch (RuntimeException e) {
            LOG.warn("the handler of calls failed for {}", from, e);
        }
    }

    /** Takes no more calls; sessions that came of calls go on. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
        sessions.closed(this);
        calls.join().close();
    }
}
