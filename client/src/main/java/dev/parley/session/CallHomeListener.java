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
import dev.parley.transport.CallDesk;
import dev.parley.transport.Calls;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Of so many addresses it is remembered what came from them; the eldest are forgotten first. */
    private static final int MOST_SOURCES = 8_192;

    private final CallHome how;
    private final CallHandler handler;
    private final Sessions sessions;
    private final Map<InetAddress, Source> sources = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Calls calls;
    private int unknown;
    private boolean paused;
    private boolean closed;
    private long taken;
    private long served;
    private long refused;
    private long hungUp;

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

    /** What comes from one address. */
    private static final class Source {
        private int unknown;
        private int refusals;
        private long pausedUntil;

        boolean isPaused(long now) {
            return pausedUntil != 0 && now - pausedUntil < 0;
        }
    }

    private CallHomeListener(CallHome how, CallHandler handler, Sessions sessions) {
        this.how = how;
        this.handler = handler;
        this.sessions = sessions;
    }

    static CallHomeListener open(CallHome how, CallHandler handler, Transport transport, Sessions sessions) {
        CallHomeListener listener = new CallHomeListener(how, handler, sessions);
        CallDesk desk = listener::incoming;
        Calls calls = transport.listen(how, desk);
        synchronized (listener) {
            listener.calls = calls;
            calls.accepting(!listener.paused);
        }
        return listener;
    }

    /** Where it listens, with the port that was found. */
    public InetSocketAddress address() {
        return open().address();
    }

    private synchronized Calls open() {
        Calls open = calls;
        if (open == null) {
            throw new IllegalStateException("not listening yet");
        }
        return open;
    }

    /** What has become of the calls so far. */
    public synchronized Counts counts() {
        return new Counts(taken, served, refused, hungUp, unknown);
    }

    private @Nullable Attempt incoming(InetSocketAddress from, LinkLoop loop) {
        String address = Hosts.withPort(from.getAddress().getHostAddress(), from.getPort());
        InetAddress source = network(from.getAddress());
        if (!take(source)) {
            LOG.debug("{} was hung up: too many calls from there", address);
            return null;
        }
        AtomicBoolean counted = new AtomicBoolean();
        Runnable whenKnown = () -> {
            if (!counted.getAndSet(true)) {
                known(source);
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
            if (!counted.getAndSet(true)) {
                ended(source, isRefusal(failure));
            }
            count(failure == null);
            sessions.callbacks().run(() -> tell(address, session, failure));
        });
        return opening;
    }

    /** Whether a call from there is taken; then it counts as unknown. */
    private synchronized boolean take(InetAddress from) {
        if (closed) {
            return false;
        }
        Source source = sources.computeIfAbsent(from, address -> new Source());
        if (source.isPaused(System.nanoTime()) || source.unknown >= how.maxUnknownPerSource()) {
            hungUp++;
            return false;
        }
        taken++;
        source.unknown++;
        unknown++;
        pauseOrGoOn();
        if (sources.size() > MOST_SOURCES) {
            sources.remove(sources.keySet().iterator().next());
        }
        return true;
    }

    private void pauseOrGoOn() {
        boolean full = unknown >= how.maxUnknown();
        if (full != paused) {
            paused = full;
            if (calls != null) {
                calls.accepting(!full);
            }
        }
    }

    /** It turned out who called: nothing is held against that address any more. */
    private synchronized void known(InetAddress from) {
        Source source = leave(from);
        source.refusals = 0;
        source.pausedUntil = 0;
        if (source.unknown == 0) {
            sources.remove(from);
        }
    }

    /** A call ended before it was known whose it was. */
    private synchronized void ended(InetAddress from, boolean refusal) {
        Source source = leave(from);
        if (!refusal) {
            return;
        }
        source.refusals++;
        if (source.refusals >= how.refusals() && !how.refusalPause().isZero()) {
            source.refusals = 0;
            source.pausedUntil = System.nanoTime() + how.refusalPause().toNanos();
            LOG.warn(
                    "{} calls in a row from {} were refused; further ones are hung up for {}",
                    how.refusals(),
                    from.getHostAddress(),
                    Durations.text(how.refusalPause()));
        }
    }

    /** Whether it lies with the caller that no session came about, and not with us. */
    private static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof OpenException why
                && switch (why.reason()) {
                    case CLIENT_CLOSED, CANCELLED, FAILED -> false;
                    default -> true;
                };
    }

    /** Of IPv6 the network is what counts: whoever has one has all of its addresses. */
    private static InetAddress network(InetAddress from) {
        if (!(from instanceof Inet6Address)) {
            return from;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(from.getAddress(), 8), 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
    }

    private Source leave(InetAddress from) {
        unknown--;
        pauseOrGoOn();
        Source source = sources.computeIfAbsent(from, address -> new Source());
        source.unknown = Math.max(0, source.unknown - 1);
        return source;
    }

    private synchronized void count(boolean session) {
        if (session) {
            served++;
        } else {
            refused++;
        }
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
        synchronized (this) {
            closed = true;
        }
        sessions.closed(this);
        open().close();
    }
}
