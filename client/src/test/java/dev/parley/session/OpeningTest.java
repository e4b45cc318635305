package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.device.Access;
import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.FullPort;
import dev.parley.fixture.Line;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.Script;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import dev.parley.framing.Framing;
import dev.parley.net.NetLoops;
import dev.parley.transport.Attempt;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How sessions come to be, and what is said when they do not (RFC 6241 section 8.1). */
@Timeout(60)
class OpeningTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final Duration SHORT = Duration.ofMillis(300);
    /** A limit that is reached after something else has happened, however busy the machine is. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    @Test
    void aSessionIsOpenOnceBothHellosHavePassed() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> line.base11().serve());
                Session session = client.open(device.device())) {
            assertThat(session.isOpen()).isTrue();
            assertThat(session.id()).isEqualTo(7);
            assertThat(session.hello().framing()).isEqualTo(Framing.CHUNKED);
            assertThat(session.tls()).isNull();
            assertThat(session.key().device()).isEqualTo("127.0.0.1:" + device.port());
            assertThat(session.timeline().entries())
                    .extracting(entry -> entry.phase())
                    .containsExactly(Phase.RESOLVE, Phase.CONNECT, Phase.HELLO);
            assertThat(client.netconf().openSessions()).isOne();
        }
    }

    // H-01: a server that waits for our hello before it says its own is no reason to wait.
    @Test
    void ourHelloDoesNotWaitForTheirs() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    assertThat(line.hear())
                            .contains("urn:ietf:params:netconf:base:1.0<", "urn:ietf:params:netconf:base:1.1<")
                            .doesNotContain("session-id");
                    line.send(Line.hello("1.0") + "]]>]]>");
                    line.serve();
                });
                Session session = client.open(device.device())) {
            assertThat(session.hello().framing()).isEqualTo(Framing.END_OF_MESSAGE);
        }
    }

    // F-02, F-06: what follows the hello may come in the same bytes, and is framed in the new way already.
    @Test
    void theFirstReplyMayNotOvertakeItsRequestButANotificationMayShareTheHellosBytes() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.send(
                            Line.hello("1.1") + "]]>]]>" + "\n#15\n<notification x\n#56\nmlns=\"urn:ietf:params:xml:ns:"
                                    + "netconf:notification:1.0\"/>\n##\n");
                    line.silence();
                })) {
            client.open(device.device().withTimeouts(Timeouts.DEFAULT.withClose(SHORT)));
            assertThat(client.recorder()
                            .await(SessionEvent.NotificationUnheard.class)
                            .bytes())
                    .isEqualTo(71);
        }
    }

    private static Arguments bad(String what, String hello, Reason reason, String... said) {
        return Arguments.of(what, hello, reason, said);
    }

    static Stream<Arguments> badHellos() {
        String good = Line.hello("1.0", "1.1");
        return Stream.of(
                bad(
                        "no session-id",
                        good.replaceAll("<session-id>.*</session-id>", ""),
                        Reason.BAD_HELLO,
                        "session-id"),
                bad("session-id 0", good.replace(">7<", ">0<"), Reason.BAD_HELLO, "\"0\""),
                bad("session-id too large", good.replace(">7<", ">4294967296<"), Reason.BAD_HELLO, "4294967296"),
                bad("session-id in words", good.replace(">7<", ">seven<"), Reason.BAD_HELLO, "seven"),
                bad(
                        "no base version",
                        good.replace("params:netconf:base:", "params:netconf:other:"),
                        Reason.NO_COMMON_BASE,
                        "base version"),
                bad(
                        "no capabilities",
                        "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><session-id>7"
                                + "</session-id></hello>",
                        Reason.NO_COMMON_BASE,
                        "no capabilities at all"),
                bad("another element", "<goodbye/>", Reason.BAD_HELLO, "goodbye"),
                bad("text", "Welcome to pe1\r\nlogin: ", Reason.NOT_NETCONF, "at byte 0: \"Welcome to pe1\""),
                bad("an SSH banner", "SSH-2.0-OpenSSH_9.2\r\n", Reason.NOT_NETCONF, "SSH-2.0-OpenSSH_9.2"),
                bad("HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n", Reason.NOT_NETCONF, "HTTP/1.1 400"),
                bad(
                        "broken XML",
                        good.replace("</capabilities>", "</capability>"),
                        Reason.NOT_NETCONF,
                        "not well-formed"),
                bad("a document type", "<!DOCTYPE hello>" + good, Reason.NOT_NETCONF, "document type"),
                bad(
                        "a billion laughs",
                        "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>" + good,
                        Reason.NOT_NETCONF,
                        "document type"),
                bad("an unknown entity", good.replace(">7<", ">&seven;<"), Reason.NOT_NETCONF, "entity"),
                bad(
                        "depth",
                        good.replace("<session-id>", "<d>".repeat(100_000) + "</d>".repeat(100_000) + "<session-id>"),
                        Reason.LIMIT_EXCEEDED,
                        "deep"),
                bad(
                        "a refusal",
                        "<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><rpc-error><error-message>no "
                                + "more sessions</error-message></rpc-error></rpc-reply>",
                        Reason.SESSION_REFUSED,
                        "no more sessions"),
                bad("chunks", "\n#300\n" + good + "\n##\n", Reason.NOT_NETCONF, "at byte 1: \"#300\""));
    }

    static Stream<Arguments> otherProtocols() {
        return Stream.of(
                Arguments.of("SSH-2.0-OpenSSH_9.2\r\n", "it speaks SSH"),
                Arguments.of("HTTP/1.1 400 Bad Request\r\n\r\n", "it speaks HTTP"),
                Arguments.of("\u0015\u0003\u0001\u0000\u0002\u0002F", "it speaks TLS"),
                Arguments.of("\n#300\n<hello", "chunked framing"));
    }

    @ParameterizedTest
    @MethodSource("otherProtocols")
    void aPeerOfAnotherProtocolIsRecognised(String greeting, String advice) {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device =
                        ScriptedDevice.tcp(line -> line.send(greeting).silence())) {
            OpenException failure = client.failToOpen(OpenException.class, device.device());

            assertThat(failure.reason()).isEqualTo(Reason.NOT_NETCONF);
            assertThat(failure.advice())
                    .hasValueSatisfying(text -> assertThat(text).contains(advice));
        }
    }

    // H-04 to H-07, X-01 to X-06: a typed error at once, nothing more said, nothing waited for.
    @ParameterizedTest(name = "{0}")
    @MethodSource("badHellos")
    void aBadHelloIsNamedAndAnsweredWithNothing(String what, String hello, Reason reason, String... said) {
        CompletableFuture<Long> heardAfterOurHello = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.hear();
                    line.send(hello + "]]>]]>");
                    heardAfterOurHello.complete(line.silence());
                })) {
            OpenException failure = client.failToOpen(OpenException.class, device.device());

            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.phase()).isEqualTo(Phase.HELLO);
            assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
            assertThat(failure)
                    .hasMessageContaining("127.0.0.1:" + device.port())
                    .hasMessageContainingAll(said);
            assertThat(failure).hasCauseInstanceOf(ProtocolException.class);
            assertThat(failure.traffic().consumed()).isPositive();
            assertThat(failure.traffic().isDrained()).isTrue();
            assertThat(heardAfterOurHello.join()).isZero();
        }
    }

    @Test
    void aHelloWithoutEndIsCutOffAtItsLimit() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.send(Line.hello("1.1").replace("</capabilities>", ""));
                    while (true) {
                        line.send("<capability>urn:example:on-and-on</capability>".repeat(500));
                    }
                })) {
            Device small =
                    device.device().withProtocol(device.device().protocol().withMaxHelloBytes(100_000));

            OpenException failure = client.failToOpen(OpenException.class, small);

            assertThat(failure.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
            assertThat(failure).hasMessageContaining("<hello> of more than 100000 bytes");
            assertThat(failure.advice()).isPresent();
        }
    }

    static Stream<Arguments> unfinished() {
        return Stream.of(
                Arguments.of("nothing", (Script) Line::silence, "not one byte"),
                Arguments.of(
                        "half a hello",
                        (Script) line ->
                                line.send(Line.hello("1.1").substring(0, 100)).silence(),
                        "100 of ? bytes"),
                Arguments.of(
                        "a hello without its end",
                        (Script) line -> line.send(Line.hello("1.1")).silence(),
                        "no end-of-message"),
                Arguments.of(
                        "a hello and most of its end",
                        (Script) line -> line.send(Line.hello("1.1") + "]]>]]").silence(),
                        "no end-of-message"));
    }

    // What arrived, and what did not, is said at the deadline.
    @ParameterizedTest(name = "{0}")
    @MethodSource("unfinished")
    void aDeviceThatFallsSilentIsGivenUpAtTheDeadline(String what, Script script, String said) {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(script)) {
            OpenException failure = client.failToOpen(
                    OpenException.class, device.device().withTimeouts(Timeouts.DEFAULT.with(Phase.HELLO, ENOUGH)));

            assertThat(failure.reason()).isEqualTo(Reason.HELLO_TIMEOUT);
            assertThat(failure.phase()).isEqualTo(Phase.HELLO);
            assertThat(failure).hasMessageContaining(said);
            assertThat(failure.advice()).isPresent();
            assertThat(failure.elapsed()).isGreaterThanOrEqualTo(ENOUGH);
            assertThat(failure.traffic().isDrained()).isTrue();
        }
    }

    @Test
    void theBudgetForOpeningHoldsWhateverAPhaseMayTake() {
        Timeouts budget = Timeouts.DEFAULT.withOpening(ENOUGH).with(Phase.HELLO, Duration.ofMinutes(10));
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(Line::silence)) {
            OpenException failure =
                    client.failToOpen(OpenException.class, device.device().withTimeouts(budget));

            assertThat(failure.reason()).isEqualTo(Reason.HELLO_TIMEOUT);
        }
    }

    static Stream<Arguments> hangUps() {
        return Stream.of(
                Arguments.of("at once", (Script) line -> {}, "before one byte"),
                Arguments.of("after our hello", (Script) line -> line.hear(), "before one byte"),
                Arguments.of(
                        "in the middle of its hello",
                        (Script) line ->
                                line.send(Line.hello("1.1").substring(0, 50)).hear(),
                        "after 50 bytes"),
                Arguments.of(
                        "with a half-close", (Script) line -> line.endOutput().silence(), "before one byte"),
                Arguments.of(
                        "by a reset",
                        (Script) line -> {
                            line.hear();
                            line.reset();
                        },
                        "Connection reset"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hangUps")
    void aDeviceThatHangsUpIsNamed(String when, Script script, String said) {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(script)) {
            OpenException failure = client.failToOpen(OpenException.class, device.device());

            assertThat(failure.reason()).isEqualTo(Reason.CLOSED_BY_PEER);
            assertThat(failure.phase()).isEqualTo(Phase.HELLO);
            assertThat(failure).hasMessageContaining(said);
            assertThat(failure.traffic().isDrained()).isTrue();
        }
    }

    @Test
    void anUnknownNameFailsInResolve() {
        try (WatchedClient client = WatchedClient.create()) {
            OpenException failure =
                    client.failToOpen(OpenException.class, Device.cleartextTcp("nobody-has-this-name", 830));

            assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN_HOST);
            assertThat(failure.phase()).isEqualTo(Phase.RESOLVE);
            assertThat(failure).hasMessageContaining("nobody-has-this-name");
            assertThat(failure.advice()).isPresent();
        }
    }

    @Test
    void aClosedPortFailsInConnect() throws IOException {
        int port = closedPort();
        try (WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(OpenException.class, Device.cleartextTcp("127.0.0.1", port));

            assertThat(failure.reason()).isEqualTo(Reason.CONNECTION_REFUSED);
            assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
            assertThat(failure).hasMessageContaining("127.0.0.1: connection refused");
            assertThat(failure.advice())
                    .hasValueSatisfying(text -> assertThat(text).contains("port " + port));
            assertThat(failure.traffic().wireOut()).isZero();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPortThatDoesNotAnswerIsGivenUpAtTheLimit() throws IOException {
        try (WatchedClient client = WatchedClient.create();
                FullPort port = new FullPort()) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    Device.cleartextTcp("127.0.0.1", port.port())
                            .withTimeouts(Timeouts.DEFAULT.with(Phase.CONNECT, SHORT)));

            assertThat(failure.reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
            assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
            assertThat(failure.elapsed()).isGreaterThanOrEqualTo(SHORT);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void cancellingWhileConnectingGivesTheAttemptUp() throws IOException {
        assertGivenUpWhileConnecting((client, opening) -> opening.cancel(true), Reason.CANCELLED);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closingTheClientWhileConnectingGivesTheAttemptUp() throws IOException {
        assertGivenUpWhileConnecting((client, opening) -> client.close(), Reason.CLIENT_CLOSED);
    }

    private static void assertGivenUpWhileConnecting(
            BiConsumer<WatchedClient, CompletableFuture<Session>> giveUp, Reason reason) throws IOException {
        try (WatchedClient client = WatchedClient.create();
                FullPort port = new FullPort()) {
            CompletableFuture<Session> opening = client.openAsync(Device.cleartextTcp("127.0.0.1", port.port()));
            client.recorder().await(SessionEvent.PhaseBegun.class, begun -> begun.phase() == Phase.CONNECT);

            giveUp.accept(client, opening);

            SessionEvent.OpenFailed failed = client.recorder().await(SessionEvent.OpenFailed.class);
            assertThat(((OpenException) failed.failure()).reason()).isEqualTo(reason);
            opening.handle((session, failure) -> failure)
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }
    }

    @Test
    void ifTheFirstAddressIsDeadTheNextOneIsTried() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> line.base11().serve());
                Session session = client.open(Device.cleartextTcp("first-is-dead", device.port()))) {
            assertThat(session.remoteAddress().toString()).endsWith("/127.0.0.1:" + device.port());
            assertThat(client.recorder().events(SessionEvent.AddressFailed.class))
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.address().toString()).contains("127.0.0.2"));
        }
    }

    @Test
    void ifAllAddressesAreDeadEachIsNamed() throws IOException {
        try (WatchedClient client = WatchedClient.create()) {
            OpenException failure =
                    client.failToOpen(OpenException.class, Device.cleartextTcp("both-are-dead", closedPort()));

            assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
            assertThat(failure).hasMessageContaining("127.0.0.2: ").hasMessageContaining("127.0.0.3: ");
            assertThat(client.recorder().events(SessionEvent.AddressFailed.class))
                    .hasSize(2);
        }
    }

    /** A port on which nobody listens: it was free a moment ago. */
    private static int closedPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    @Test
    void cancellingTheFutureGivesTheAttemptUp() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.hear();
                    line.silence();
                })) {
            CompletableFuture<Session> opening = client.openAsync(device.device());
            client.recorder().await(SessionEvent.PhaseBegun.class, begun -> begun.phase() == Phase.HELLO);

            assertThat(opening.cancel(true)).isTrue();

            SessionEvent.OpenFailed failed = client.recorder().await(SessionEvent.OpenFailed.class);
            assertThat(((OpenException) failed.failure()).reason()).isEqualTo(Reason.CANCELLED);
            assertThatThrownBy(opening::join).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aCancelledAttemptIsGoneWhenItsConnectionIs() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(Line::silence)) {
            SessionFuture opening = client.netconf().attempt(device.device());
            client.recorder().await(SessionEvent.PhaseBegun.class, begun -> begun.phase() == Phase.HELLO);
            assertThat(opening.gone()).isNotDone();

            opening.cancel(true);
            opening.gone().join();

            assertThat(client.recorder().events(SessionEvent.OpenFailed.class)).hasSize(1);
        }
    }

    @Test
    void anAttemptIsGoneWhenItHasFailedAndWhenItsSessionIsUp() throws IOException {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> line.base11().serve())) {
            SessionFuture failed = client.netconf().attempt(Device.cleartextTcp("127.0.0.1", closedPort()));
            assertThatThrownBy(failed::join).hasCauseInstanceOf(OpenException.class);
            failed.gone().join();

            SessionFuture up = client.netconf().attempt(device.device());
            up.join().close();
            up.gone().join();

            SessionFuture impossible = client.netconf().attempt(Device.of(new Elsewhere("smoke")));
            assertThatThrownBy(impossible::join).hasCauseInstanceOf(InputException.class);
            impossible.gone().join();
        }
    }

    private record Elsewhere(String scheme) implements Access {
        @Override
        public String address() {
            return "pe1";
        }
    }

    private record IncompleteTransport(NetLoops loops) implements Transport {
        @Override
        public boolean serves(Access access) {
            return access.scheme().equals("incomplete");
        }

        @Override
        public LinkLoop newLoop() {
            return loops.next();
        }

        @Override
        public void open(Device device, Attempt attempt) {
            throw new NoClassDefFoundError("org/example/Gone");
        }

        @Override
        public void close() {
            loops.close();
        }
    }

    @Test
    void aTransportWhoseLibraryIsMissingFailsTheAttempt() {
        try (WatchedClient client =
                WatchedClient.with(builder -> builder.transport(new IncompleteTransport(new NetLoops(1))))) {
            OpenException failure = client.failToOpen(OpenException.class, Device.of(new Elsewhere("incomplete")));
            assertThat(failure.reason()).isEqualTo(Reason.FAILED);
            assertThat(failure).hasMessageContaining("org/example/Gone");
        }
    }

    @Test
    void anInterruptGivesTheAttemptUp() throws InterruptedException {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(Line::silence)) {
            CompletableFuture<OpenException> thrown = new CompletableFuture<>();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread opening = new Thread(() -> {
                try {
                    thrown.complete(client.failToOpen(OpenException.class, device.device()));
                } catch (RuntimeException | Error e) {
                    thrown.completeExceptionally(e);
                } finally {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                }
            });
            opening.start();
            client.recorder().await(SessionEvent.PhaseBegun.class, begun -> begun.phase() == Phase.HELLO);

            opening.interrupt();

            assertThat(interrupted.join()).isTrue();
            opening.join();
            assertThat(thrown.join().reason()).isEqualTo(Reason.CANCELLED);
            assertThat(thrown.join().phase()).isEqualTo(Phase.HELLO);
            assertThat(client.recorder().await(SessionEvent.OpenFailed.class).failure())
                    .isSameAs(thrown.join());
        }
    }

    @Test
    void aFutureThatItsOwnerCompletesLetsTheSessionGo() throws ExecutionException, InterruptedException {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    answer.join();
                    line.base11().serve();
                })) {
            CompletableFuture<Session> opening = client.openAsync(device.device());
            opening.completeExceptionally(new IllegalStateException("enough"));
            answer.complete(null);

            assertThat(client.recorder().await(SessionEvent.Closed.class).failure())
                    .isNull();
        }
    }

    @Test
    void closingTheClientGivesAttemptsUp() {
        WatchedClient client = WatchedClient.create();
        try (ScriptedDevice device = ScriptedDevice.tcp(Line::silence)) {
            CompletableFuture<Session> opening = client.openAsync(device.device());
            client.recorder().await(SessionEvent.PhaseBegun.class, begun -> begun.phase() == Phase.HELLO);

            client.close();

            assertThatThrownBy(opening::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            OpenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLIENT_CLOSED));
        }
    }

    @Test
    void aClosedClientOpensNothing() {
        WatchedClient client = WatchedClient.create();
        client.close();
        client.close();

        OpenException failure = client.failToOpen(OpenException.class, Device.cleartextTcp("127.0.0.1", 1));
        assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CLOSED);
        assertThatThrownBy(() ->
                        client.openAsync(Device.cleartextTcp("127.0.0.1", 1)).get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(OpenException.class);
    }

    @Test
    void aDeviceThatNoTransportServesIsRefused() {
        try (WatchedClient client = WatchedClient.create()) {
            Device pigeon = Device.of(new dev.parley.device.Access() {
                @Override
                public String scheme() {
                    return "pigeon";
                }

                @Override
                public String address() {
                    return "loft:1";
                }
            });

            assertThat(client.failToOpen(InputException.class, pigeon).reason())
                    .isEqualTo(InputException.Reason.BAD_ADDRESS);
            assertThat(client.openAsync(pigeon)).isCompletedExceptionally();
        }
    }

    @Test
    void moreSessionsThanThereAreThreadsForNamesAreOpenedAtOnce() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> line.base11().serve())) {
            Device named = Device.cleartextTcp("one-address", device.port());
            var openings =
                    Stream.generate(() -> client.openAsync(named)).limit(150).toList();

            openings.forEach(opening -> assertThat(opening.join().isOpen()).isTrue());
            assertThat(client.netconf().openSessions()).isEqualTo(150);
        }
    }
}
