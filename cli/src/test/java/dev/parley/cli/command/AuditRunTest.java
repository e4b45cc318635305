package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.Audit;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many audits at once are gentle to each host. */
@Timeout(60)
class AuditRunTest {
    private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** A server that refuses whatever it is offered, and counts. */
    private void serve(ServerSocket listener) {
        daemon(() -> {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                daemon(() -> refuse(client));
            }
        });
    }

    private void refuse(Socket client) throws IOException {
        try (client) {
            if (client.getInputStream().read() >= 0) {
                client.getOutputStream().write(HANDSHAKE_FAILURE);
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        } finally {
            open.decrementAndGet();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // The client has gone, or the test is over.
                    }
                },
                "counting-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static Audit audit(ServerSocket server) {
        return Audit.tls("127.0.0.1", server.getLocalPort()).withTimeout(Duration.ofMillis(500));
    }

    @Test
    void oneHostHasOneAuditAtATime() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            serve(one);
            serve(other);
            List<AuditOutcome> outcomes = new AuditRun(List.of(audit(one), audit(other)), 8).run(outcome -> {});

            assertThat(AuditOutcome.reports(outcomes)).hasSize(2);
            // The end of a connection may be seen a little after the next one has begun.
            assertThat(most).hasValueLessThanOrEqualTo(2);
        }
    }
}
