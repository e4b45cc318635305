package dev.parley.probe;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A port of a host, to which one connection is made after the other. Whichever address answered first is kept to, so that
 * everything is found out about one server. Belongs to one thread.
 */
final class Place {
    private final String host;
    private final int port;
    private final Limits limits;
    private List<InetAddress> addresses = List.of();
    private long lastEnd;
    private boolean used;

    Place(String host, int port, Limits limits) {
        this.host = host;
        this.port = port;
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    String host() {
        return host;
    }

    /**
     * Connects, no sooner than the pause after the connection before.
     *
     * @throws IOException in the words of the system, or if it takes too long
     */
    Connection connect() throws IOException {
        spare();
        if (addresses.isEmpty()) {
            addresses = resolve();
        }
        IOException first = null;
        for (InetAddress address : addresses) {
            try {
                Connection connection = connect(address);
                addresses = List.of(address);
                return connection;
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new UnknownHostException(host + " has no address") : first;
    }

    private Connection connect(InetAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().setTcpNoDelay(true);
            channel.socket().connect(new InetSocketAddress(address, port), (int)
                    limits.connect().toMillis());
            return new Connection(channel, limits.answer(), this::ended);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void ended() {
        lastEnd = System.nanoTime();
        used = true;
    }

    private void spare() throws InterruptedIOException {
        if (!used) {
            return;
        }
        long left = limits.pause().toNanos() - (System.nanoTime() - lastEnd);
        try {
            TimeUnit.NANOSECONDS.sleep(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two connections");
        }
    }

    /** Looks the name up on a thread of its own, because the system puts no limit to that. */
    private List<InetAddress> resolve() throws IOException {
        FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> List.of(InetAddress.getAllByName(host)));
        Thread thread = new Thread(lookup, "parley-probe-resolve");
        thread.setDaemon(true);
        thread.start();
        Duration limit = limits.connect();
        try {
            return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new UnknownHostException(host + " has no address");
            }
            throw new IOException("looking up " + host + " failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no address for " + host + " within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking up " + host);
        }
    }
}
