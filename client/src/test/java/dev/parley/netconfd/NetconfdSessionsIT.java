package dev.parley.netconfd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.NetconfdServer;
import dev.parley.fixture.WatchedClient;
import dev.parley.framing.Framing;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsDetails.ClientCertificate;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsPolicy;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with a server that is not ours, over mutual TLS (RFC 7589). Its hello is longer than 4096 bytes. */
@Timeout(120)
@Tag("any-jdk")
class NetconfdSessionsIT {
    private static NetconfdServer server;

    @BeforeAll
    static void start() {
        server = NetconfdServer.startOrSkip();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(TlsProvider.JDK, TlsProvider.BORINGSSL)
                .flatMap(provider -> Stream.of(TlsVersion.values()).map(version -> Arguments.of(provider, version)));
    }

    private static Device device(TlsProvider provider, TlsVersion version) {
        return server.device(spoken(server.tls(), provider, version));
    }

    private static Tls spoken(Tls tls, TlsProvider provider, TlsVersion version) {
        return tls.withProvider(provider).withPolicy(TlsPolicy.COMPATIBLE.withVersions(version));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aSessionIsOpened(TlsProvider provider, TlsVersion version) {
        try (WatchedClient client = WatchedClient.create();
                Session session = client.open(device(provider, version))) {
            assertThat(session.tls()).isNotNull();
            assertThat(session.tls().version()).isEqualTo(version);
            assertThat(session.tls().provider()).isEqualTo(provider);
            assertThat(session.tls().clientCertificate()).isEqualTo(ClientCertificate.SENT);
            assertThat(session.hello().framing()).isEqualTo(Framing.CHUNKED);
            assertThat(session.capabilities().uris()).hasSizeGreaterThan(20);
            assertThat(session.timeline().entries())
                    .extracting(entry -> entry.phase())
                    .containsExactly(Phase.RESOLVE, Phase.CONNECT, Phase.SECURE, Phase.HELLO);
        }
    }

    // The stall that this project began with showed in one session of three here.
    @Test
    void twoHundredSessionsInARowAreOpenedAndAnsweredWithoutAMiss() {
        List<Arguments> kinds = kinds().toList();
        try (WatchedClient client = WatchedClient.create()) {
            for (int i = 0; i < 200; i++) {
                Object[] kind = kinds.get(i % kinds.size()).get();
                try (Session session = client.open(device((TlsProvider) kind[0], (TlsVersion) kind[1]))) {
                    Data data = session.send(GetConfig.from(Datastore.RUNNING));
                    assertThat(data.xml().roots()).hasSize(1);
                    assertThat(session.traffic().isDrained()).isTrue();
                }
            }
            assertThat(client.recorder().events(SessionEvent.Established.class)).hasSize(200);
            assertThat(client.recorder().events(SessionEvent.Closed.class))
                    .hasSize(200)
                    .allSatisfy(closed -> assertThat(closed.failure()).isNull());
        }
    }

    @Test
    void sixtyFourSessionsAtOnce() {
        List<Arguments> kinds = kinds().toList();
        try (WatchedClient client = WatchedClient.with(builder -> builder.eventLoops(2))) {
            List<CompletableFuture<Session>> openings = IntStream.range(0, 64)
                    .mapToObj(i -> kinds.get(i % kinds.size()).get())
                    .map(kind -> client.openAsync(device((TlsProvider) kind[0], (TlsVersion) kind[1])))
                    .toList();
            List<Session> sessions =
                    openings.stream().map(CompletableFuture::join).toList();
            List<CompletableFuture<Data>> answers = sessions.stream()
                    .map(session -> session.sendAsync(GetConfig.from(Datastore.RUNNING)))
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().xml().size()).isPositive());
            assertThat(sessions).extracting(Session::id).doesNotHaveDuplicates();
            assertThat(client.netconf().openSessions()).isEqualTo(64);
            assertThat(sessions.stream().map(Session::closeAsync).toList())
                    .allSatisfy(end -> assertThat(end.join().isDrained()).isTrue());
        }
    }

    // netconfd never answers a request that came in one read with the client's hello.
    @Test
    void theFirstRequestIsSentOnlyAfterTheServersHelloHasCome() {
        try (WatchedClient client = WatchedClient.create();
                Session session = client.open(server.device())) {
            session.send(GetConfig.from(Datastore.RUNNING));

            List<SessionEvent.MessagePassed> passed = client.recorder().events(SessionEvent.MessagePassed.class);
            assertThat(passed)
                    .extracting(SessionEvent.MessagePassed::outbound)
                    .containsExactly(true, false, true, false);
            assertThat(client.recorder().messages(true).get(0)).contains("<hello");
            assertThat(client.recorder().messages(false).get(0)).contains("<hello");
            assertThat(client.recorder().messages(true).get(1)).contains("<get-config>");
        }
    }

    // X-A: in TLS 1.3 the refusal comes when the handshake is over for us; X-B: in 1.2 it races with our last flight.
    @ParameterizedTest
    @MethodSource("kinds")
    void aClientWithoutCertificateIsToldSo(TlsProvider provider, TlsVersion version) {
        assertRefused(spoken(server.tls().withIdentity(TlsIdentity.none()), provider, version));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aClientOfAnotherAuthorityIsToldSo(TlsProvider provider, TlsVersion version) {
        Credentials stranger = DevicePki.create().client();
        TlsIdentity unknown = TlsIdentity.of(stranger.key(), stranger.chain());
        assertRefused(spoken(server.tls().withIdentity(unknown), provider, version));
    }

    private static void assertRefused(Tls tls) {
        try (WatchedClient client = WatchedClient.create()) {
            Device device = server.device(tls).withTimeouts(Timeouts.DEFAULT.withOpening(Duration.ofSeconds(20)));

            OpenException failure = client.failToOpen(OpenException.class, device);

            assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
            assertThat(failure.phase()).isIn(Phase.SECURE, Phase.HELLO);
            assertThat(failure.advice()).isPresent();
            assertThat(failure.traffic().wireIn()).isPositive();
        }
    }

    @Test
    void aSessionThatIsClosedHasHandedUpAllThatCame() {
        try (WatchedClient client = WatchedClient.create()) {
            Session session = client.open(server.device());
            session.close();

            Traffic traffic = session.ended().join();
            assertThat(traffic.isDrained()).isTrue();
            assertThat(traffic.plainIn()).isGreaterThan(4096);
            assertThat(session.isOpen()).isFalse();
        }
    }
}
