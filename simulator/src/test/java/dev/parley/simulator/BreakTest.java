package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.Moment.Phase;
import dev.parley.simulator.pki.DevicePki;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection ends at every moment in every way. */
@Timeout(60)
class BreakTest {
    private static final DevicePki PKI = DevicePki.create();
    private static final String HELLO = "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities>";
    private static final String REPLY =
            "<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><ok/></rpc-reply>]]>]]>";

    private static DeviceSimulator.Builder device(Moment moment, Ending ending) {
        return DeviceSimulator.builder().faults(FaultPlan.onConnection(1, new Break(moment, ending)));
    }

    /** What comes over TCP before the end, for each moment; null where a whole hello does. */
    static Stream<Arguments> momentsInClear() {
        return Stream.of(
                Arguments.of(Phase.ACCEPTED, ""),
                Arguments.of(Phase.CLIENT_HELLO, ""),
                Arguments.of(Phase.SECURED, ""),
                Arguments.of(new Moment.InHello(20), HELLO.substring(0, 20)),
                Arguments.of(new Moment.InReply(1, 10), REPLY.substring(0, 10)),
                Arguments.of(new Moment.AfterReply(1), REPLY),
                Arguments.of(Phase.CLOSE_SESSION_ANSWERED, REPLY));
    }

    private static void talk(RawClient client, Moment moment) throws IOException {
        if (moment instanceof Moment.InReply || moment instanceof Moment.AfterReply) {
            client.open(RawClient.HELLO_10).ask(1, "<discard-changes/>");
        } else if (moment == Phase.CLOSE_SESSION_ANSWERED) {
            client.open(RawClient.HELLO_10).ask(1, "<close-session/>");
        }
    }

    @ParameterizedTest
    @MethodSource("momentsInClear")
    void fin(Moment moment, String before) throws IOException {
        try (DeviceSimulator device = device(moment, Ending.FIN).clearText().start();
                RawClient client = RawClient.tcp(device)) {
            talk(client, moment);
            assertThat(client.readAll()).isEqualTo(before);
        }
    }

    // What the client has not read yet is no reason to cut it off.
    @ParameterizedTest
    @ValueSource(strings = {"<discard-changes/>", "<close-session/>"})
    void anOrderlyEndWaitsForWhatWasSaid(String last) throws IOException {
        int bytes = 20 << 20;
        try (DeviceSimulator device = device(new Moment.AfterReply(2), Ending.CLOSE)
                        .clearText()
                        .on("get", request -> Answer.generated(bytes))
                        .start();
                RawClient client = RawClient.tcp(device).open(RawClient.HELLO_10)) {
            client.ask(1, "<get/>");
            client.ask(2, last);
            Barrier.pass(device);
            assertThat(client.read()).hasSize(bytes);
            assertThat(client.readAll()).contains("message-id=\"2\"").endsWith("]]>]]>");
        }
    }

    @ParameterizedTest
    @MethodSource("momentsInClear")
    void silence(Moment moment, String before) throws IOException {
        DeviceSimulator device = device(moment, Ending.SILENCE).clearText().start();
        try (device;
                RawClient client = RawClient.tcp(device)) {
            talk(client, moment);
            assertThat(client.read(before.length())).isEqualTo(before);
            client.ask(2, "<get/>");
            Barrier.pass(device);
            assertThat(client.in().available()).isZero();
            client.ask(3, "<get/>");
            client.socket().shutdownOutput();
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("momentsInClear")
    void reset(Moment moment, String before) throws IOException {
        try (DeviceSimulator device = device(moment, Ending.RESET).clearText().start();
                RawClient client = RawClient.tcp(device)) {
            assertThatThrownBy(() -> {
                        talk(client, moment);
                        client.readAll();
                    })
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @MethodSource("momentsInClear")
    void halfClose(Moment moment, String before) throws Exception {
        CompletableFuture<DeviceEvent> gone = new CompletableFuture<>();
        try (DeviceSimulator device = device(moment, Ending.HALF_CLOSE)
                .clearText()
                .listener(event -> {
                    if (event instanceof DeviceEvent.Ended && event.connection() == 1) {
                        gone.complete(event);
                    }
                })
                .start()) {
            try (RawClient client = RawClient.tcp(device)) {
                talk(client, moment);
                assertThat(client.readAll()).isEqualTo(before);
                client.ask(2, "<get/>");
                Barrier.pass(device);
                client.ask(3, "<get/>");
                assertThat(gone).isNotDone();
            }
            gone.get();
        }
    }

    static Stream<Arguments> momentsInTls() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(version -> Stream.of(
                                new Moment.InHandshake(50),
                                Phase.SECURED,
                                new Moment.InHello(20),
                                Phase.HELLO_SENT,
                                new Moment.InReply(1, 10),
                                new Moment.AfterReply(1),
                                Phase.CLOSE_SESSION_ANSWERED)
                        .map(moment -> Arguments.of(version, moment)));
    }

    private static TlsProbe probe(DeviceSimulator device, String version) throws Exception {
        return TlsProbe.connect(device, RawClient.context(PKI, PKI.client()), version);
    }

    /** Goes as far as the moment lets it, and reads on to the end. */
    private static void readToTheEnd(TlsProbe probe, Moment moment) throws IOException {
        probe.handshake();
        if (moment instanceof Moment.InReply
                || moment instanceof Moment.AfterReply
                || moment == Phase.CLOSE_SESSION_ANSWERED) {
            probe.sizesUntil("]]>]]>");
            String operation = moment == Phase.CLOSE_SESSION_ANSWERED ? "<close-session/>" : "<discard-changes/>";
            probe.send(RawClient.HELLO_10 + "]]>]]>" + RawClient.rpc(1, operation) + "]]>]]>");
        }
        while (probe.read() != null) {
            // until the stream ends, or TLS says that it is broken
        }
    }

    @ParameterizedTest
    @MethodSource("momentsInTls")
    void anOrderlyCloseSaysGoodbyeInTls(String version, Moment moment) throws Exception {
        if (moment instanceof Moment.InHandshake) {
            return;
        }
        try (DeviceSimulator device =
                        device(moment, Ending.CLOSE).tls(TlsSettings.of(PKI)).start();
                TlsProbe probe = probe(device, version)) {
            readToTheEnd(probe, moment);
            assertThat(probe.saidGoodbye()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("momentsInTls")
    void aFinDoesNot(String version, Moment moment) throws Exception {
        try (DeviceSimulator device =
                        device(moment, Ending.FIN).tls(TlsSettings.of(PKI)).start();
                TlsProbe probe = probe(device, version)) {
            Throwable problem = catchThrowable(() -> readToTheEnd(probe, moment));
            assertThat(problem == null || problem.getMessage().contains("ends in the handshake"))
                    .isTrue();
            assertThat(probe.saidGoodbye()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("momentsInTls")
    void aResetIsOne(String version, Moment moment) throws Exception {
        try (DeviceSimulator device =
                        device(moment, Ending.RESET).tls(TlsSettings.of(PKI)).start();
                TlsProbe probe = probe(device, version)) {
            assertThatThrownBy(() -> readToTheEnd(probe, moment)).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("momentsInTls")
    void anAlertHasItsNumber(String version, Moment moment) throws Exception {
        for (int code : new int[] {42, 49, 80}) {
            try (DeviceSimulator device = device(moment, Ending.alert(code))
                            .tls(TlsSettings.of(PKI))
                            .start();
                    TlsProbe probe = probe(device, version)) {
                String name = code == 42 ? "bad_certificate" : code == 49 ? "access_denied" : "internal_error";
                assertThatThrownBy(() -> readToTheEnd(probe, moment))
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anAlertIsTheFirstAnswerToTheClientsHello(String version) throws Exception {
        for (Moment moment : List.of(Phase.ACCEPTED, Phase.CLIENT_HELLO)) {
            try (DeviceSimulator device = device(moment, Ending.alert(40))
                            .tls(TlsSettings.of(PKI))
                            .start();
                    TlsProbe probe = probe(device, version)) {
                assertThatThrownBy(probe::handshake)
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("handshake_failure");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"ACCEPTED", "CLIENT_HELLO"})
    void silenceBeforeTlsHoldsTheHandshake(Phase moment) throws Exception {
        DeviceSimulator device =
                device(moment, Ending.SILENCE).tls(TlsSettings.of(PKI)).start();
        try (device;
                RawClient client = RawClient.tcp(device);
                RawClient other = RawClient.tls(device, PKI)) {
            client.sendBytes("\u0016\u0003\u0001");
            other.readHello();
            assertThat(client.in().available()).isZero();
            client.socket().shutdownOutput();
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSessionOverTheTlsThatAlertsIsASession() throws Exception {
        try (DeviceSimulator device = device(new Moment.AfterReply(2), Ending.alert(10))
                        .tls(TlsSettings.of(PKI))
                        .start();
                RawClient client = RawClient.tls(device, PKI).open()) {
            assertThat(client.call(1, "<get/>")).contains("<username>operator</username>");
            assertThat(client.call(2, "<discard-changes/>")).contains("<ok/>");
            assertThatThrownBy(client::readAll).hasMessageContaining("unexpected_message");
        }
    }

    static Stream<Arguments> banners() {
        return Stream.of(
                Arguments.of(Banner.ssh(), "SSH-2.0-"),
                Arguments.of(Banner.http(), "HTTP/1.1 400"),
                Arguments.of(Banner.clearTextHello(), "<hello "));
    }

    @ParameterizedTest
    @MethodSource("banners")
    void somethingElseIsOnThePort(Fault banner, String begins) throws Exception {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .tls(TlsSettings.of(PKI))
                        .faults(FaultPlan.always(banner))
                        .start();
                RawClient client = RawClient.tcp(device)) {
            assertThat(client.read(begins.length())).isEqualTo(begins);
        }
    }

    @Test
    void faultsBelongToTheirConnections() throws Exception {
        FaultPlan plan = FaultPlan.onConnection(2, new Break(Phase.SECURED, Ending.FIN))
                .andFrom(3, new Break(new Moment.InHello(5), Ending.FIN));
        try (DeviceSimulator device =
                DeviceSimulator.builder().clearText().faults(plan).start()) {
            assertThat(greeting(device)).endsWith("</hello>");
            assertThat(greeting(device)).isEmpty();
            assertThat(greeting(device)).isEqualTo("<hell");
            assertThat(greeting(device)).isEqualTo("<hell");
            device.suffer(FaultPlan.onConnection(1, new Break(Phase.SECURED, Ending.FIN)));
            assertThat(greeting(device)).isEmpty();
            assertThat(greeting(device)).endsWith("</hello>");
        }
    }

    private static String greeting(DeviceSimulator device) throws IOException {
        try (RawClient client = RawClient.tcp(device)) {
            String hello = client.readUntilEndOrMark();
            return hello.replace("]]>]]>", "");
        }
    }
}
