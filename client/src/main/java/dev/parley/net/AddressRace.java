package dev.parley.net;

import dev.parley.error.OpenException.Reason;
import dev.parley.transport.Attempt;
import dev.parley.transport.LinkLoop;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries the addresses of a name until one answers: the next one as soon as one fails, and at the latest a quarter of a
 * second after the one before, so that a dead address costs little (RFC 8305 section 5). All on one loop.
 */
final class AddressRace {
    private static final Duration STAGGER = Duration.ofMillis(250);

    private final Bootstrap bootstrap;
    private final Iterator<InetSocketAddress> untried;
    private final Attempt attempt;
    private final Consumer<Channel> winner;
    private final Runnable loser;
    private final List<ChannelFuture> running = new ArrayList<>(1);
    private final List<String> failures = new ArrayList<>(0);
    private LinkLoop.@Nullable Timer stagger;
    private boolean decided;

    /**
     * @param winner gets the first channel that is connected
     * @param loser lets go of what was prepared for it, if there is none
     */
    AddressRace(
            Bootstrap bootstrap,
            List<InetSocketAddress> addresses,
            Attempt attempt,
            Consumer<Channel> winner,
            Runnable loser) {
        this.bootstrap = bootstrap;
        this.untried = addresses.iterator();
        this.attempt = attempt;
        this.winner = winner;
        this.loser = loser;
    }

    /** Tries the next address. */
    void next() {
        if (decided || !untried.hasNext()) {
            return;
        }
        InetSocketAddress address = untried.next();
        ChannelFuture connecting = bootstrap.connect(address);
        running.add(connecting);
        if (untried.hasNext()) {
            stagger = attempt.loop().schedule(this::next, STAGGER);
        }
        connecting.addListener(done -> ended(address, connecting));
    }

    private void ended(InetSocketAddress address, ChannelFuture connecting) {
        running.remove(connecting);
        if (decided) {
            connecting.channel().close();
        } else if (connecting.isSuccess()) {
            decide();
            winner.accept(connecting.channel());
        } else {
            failed(address, connecting.cause());
        }
    }

    private void failed(InetSocketAddress address, Throwable cause) {
        String why = SystemWords.of(cause).toLowerCase(Locale.ROOT);
        failures.add(address.getAddress().getHostAddress() + ": " + why);
        attempt.addressFailed(address, why);
        if (untried.hasNext()) {
            cancelStagger();
            next();
        } else if (running.isEmpty()) {
            decide();
            loser.run();
            report(address.getPort(), cause);
        }
    }

    private void report(int port, Throwable cause) {
        String detail = String.join("; ", failures);
        Reason reason = SystemWords.reason(detail);
        switch (reason) {
            case UNREACHABLE ->
                attempt.failed(reason, detail, "check routes and packet filters between here and there", cause);
            case CONNECTION_REFUSED ->
                attempt.failed(
                        reason,
                        detail,
                        "nothing listens on port " + port
                                + "; NETCONF over TLS is on 6513, over SSH on 830, and may have to be switched on",
                        cause);
            case CLOSED_BY_PEER ->
                attempt.failed(
                        reason,
                        "the device took the connection and closed it at once: " + detail,
                        "it may let no more sessions in, or none from here",
                        cause);
            case CONNECT_TIMEOUT ->
                attempt.failed(reason, detail, "a packet filter may drop what is sent there", cause);
            default -> attempt.failed(reason, detail, null, cause);
        }
    }

    private void decide() {
        decided = true;
        cancelStagger();
        // each takes itself off the list when it ends, which may be at once
        List.copyOf(running).forEach(other -> other.channel().close());
    }

    private void cancelStagger() {
        if (stagger != null) {
            stagger.cancel();
            stagger = null;
        }
    }

    /** The attempt is over. */
    void abort() {
        if (!decided) {
            decide();
            loser.run();
        }
    }
}
