package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.probe.FaultyServer.Conduct;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that want to hold a client up or use it up: each connection has a bound for bytes, records and time. */
@Timeout(30)
class HostileServerTest {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ZERO);

    private static Prober prober(int port) {
        return new Prober("127.0.0.1", port, LIMITS);
    }

    @Test
    void messagesWithoutEndInTheClear() throws IOException {
        try (FaultyServer server =
                FaultyServer.start(new Conduct().versions(WireVersion.TLS_1_2).flooding())) {
            assertThatThrownBy(() -> Handshake12.open(prober(server.port()), Handshake12.hello(), null)
                            .close())
                    .isInstanceOf(MalformedException.class)
                    .hasMessageMatching("more than \\d+ (handshake messages|bytes on one connection)");
        }
    }

    @Test
    void encryptedMessagesWithoutEnd() throws IOException {
        try (FaultyServer server =
                FaultyServer.start(new Conduct().versions(WireVersion.TLS_1_3).flooding())) {
            assertThatThrownBy(() -> Handshake13.open(prober(server.port()), Handshake13.hello(), null)
                            .close())
                    .isInstanceOf(MalformedException.class)
                    .hasMessageMatching("more than \\d+ (handshake messages|bytes on one connection)");
        }
    }

    /** What a server says to the first client, whatever that offers. */
    private interface Speaker {
        void speak(OutputStream out) throws IOException;
    }

    private static Answer answer(Speaker speaker, Limits limits) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(
                    () -> {
                        try (Socket socket = listener.accept()) {
                            speaker.speak(socket.getOutputStream());
                        } catch (IOException e) {
                            // The client has had enough, which is what the test wants to see.
                        }
                    },
                    "hostile-server");
            thread.setDaemon(true);
            thread.start();
            return new Prober("127.0.0.1", listener.getLocalPort(), limits)
                    .ask(ClientHello.of(WireVersion.TLS_1_2, Handshake12.SUITES));
        }
    }

    @Test
    void recordsOfNothing() throws IOException {
        AtomicLong sent = new AtomicLong();
        byte[] nothing = new TlsRecord(TlsRecord.HANDSHAKE, 0x0303, Octets.NONE)
                .encoded()
                .array();
        Answer answer = answer(
                out -> {
                    while (sent.addAndGet(nothing.length) > 0) {
                        out.write(nothing);
                    }
                },
                LIMITS);

        assertThat(Words.of(answer))
                .isEqualTo("sent what cannot be read: more than " + Connection.MOST_RECORDS
                        + " records on one connection");
    }

    @Test
    void aCertificateMessageOfSixteenMegabytes() throws IOException {
        Octets head = Octets.ofHex("0bffffff");
        Answer answer = answer(
                out -> out.write(new TlsRecord(TlsRecord.HANDSHAKE, 0x0303, head)
                        .encoded()
                        .array()),
                LIMITS);

        assertThat(Words.of(answer)).contains("a handshake message of 16777215 bytes, and 262144 is the most");
    }

    /** Each byte comes in time, and all of them never would. */
    @Test
    void bytesThatTrickle() throws IOException {
        Limits short300 = new Limits(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ZERO);
        ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
        try {
            Answer answer = answer(
                    out -> {
                        out.write(new byte[] {22, 3, 3, 64, 0});
                        trickle.scheduleAtFixedRate(() -> drop(out), 0, 20, TimeUnit.MILLISECONDS);
                        awaitEnd(trickle);
                    },
                    short300);
            assertThat(answer).isEqualTo(new Answer.Silent(Duration.ofMillis(300)));
        } finally {
            trickle.shutdownNow();
        }
    }

    private static void drop(OutputStream out) {
        try {
            out.write(0);
        } catch (IOException e) {
            throw new IllegalStateException("the client has gone", e);
        }
    }

    private static void awaitEnd(ScheduledExecutorService trickle) {
        try {
            trickle.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
