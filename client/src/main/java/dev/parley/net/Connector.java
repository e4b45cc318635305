package dev.parley.net;

import dev.parley.error.InputException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.transport.Attempt;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The phases RESOLVE and CONNECT of an attempt: from a name to a channel. A channel that it hands over has no handlers and
 * reads nothing until somebody says so. It sets no timers; the attempt does.
 */
public final class Connector {
    /** What the operating systems have room for, the smallest of them (BSD) with its final zero. */
    private static final int LONGEST_PATH = 103;

    private final NetLoops loops;

    /** Connects on these loops. */
    public Connector(NetLoops loops) {
        this.loops = loops;
    }

    /** What is to become of a connection. One plan is for one attempt. */
    @FunctionalInterface
    public interface Plan {
        /**
         * Makes ready what the connection will need, such as keys; on a thread that may block.
         *
         * @throws InputException if what the caller gave cannot be used
         */
        default void prepare() {}

        /** Takes over what is connected, and ends the phase CONNECT. On the attempt's loop. */
        void connected(Channel channel);

        /** Lets go of what was prepared, if it was, when nothing will be connected. Any thread. */
        default void release() {}
    }

    /**
     * Looks the host up and connects to the first of its addresses that answers.
     *
     * @param host a name, or an address
     * @param port the port
     * @param attempt is told of the phases
     * @param plan what comes before and after
     */
    public void connect(String host, int port, Attempt attempt, Plan plan) {
        attempt.begin(Phase.RESOLVE);
        loops.block(attempt, () -> prepare(host, port, attempt, plan));
    }

    /** What may block: the keys, and the addresses of a name. */
    private void prepare(String host, int port, Attempt attempt, Plan plan) {
        try {
            plan.prepare();
            List<InetSocketAddress> addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
            attempt.loop().execute(() -> connect(addresses, attempt, plan));
        } catch (UnknownHostException e) {
            plan.release();
            tell(
                    attempt,
                    () -> attempt.failed(
                            Reason.UNKNOWN_HOST,
                            "the name \"" + host + "\" has no address",
                            "check the spelling and the name service (DNS, hosts file)",
                            e));
        } catch (InputException e) {
            plan.release();
            tell(attempt, () -> attempt.unusable(e));
        } catch (RejectedExecutionException e) {
            // the client was closed meanwhile, and the attempt with it
            plan.release();
        } catch (RuntimeException e) {
            plan.release();
            tell(attempt, () -> attempt.failed(Reason.FAILED, "preparing the connection failed: " + e, null, e));
        }
    }

    /** Tells an attempt, unless the client was closed meanwhile. */
    public static void tell(Attempt attempt, Runnable failure) {
        try {
            attempt.loop().execute(failure);
        } catch (RejectedExecutionException e) {
            // the client was closed meanwhile, and the attempt with it
        }
    }

    private void connect(List<InetSocketAddress> addresses, Attempt attempt, Plan plan) {
        if (attempt.isOver()) {
            plan.release();
            return;
        }
        attempt.end(
                Phase.RESOLVE,
                addresses.stream().map(a -> a.getAddress().getHostAddress()).collect(Collectors.joining(", ")));
        attempt.begin(Phase.CONNECT);
        Bootstrap bootstrap = bootstrap(attempt, loops.socketType())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        loops.keepalive().forEach(bootstrap::option);
        AddressRace race = new AddressRace(bootstrap, addresses, attempt, plan::connected, plan::release);
        attempt.onAbort(race::abort);
        race.next();
    }

    private static Bootstrap bootstrap(Attempt attempt, Class<? extends Channel> type) {
        return new Bootstrap()
                .group(NetLoops.eventLoop(attempt.loop()))
                .channel(type)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                // nothing is read before there is somebody to take it
                .option(ChannelOption.AUTO_READ, false)
                // after a failed write there may still be something to read, which says why
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // the one that is connected first gets its handlers then
                    }
                });
    }

    /**
     * Connects to a socket of this machine: the phase CONNECT alone.
     *
     * @param path where the socket is
     * @param attempt is told of the phase
     * @param connected takes over what is connected, on the attempt's loop, and ends the phase
     */
    public void connectUnix(Path path, Attempt attempt, Consumer<Channel> connected) {
        attempt.begin(Phase.CONNECT);
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            attempt.unusable(new InputException(
                    InputException.Reason.BAD_ADDRESS,
                    "the path of a UNIX socket cannot be longer than " + LONGEST_PATH + " bytes: " + path,
                    "make a shorter link to the socket",
                    null));
            return;
        }
        ChannelFuture connecting = bootstrap(attempt, loops.unixSocketType()).connect(loops.unixAddress(path));
        attempt.onAbort(() -> connecting.channel().close());
        connecting.addListener(done -> {
            if (attempt.isOver()) {
                connecting.channel().close();
            } else if (done.isSuccess()) {
                connected.accept(connecting.channel());
            } else {
                unixFailed(path, attempt, done.cause());
            }
        });
    }

    private static void unixFailed(Path path, Attempt attempt, Throwable cause) {
        String words = SystemWords.of(cause).toLowerCase(Locale.ROOT);
        if (Files.notExists(path)) {
            attempt.failed(
                    Reason.CONNECTION_REFUSED,
                    "there is no " + path,
                    "is the server running, and is that where its socket is?",
                    cause);
        } else if (words.contains("denied")) {
            attempt.failed(
                    Reason.CONNECTION_REFUSED,
                    "no permission to connect to " + path,
                    "run as a user who may write to the socket, or have its permissions changed",
                    cause);
        } else if (words.contains("refused") || words.contains("non-socket") || words.contains("not a socket")) {
            attempt.failed(
                    Reason.CONNECTION_REFUSED,
                    "nobody listens on " + path + " (" + words + ")",
                    "is the server running? A file that a dead server left behind looks the same",
                    cause);
        } else {
            attempt.failed(Reason.FAILED, path + ": " + words, null, cause);
        }
    }
}
