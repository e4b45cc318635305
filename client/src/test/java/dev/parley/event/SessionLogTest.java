package dev.parley.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.NetconfClient;
import dev.parley.device.CallAccess;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.device.Timeouts;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.RpcErrorException;
import dev.parley.error.Traffic;
import dev.parley.fixture.Logs;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.framing.Framing;
import dev.parley.message.Capabilities;
import dev.parley.message.Reply;
import dev.parley.message.ServerHello;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Get;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log says of real sessions, and what it never says. Alone, because levels are those of the whole process. */
@Isolated
class SessionLogTest {
    private static final DevicePki PKI = DevicePki.create();
    private static final String ECHO = "urn:example:echo";

    private static DeviceSimulator simulator;

    private final Logger parley = Logs.named("dev.parley");
    private final Records records = new Records();

    /** Keeps what is logged, as it would be printed. */
    private static final class Records extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<String> attempts = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLoggerName().equals("dev.parley.attempt")) {
                attempts.add(event.getLevel() + " " + event.getFormattedMessage());
                return;
            }
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(event.getThrowableProxy().getMessage());
            }
        }

        List<String> of(Level level) {
            return lines.stream()
                    .filter(line -> line.startsWith(level.toString()))
                    .toList();
        }
    }

    /** The device sends back what stands in the request: as data, in an error, and in a warning. */
    @BeforeAll
    static void start() {
        simulator = DeviceSimulator.builder()
                .tls(TlsSettings.of(PKI))
                .on("edit-config", request -> Answer.ok())
                .on(ECHO, "data", request -> Answer.content("<data>" + shape(request.text()) + "</data>"))
                .on(ECHO, "error", request -> Answer.content(error("error", shape(request.text()))))
                .on(ECHO, "warning", request -> Answer.content(error("warning", shape(request.text())) + "<ok/>"))
                .start();
    }

    private static String shape(String request) {
        return request.substring(request.indexOf("<user"), request.indexOf("</user>") + "</user>".length());
    }

    private static String error(String severity, String info) {
        return "<rpc-error><error-type>application</error-type><error-tag>invalid-value</error-tag><error-severity>"
                + severity + "</error-severity><error-info>" + info
                + "<password>zq</password></error-info></rpc-error>";
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void listen() {
        records.start();
        parley.setAdditive(false);
        parley.addAppender(records);
    }

    @AfterEach
    void hush() {
        parley.detachAppender(records);
        parley.setAdditive(true);
        parley.setLevel(null);
    }

    private static Device pe1() {
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                .withIdentity(TlsIdentity.of(PKI.client().key(), PKI.client().chain()));
        return Device.tls("127.0.0.1", simulator.port(), tls).withName("pe1");
    }

    private static Rpc echo(String how, String content) {
        return Rpc.of("<" + how + " xmlns=\"" + ECHO + "\">" + content + "</" + how + ">");
    }

    @Test
    void noSecretThatIsSentOrReceivedIsEverLogged() {
        parley.setLevel(Level.TRACE);
        try (NetconfClient client = NetconfClient.create();
                Session session = client.open(pe1())) {
            for (String shape : SecretShapes.all()) {
                records.lines.clear();
                session.send(EditConfig.of(Datastore.RUNNING, shape));
                session.send(echo("data", shape));
                RpcErrorException refused =
                        catchThrowableOfType(RpcErrorException.class, () -> session.send(echo("error", shape)));
                Reply warned = session.send(echo("warning", shape));

                assertThat(printed(refused)).doesNotContain(SecretShapes.MARK).contains("invalid-value {user=…}");
                assertThat(warned.errors()).hasToString("[" + refused.first() + "]");
                assertThat(records.of(Level.TRACE))
                        .as(shape)
                        .hasSize(8)
                        .allSatisfy(line ->
                                assertThat(line).startsWith("TRACE pe1#1: ").contains("message-id=\""));
                assertThat(records.of(Level.TRACE))
                        .filteredOn(line -> line.contains("<uid>1001</uid></user>"))
                        .hasSize(7);
                assertThat(records.lines).as(shape).noneMatch(line -> line.contains(SecretShapes.MARK));
            }
        }
        assertThat(records.lines).noneMatch(line -> line.contains(SecretShapes.MARK));
    }

    private static String printed(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed, true));
        return printed.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<data><password>zq&zq;zq</password></data></rpc-reply>",
                "<data><password>zq</passwor></data></rpc-reply>",
                "<data><password>zq< zq</password></data></rpc-reply>",
                "<data><password>zq\u0001</password></data></rpc-reply>",
                "<data><a password='zq' password='zq'/></data></rpc-reply>",
                "<data><password>zq",
            })
    void aReplyThatCannotBeReadIsNotShown(String rest) {
        parley.setLevel(Level.TRACE);
        try (ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    String id = line.base11().request().id();
                    line.say("<rpc-reply message-id='" + id + "' xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'>"
                                    + rest)
                            .serve();
                });
                NetconfClient client = NetconfClient.create();
                Session session = client.open(device.device())) {
            NetconfException failure = catchThrowableOfType(NetconfException.class, () -> session.send(Get.all()));

            assertThat(printed(failure)).doesNotContain(SecretShapes.MARK);
        }
        assertThat(records.of(Level.TRACE))
                .anyMatch(line -> line.matches("TRACE .*: received \\(\\d+ bytes, not shown because .*"));
        assertThat(records.lines).noneMatch(line -> line.contains(SecretShapes.MARK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user ann password zq\n",
                "password 7 zq",
                "\"secret\": \"zq\"\n",
                "debug: <password>zq</password>\n",
                "<a password='zq'",
            })
    void whatComesInPlaceOfAMessageIsShownWithoutSecrets(String said) {
        parley.setLevel(Level.TRACE);
        try (ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base10().request();
                    line.say(said).silence();
                });
                NetconfClient client = NetconfClient.create();
                Session session = client.open(device.device())) {
            NetconfException failure = catchThrowableOfType(NetconfException.class, () -> session.send(Get.all()));

            assertThat(printed(failure)).doesNotContain(SecretShapes.MARK).contains("***");
        }
        assertThat(records.lines).noneMatch(line -> line.contains(SecretShapes.MARK));
        assertThat(records.of(Level.WARN)).singleElement().asString().contains(": lost after ", "***");
    }

    @Test
    void theLifeOfASessionIsTwoLinesAtInfo() {
        parley.setLevel(Level.INFO);

        converse();

        assertThat(records.lines).hasSize(2);
        assertThat(records.lines.get(0))
                .matches("INFO pe1#1: session \\d+ is up after \\d+ m?s: base 1\\.1, \\d+ capabilities");
        assertThat(records.lines.get(1))
                .matches("INFO pe1#1: closed after \\S+ \\S+, \\d+ bytes received and \\d+ sent");
    }

    @Test
    void eachStepIsALineAtDebug() {
        parley.setLevel(Level.DEBUG);

        converse();

        assertThat(records.lines).allMatch(line -> line.matches("(INFO|DEBUG) pe1#1: [^\n]+"));
        assertThat(records.of(Level.INFO)).hasSize(2);
        assertThat(String.join("\n", records.of(Level.DEBUG)))
                .containsSubsequence(
                        "opening tls://pe1 (127.0.0.1:" + simulator.port() + ")\n",
                        "RESOLVE took ",
                        "CONNECT took ",
                        "TLSv1.3 with TLS_",
                        "SECURE took ",
                        "HELLO took ",
                        "data 1 was answered after ");
    }

    private static void converse() {
        try (NetconfClient client = NetconfClient.create();
                Session session = client.open(pe1())) {
            session.send(echo("data", "<user>ann</user>"));
        }
    }

    @Test
    void aSessionThatDoesNotComeUpIsOneLine() {
        parley.setLevel(Level.INFO);
        try (ScriptedDevice device =
                        ScriptedDevice.tcp(line -> line.send("SSH-2.0-x\r\n").silence());
                NetconfClient client = NetconfClient.create()) {
            assertThatThrownBy(() -> client.open(device.device().withName("pe1")))
                    .isInstanceOf(OpenException.class);
        }

        assertThat(records.lines)
                .singleElement()
                .asString()
                .startsWith("WARN pe1#1: ")
                .contains("SSH-2.0-x");
    }

    @Test
    void anAttemptIsOneLineForPrograms() {
        parley.setLevel(Level.INFO);

        converse();
        converse();

        assertThat(records.attempts)
                .hasSize(2)
                .allMatch(line -> line.matches(
                        "INFO attempt began=20\\d\\d-\\S+Z device=\"pe1\" scheme=tls address=127\\.0\\.0\\.1"
                                + " tls=TLSv1\\.3 suite=TLS_\\w+ handshake=full framing=1\\.1 sessions=1"
                                + " resolve=\\d+\\.\\d connect=\\d+\\.\\d secure=\\d+\\.\\d hello=\\d+\\.\\d"));
    }

    @Test
    void itSaysHowManySessionsThereAreAndHowLongThereWasNone() {
        parley.setLevel(Level.INFO);
        try (NetconfClient client = NetconfClient.create()) {
            try (Session one = client.open(pe1());
                    Session two = client.open(pe1())) {
                one.send(echo("data", "<user>ann</user>"));
                two.send(echo("data", "<user>ann</user>"));
            }
            client.open(pe1()).close();
        }

        assertThat(records.attempts).hasSize(3);
        assertThat(records.attempts.get(0)).contains(" sessions=1 ").doesNotContain("idle=");
        assertThat(records.attempts.get(1)).contains(" sessions=2 ").doesNotContain("idle=");
        assertThat(records.attempts.get(2)).containsPattern(" sessions=1 idle=\\d+\\.\\d{3} ");
    }

    // RFC 8071: what counts are the other sessions of the device, which is known only when its certificate has come
    @Test
    void ofADeviceThatCallsItSaysSoWhenItIsKnownWhichOneItIs() {
        parley.setLevel(Level.INFO);
        AttemptLog log = new AttemptLog();
        call(log, 1, "192.0.2.1:40001");
        call(log, 2, "192.0.2.1:40002");
        for (long number = 1; number <= 2; number++) {
            log.on(new SessionKey(number, "pe1"), new SessionEvent.Closed(Traffic.NONE, Duration.ZERO, null));
        }
        call(log, 3, "192.0.2.1:40003");

        assertThat(records.attempts).hasSize(3).allMatch(line -> line.contains(" device=\"pe1\" "));
        assertThat(records.attempts.get(0)).contains(" sessions=1").doesNotContain("idle=");
        assertThat(records.attempts.get(1)).contains(" sessions=2").doesNotContain("idle=");
        assertThat(records.attempts.get(2)).containsPattern(" sessions=1 idle=\\d+\\.\\d{3}");
    }

    private static void call(AttemptLog log, long number, String from) {
        SessionKey unknown = new SessionKey(number, from);
        log.on(
                unknown,
                new SessionEvent.Opening(
                        new Device(from, new CallAccess("tls", from), Timeouts.DEFAULT, Protocol.DEFAULT)));
        SessionKey known = new SessionKey(number, "pe1");
        log.on(known, new SessionEvent.Identified(Device.calling("pe1")));
        ServerHello hello =
                new ServerHello(1, Capabilities.of(List.of("urn:ietf:params:netconf:base:1.1")), Framing.CHUNKED);
        log.on(known, new SessionEvent.Established(hello, Duration.ofMillis(1)));
    }

    @Test
    void aFailedAttemptSaysWhereAndWhy() {
        parley.setLevel(Level.WARN);
        try (ScriptedDevice device =
                        ScriptedDevice.tcp(line -> line.send("SSH-2.0-x\r\n").silence());
                NetconfClient client = NetconfClient.create()) {
            assertThatThrownBy(() -> client.open(device.device().withName("a \"b\"] c")))
                    .isInstanceOf(OpenException.class);
        }

        assertThat(records.attempts)
                .singleElement()
                .asString()
                .matches(
                        "WARN attempt began=\\S+ device=\"a \\\\\"b\\\\\"] c\" scheme=tcp address=127\\.0\\.0\\.1 sessions=1"
                                + " resolve=\\S+ connect=\\S+ hello=\\S+ failure=not-netconf phase=hello message=\"connect to .*\"");
    }

    @Test
    void whereNobodyAnswersTheAddressIsSaidToo() throws IOException {
        parley.setLevel(Level.WARN);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (NetconfClient client = NetconfClient.create()) {
            assertThatThrownBy(() -> client.open(Device.cleartextTcp("127.0.0.1", port)))
                    .isInstanceOf(OpenException.class);
        }

        assertThat(records.attempts)
                .singleElement()
                .asString()
                .contains(" address=127.0.0.1 ", " failure=connection-refused phase=connect ");
    }

    @Test
    void whoWantsNoLogGetsNone() {
        parley.setLevel(Level.OFF);
        converse();
        assertThat(records.attempts).isEmpty();
    }
}
