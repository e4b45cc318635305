package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.device.CallHome;
import dev.parley.transport.Calls;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class AcceptorTest {
    /** With the JDK's selector and with epoll, which differ in what they take an address of IPv4 for. */
    @ParameterizedTest
    @CsvSource({"false, 127.0.0.1", "false, ::1", "true, 127.0.0.1", "true, ::1"})
    void anywhereIsWhereverThisMachineIsReached(boolean epoll, String host) throws Exception {
        assumeTrue(!epoll || Epoll.isAvailable(), "there is no epoll here");
        assumeTrue(isOurs(host), "this machine has no " + host);
        NetLoops loops = new NetLoops(1, epoll);
        try {
            BlockingQueue<InetSocketAddress> callers = new LinkedBlockingQueue<>();
            Calls calls = new Acceptor(loops)
                    .listen(
                            CallHome.ANYWHERE,
                            0,
                            (from, loop) -> {
                                callers.add(from);
                                return null;
                            },
                            (channel, attempt) -> {});
            calls.accepting(true);

            try (Socket device = new Socket(host, calls.address().getPort())) {
                InetSocketAddress from = callers.poll(20, TimeUnit.SECONDS);
                assertThat(from).isNotNull();
                assertThat(from.getAddress()).isEqualTo(InetAddress.getByName(host));
                assertThat(from.getPort()).isEqualTo(device.getLocalPort());
                // nobody wanted it
                assertThat(device.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            loops.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void nobodyIsLetInBeforeThatIsSaid(boolean epoll) throws IOException, InterruptedException {
        assumeTrue(!epoll || Epoll.isAvailable(), "there is no epoll here");
        NetLoops loops = new NetLoops(2, epoll);
        try {
            BlockingQueue<InetSocketAddress> callers = new LinkedBlockingQueue<>();
            Calls[] calls = new Calls[1];
            calls[0] = new Acceptor(loops)
                    .listen(
                            "127.0.0.1",
                            0,
                            (from, loop) -> {
                                // which stops it before the second is let in
                                calls[0].accepting(false);
                                callers.add(from);
                                return null;
                            },
                            (channel, attempt) -> {});
            InetAddress here = calls[0].address().getAddress();
            int port = calls[0].address().getPort();
            try (Socket first = new Socket(here, port);
                    Socket second = new Socket(here, port)) {
                assertThat(callers).isEmpty();

                calls[0].accepting(true);
                assertThat(first.getInputStream().read()).isEqualTo(-1);
                assertThat(callers).hasSize(1);

                calls[0].accepting(true);
                assertThat(second.getInputStream().read()).isEqualTo(-1);
                assertThat(callers).hasSize(2);
            }
        } finally {
            loops.close();
        }
    }

    private static boolean isOurs(String host) throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null;
    }
}
