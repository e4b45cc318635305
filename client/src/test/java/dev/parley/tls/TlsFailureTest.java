package dev.parley.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.OpenException.Reason;
import dev.parley.tls.TlsDetails.ClientCertificate;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TlsFailureTest {
    private static final String NAME = "pe1.example";

    /** What something that is no NETCONF server over TLS does with a connection. */
    interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    static Stream<Arguments> otherProtocols() {
        return Stream.of(
                        Arguments.of("SSH-2.0-OpenSSH_9.2\r\n", "it speaks SSH: \"SSH-2.0-OpenSSH_9.2\\r\\n\"", "6513"),
                        Arguments.of(
                                "<?xml version=\"1.0\"?><hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">",
                                "it speaks NETCONF without TLS: \"<?xml version=\\\"1.0\\\"?><hello ",
                                "6513"),
                        Arguments.of("\n<hello xmlns=", "it speaks NETCONF without TLS", "6513"),
                        Arguments.of("<nc:hello xmlns:nc=", "it speaks NETCONF without TLS", "6513"),
                        Arguments.of("HTTP/1.1 400 Bad Request\r\n\r\n", "it speaks HTTP", "RESTCONF"),
                        Arguments.of("no\n", "its first bytes are \"no\\n\"", "right port"),
                        Arguments.of("220 ftp ready\r\n", "its first bytes are \"220 ftp ready\\r\\n\"", "right port"),
                        Arguments.of(
                                "\u00ff\u00fd\u0018\u00ff\u00fd ",
                                "its first bytes are ff fd 18 ff fd 20",
                                "right port"))
                .flatMap(peer -> Stream.of(TlsProvider.JDK, TlsProvider.BORINGSSL)
                        .map(provider -> Arguments.of(provider, peer.get()[0], peer.get()[1], peer.get()[2])));
    }

    @ParameterizedTest
    @MethodSource("otherProtocols")
    void aPeerThatDoesNotSpeakTlsIsNamedByWhatItSpeaks(
            TlsProvider provider, String said, String detail, String advice) {
        TlsFailure failure = failure(provider, socket -> {
            socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            untilTheClientCloses(socket);
        });

        assertThat(failure.reason()).isEqualTo(Reason.NOT_TLS);
        assertThat(failure.detail()).contains(detail);
        assertThat(failure.advice()).contains(advice);
    }

    /** As soon as the first bytes cannot be a TLS record, the rest is not waited for: it may never come. */
    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aPeerThatDoesNotSpeakTlsIsNamedHoweverItsWordsAreCut(TlsProvider provider) {
        Map<String, String> spoken = Map.of(
                "SSH-2.0-OpenSSH_9.2\r\n", "it speaks SSH: \"SSH-2",
                "\r\nSSH-2.0-OpenSSH_9.2\r\n", "it speaks SSH: \"\\r\\nSSH",
                "HTTP/1.1 400 Bad Request\r\n\r\n", "it speaks HTTP: \"HTTP/",
                "<hello xmlns=", "it speaks NETCONF without TLS: \"<hell",
                "<?xml version=", "it speaks NETCONF without TLS: \"<?xml",
                "\n<hello xmlns=", "it speaks NETCONF without TLS: \"\\n<hel",
                "220 ftp ready\r\n", "its first bytes are \"220 f",
                "no\n", "its first bytes are \"no\\n\"");
        spoken.forEach((said, detail) -> {
            byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
            for (int first = 0; first <= bytes.length; first++) {
                TlsFailure failure =
                        answered(provider, Arrays.copyOf(bytes, first), Arrays.copyOfRange(bytes, first, bytes.length));

                assertThat(failure.reason()).as("%s cut at %d", said, first).isEqualTo(Reason.NOT_TLS);
                assertThat(failure.detail()).as("%s cut at %d", said, first).contains(detail);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aPeerThatLosesItsTlsInTheHandshakeIsNotTakenForAnotherProtocol(TlsProvider provider) {
        byte[] startOfServerHello = {22, 3, 3, 0, 4, 2, 0, 0, 100};

        TlsFailure failure = answered(provider, startOfServerHello, "SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII));

        assertThat(failure.reason()).isEqualTo(Reason.HANDSHAKE_FAILED);
        assertThat(failure.detail()).startsWith("the TLS handshake failed: not an SSL/TLS record");
    }

    /** What is made of a server that begins with these pieces, one read each, and then closes. */
    private static TlsFailure answered(TlsProvider provider, byte[]... pieces) {
        EmbeddedChannel channel = new EmbeddedChannel();
        try (TlsContexts contexts = new TlsContexts();
                TlsConnection connection = contexts.open(
                        Tls.trusting(TlsTrust.insecureTrustAnyone()).withProvider(provider), NAME, 6513)) {
            Future<TlsDetails> handshake = connection.addTo(channel.pipeline());
            AtomicReference<TlsFailure> failure = new AtomicReference<>();
            handshake.addListener(done -> failure.set(connection.failure(done.cause())));
            for (byte[] piece : pieces) {
                if (!handshake.isDone()) {
                    channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(piece));
                    channel.pipeline().fireChannelReadComplete();
                }
            }
            channel.close();
            channel.runPendingTasks();
            return failure.get();
        } finally {
            channel.releaseOutbound();
        }
    }

    // Alerts in answer to the ClientHello, before any certificate was seen.
    @ParameterizedTest
    @CsvSource({
        "10, TLS_ALERT, unexpected_message (10)",
        "40, NO_COMMON_TLS, handshake_failure (40)",
        "47, TLS_ALERT, illegal_parameter (47)",
        "49, CLIENT_CERTIFICATE_REFUSED, access_denied (49)",
        "70, NO_COMMON_TLS, protocol_version (70)",
        "71, NO_COMMON_TLS, insufficient_security (71)",
        "80, TLS_ALERT, internal_error (80)",
        "112, TLS_ALERT, unrecognized_name (112)",
        "116, CLIENT_CERTIFICATE_REFUSED, certificate_required (116)"
    })
    void anAlertIsNamedWithWhoSentIt(int code, Reason reason, String alert) {
        for (TlsProvider provider : new TlsProvider[] {TlsProvider.JDK, TlsProvider.BORINGSSL}) {
            TlsFailure failure = failure(provider, socket -> {
                readClientHello(socket);
                socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) code});
                untilTheClientCloses(socket);
            });

            assertThat(failure.reason()).as(provider + ": " + failure).isEqualTo(reason);
            assertThat(failure.detail()).startsWith("the server sent the TLS alert " + alert);
            assertThat(failure.alert()).hasToString(alert);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aPeerThatClosesWithoutAWordIsToldSo(TlsProvider provider) {
        TlsFailure failure = failure(provider, TlsFailureTest::readClientHello);

        assertThat(failure.reason()).isEqualTo(Reason.CLOSED_BY_PEER);
        assertThat(failure.detail()).startsWith("the server closed the connection during the TLS handshake");
    }

    // RFC 9846 section 6.1: a server may say goodbye at any time; what it gave up was a handshake all the same.
    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aPeerThatSaysGoodbyeInTheHandshakeIsToldSo(TlsProvider provider) {
        TlsFailure failure = failure(provider, socket -> {
            readClientHello(socket);
            socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 1, 0});
            untilTheClientCloses(socket);
        });

        assertThat(failure.reason()).as(failure.toString()).isEqualTo(Reason.CLOSED_BY_PEER);
        assertThat(failure.detail())
                .isEqualTo("the server closed the connection during the TLS handshake, in order (close_notify)");
        assertThat(failure.advice()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aPeerThatResetsTheConnectionIsToldSo(TlsProvider provider) {
        TlsFailure failure = failure(provider, socket -> {
            readClientHello(socket);
            socket.setSoLinger(true, 0);
        });

        assertThat(failure.reason()).isEqualTo(Reason.CLOSED_BY_PEER);
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "BORINGSSL"})
    void aServerOfAVersionThatIsTooOldIsNamedSo(TlsProvider provider) {
        TlsFailure failure = failure(provider, socket -> {
            readClientHello(socket);
            socket.getOutputStream().write(serverHelloOfTls11());
            untilTheClientCloses(socket);
        });

        assertThat(failure.reason()).as(failure.toString()).isEqualTo(Reason.NO_COMMON_TLS);
    }

    @Test
    void alertsAreReadFromTheWordsOfEachProvider() {
        assertThat(TlsAlert.receivedIn("Received fatal alert: bad_certificate")).contains(TlsAlert.BAD_CERTIFICATE);
        assertThat(TlsAlert.receivedIn("(certificate_required) Received fatal alert: certificate_required"))
                .contains(TlsAlert.CERTIFICATE_REQUIRED);
        assertThat(TlsAlert.receivedIn("error:10000412:SSL routines:OPENSSL_internal:SSLV3_ALERT_BAD_CERTIFICATE"))
                .contains(TlsAlert.BAD_CERTIFICATE);
        assertThat(TlsAlert.receivedIn("error:0A00045C:SSL routines::tlsv13 alert certificate required"))
                .contains(TlsAlert.CERTIFICATE_REQUIRED);
        assertThat(TlsAlert.receivedIn("error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL"))
                .isEmpty();
        assertThat(TlsAlert.receivedIn("Connection reset")).isEmpty();
    }

    // X-A: after the handshake of TLS 1.3, in whatever a read throws.
    @Test
    void anAlertInARefusedSessionConcernsTheClientCertificate() {
        Handshake handshake = handshake(ClientCertificate.SENT);
        Throwable thrown = new IllegalStateException(new SSLException("Received fatal alert: unknown_ca"));

        TlsFailure failure = opening(thrown, handshake, true);

        assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
        assertThat(failure.detail())
                .isEqualTo("the server sent the TLS alert unknown_ca (48): it does not accept the client certificate");
    }

    @Test
    void theAlertIsFoundAmongSuppressedExceptions() {
        ClosedChannelException closed = new ClosedChannelException();
        closed.addSuppressed(new SSLHandshakeException("Received fatal alert: certificate_expired"));

        assertThat(opening(closed, handshake(ClientCertificate.SENT), false).alert())
                .isEqualTo(TlsAlert.CERTIFICATE_EXPIRED);
    }

    // OpenSSL says handshake_failure of a missing client certificate in TLS 1.2.
    @Test
    void aHandshakeFailureAfterTheRequestForACertificateConcernsIt() {
        Throwable thrown = new SSLHandshakeException("Received fatal alert: handshake_failure");

        assertThat(opening(thrown, handshake(ClientCertificate.NONE), false).reason())
                .isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
        assertThat(opening(thrown, handshake(ClientCertificate.NOT_ASKED), false)
                        .reason())
                .isEqualTo(Reason.NO_COMMON_TLS);
    }

    // X-B: the alert is lost when the connection breaks while we still write.
    @Test
    void aConnectionThatBreaksAfterTheRequestForACertificateConcernsIt() {
        Throwable brokenPipe =
                new SSLException("failure when writing TLS control frames", new IOException("Broken pipe"));

        TlsFailure sent = opening(brokenPipe, handshake(ClientCertificate.SENT), false);
        TlsFailure none = opening(new ClosedChannelException(), handshake(ClientCertificate.NONE), true);

        assertThat(sent.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
        assertThat(sent.detail()).contains("without an alert");
        assertThat(none.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
    }

    @Test
    void aConnectionThatEndsBetweenHandshakeAndHelloIsProbablyAboutTheUser() {
        TlsFailure failure = opening(new ClosedChannelException(), handshake(ClientCertificate.SENT), true);

        assertThat(failure.reason()).isEqualTo(Reason.CLOSED_BY_PEER);
        assertThat(failure.detail()).contains("after the TLS handshake and before its hello");
        assertThat(failure.advice()).contains("cert-to-name");
    }

    @Test
    void whatFitsNowhereKeepsItsWords() {
        TlsFailure before = opening(
                new SSLException("wrapped", new IllegalStateException("odd")),
                handshake(ClientCertificate.NOT_ASKED),
                false);
        TlsFailure after = opening(new SSLException("bad record"), handshake(ClientCertificate.NOT_ASKED), true);

        assertThat(before.reason()).isEqualTo(Reason.HANDSHAKE_FAILED);
        assertThat(before.detail()).isEqualTo("the TLS handshake failed: odd");
        assertThat(after.reason()).isEqualTo(Reason.FAILED);
        assertThat(after.detail()).isEqualTo("TLS failed: bad record");
    }

    @Test
    void inAnOpenSessionAnAlertIsJustAnAlert() {
        assertThat(TlsFailure.inSession(
                        new IllegalStateException(new SSLException("Received fatal alert: bad_certificate"))))
                .isEqualTo("the server sent the TLS alert bad_certificate (42)");
        assertThat(TlsFailure.inSession(new SSLException("bad record MAC"))).isEqualTo("TLS failed: bad record MAC");
    }

    @Test
    void aConnectionThatIsLostBelowTlsIsNoFailureOfTls() {
        String words = "recvAddress(..) failed with error(-104): Connection reset by peer";

        assertThat(TlsFailure.inSession(new IOException(words)))
                .isEqualTo("the connection failed: Connection reset by peer");
        assertThat(TlsFailure.isBelowTls(new SSLException(new IOException(words))))
                .isTrue();
        assertThat(TlsFailure.isBelowTls(new SSLException("Received fatal alert: internal_error", new IOException())))
                .isFalse();
    }

    private static TlsFailure opening(Throwable thrown, Handshake handshake, boolean handshakeDone) {
        byte[] handshakeRecord = {22, 3, 3, 0, 100};
        return TlsFailure.whileOpening(thrown, handshake, handshakeDone, handshakeRecord);
    }

    private static Handshake handshake(ClientCertificate given) {
        Handshake handshake = new Handshake(ServerIdentity.of(NAME), Optional.empty(), null, InstantSource.system());
        handshake.serverIs(Handshake.Server.CHECKED);
        handshake.clientCertificateIs(given);
        return handshake;
    }

    private static TlsFailure failure(TlsProvider provider, Behaviour behaviour) {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestClient client = new TestClient()) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket socket = listening.accept()) {
                    behaviour.serve(socket);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Tls tls = Tls.trusting(TlsTrust.insecureTrustAnyone()).withProvider(provider);
            TlsFailure failure =
                    client.open(tls, NAME, listening.getLocalPort()).failed();
            served.join();
            return failure;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readClientHello(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] header = in.readNBytes(5);
        in.readNBytes(((header[3] & 0xFF) << 8) | (header[4] & 0xFF));
    }

    private static void untilTheClientCloses(Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static byte[] serverHelloOfTls11() {
        byte[] body = new byte[2 + 32 + 1 + 2 + 1];
        body[0] = 3;
        body[1] = 2;
        body[35] = (byte) 0xC0;
        body[36] = 0x2F;
        byte[] record = new byte[5 + 4 + body.length];
        record[0] = 22;
        record[1] = 3;
        record[2] = 2;
        record[4] = (byte) (4 + body.length);
        record[5] = 2;
        record[8] = (byte) body.length;
        System.arraycopy(body, 0, record, 9, body.length);
        return record;
    }
}
