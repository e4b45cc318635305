package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.RequestException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.Line;
import dev.parley.fixture.Script;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.Lock;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.pki.CertToName;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.pki.Holder;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsPolicy;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What TLS adds to the contract: the two sides prove who they are, and what goes wrong on the way has a name. */
abstract class TlsTransportContract extends EndingContract {
    private static final Timeouts PATIENT = Timeouts.of(Duration.ofSeconds(20));
    private static final DevicePki PKI = DevicePki.create();

    /** Who carries TLS out. */
    abstract TlsProvider provider();

    @Override
    final DeviceSimulator.Builder secured(DeviceSimulator.Builder device) {
        return device.tls(TlsSettings.of(PKI));
    }

    @Override
    final Device reach(DeviceSimulator device) {
        return Device.tls(device.host(), device.port(), tls());
    }

    @Override
    final List<Phase> phases() {
        return List.of(Phase.RESOLVE, Phase.CONNECT, Phase.SECURE, Phase.HELLO);
    }

    private Tls tls() {
        return Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                .withIdentity(identity(PKI.client()))
                .withProvider(provider());
    }

    private static TlsIdentity identity(Credentials credentials) {
        return TlsIdentity.of(credentials.key(), credentials.chain());
    }

    private static Tls only(Tls tls, TlsVersion version) {
        return tls.withPolicy(TlsPolicy.COMPATIBLE.withVersions(version));
    }

    private static DeviceSimulator start(TlsSettings settings, Fault... faults) {
        return DeviceSimulator.builder()
                .tls(settings)
                .faults(FaultPlan.always(faults))
                .start();
    }

    private OpenException failToOpen(DeviceSimulator device, Tls tls) {
        try (WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    Device.tls(device.host(), device.port(), tls).withTimeouts(PATIENT));
            assertThat(failure.target()).isEqualTo(device.host() + ":" + device.port());
            assertThat(failure.traffic().isDrained()).isTrue();
            return failure;
        }
    }

    // ---- the server proves who it is (T-06, T-07)

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aServerOfAnotherNameIsRefused(TlsVersion version) {
        Credentials other = PKI.issue(Holder.server("pe2").dns("pe2.example"));
        try (DeviceSimulator device = start(TlsSettings.of(PKI).identity(other))) {
            OpenException failure = failToOpen(device, only(tls(), version));

            assertThat(failure.reason()).isEqualTo(Reason.NAME_MISMATCH);
            assertThat(failure.phase()).isEqualTo(Phase.SECURE);
            assertThat(failure).hasMessageContaining("127.0.0.1").hasMessageContaining("pe2.example");
            assertThat(device.requests()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aServerWhoseCertificateHasExpiredIsRefused(TlsVersion version) {
        Instant now = Instant.now();
        Credentials expired = PKI.issue(Holder.server("localhost")
                .ip("127.0.0.1")
                .valid(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1))));
        try (DeviceSimulator device = start(TlsSettings.of(PKI).identity(expired))) {
            OpenException failure = failToOpen(device, only(tls(), version));

            assertThat(failure.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
            assertThat(failure.phase()).isEqualTo(Phase.SECURE);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aServerOfAnUnknownAuthorityIsRefused(TlsVersion version) {
        try (DeviceSimulator device =
                start(TlsSettings.of(PKI).identity(DevicePki.create().server()))) {
            OpenException failure = failToOpen(device, only(tls(), version));

            assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN_CA);
            assertThat(failure.phase()).isEqualTo(Phase.SECURE);
        }
    }

    // ---- the client proves who it is (X-A, X-B, T-08)

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aServerThatDoesNotKnowOurAuthoritySaysSo(TlsVersion version) {
        Tls stranger = tls().withIdentity(identity(DevicePki.create().client()));
        try (DeviceSimulator device = start(TlsSettings.of(PKI))) {
            assertRefused(failToOpen(device, only(stranger, version)), version);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aServerThatMissesOurCertificateSaysSo(TlsVersion version) {
        try (DeviceSimulator device = start(TlsSettings.of(PKI))) {
            OpenException failure = failToOpen(device, only(tls().withIdentity(TlsIdentity.none()), version));

            assertRefused(failure, version);
            assertThat(failure).hasMessageContaining("none is configured");
        }
    }

    private static void assertRefused(OpenException failure, TlsVersion version) {
        assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REFUSED);
        assertThat(failure.phase()).isIn(Phase.SECURE, version == TlsVersion.TLS_1_3 ? Phase.HELLO : Phase.SECURE);
        assertThat(failure.advice()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aServerThatHasNoUserForOurCertificateHangsUp(TlsVersion version) {
        CertToName nobody = CertToName.named(DevicePki.create().authority(), "somebody else");
        try (DeviceSimulator device = start(TlsSettings.of(PKI).users(nobody))) {
            OpenException failure = failToOpen(device, only(tls(), version));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
            assertThat(failure.phase()).isEqualTo(Phase.HELLO);
            assertThat(failure.advice())
                    .hasValueSatisfying(advice -> assertThat(advice).contains("cert-to-name"));
        }
    }

    // ---- what is on the port does not speak TLS

    static Stream<Arguments> otherProtocols() {
        return Stream.of(
                Arguments.of("SSH-2.0-OpenSSH_9.2\r\n", "it speaks SSH"),
                Arguments.of("HTTP/1.1 400 Bad Request\r\n\r\n", "it speaks HTTP"),
                Arguments.of(Line.hello("1.1") + "]]>]]>", "NETCONF without TLS"),
                Arguments.of("220 mail.example ESMTP\r\n", "220 mail.example"));
    }

    @ParameterizedTest
    @MethodSource("otherProtocols")
    void aServerThatSpeaksFirstAndNotTlsIsRecognised(String greeting, String said) {
        assertNotTls(line -> line.send(greeting).silence(), said);
    }

    @ParameterizedTest
    @MethodSource("otherProtocols")
    void aServerThatAnswersInAnotherProtocolIsRecognised(String answer, String said) {
        assertNotTls(
                line -> {
                    assertThat(line.socket().getInputStream().read()).isEqualTo(0x16);
                    line.send(answer).silence();
                },
                said);
    }

    private void assertNotTls(Script script, String said) {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice server = ScriptedDevice.tcp(script)) {
            OpenException failure =
                    client.failToOpen(OpenException.class, Device.tls("127.0.0.1", server.port(), tls()));

            assertThat(failure.reason()).isEqualTo(Reason.NOT_TLS);
            assertThat(failure.phase()).isEqualTo(Phase.SECURE);
            assertThat(failure).hasMessageContaining(said);
            assertThat(failure.advice()).isPresent();
            assertThat(failure.traffic().wireIn()).isPositive();
        }
    }

    // ---- silence

    static Stream<Arguments> momentsOfSilence() {
        return Stream.of(
                Arguments.of(Moment.Phase.ACCEPTED, Phase.SECURE),
                Arguments.of(Moment.Phase.CLIENT_HELLO, Phase.SECURE),
                Arguments.of(new Moment.InHandshake(3), Phase.SECURE),
                Arguments.of(new Moment.InHandshake(200), Phase.SECURE),
                Arguments.of(Moment.Phase.SECURED, Phase.HELLO),
                Arguments.of(new Moment.InHello(50), Phase.HELLO));
    }

    // No phase is without a limit.
    @ParameterizedTest
    @MethodSource("momentsOfSilence")
    void silenceAtAnyMomentEndsAtTheLimitOfItsPhase(Moment moment, Phase phase) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(TlsSettings.of(PKI), new Break(moment, Ending.SILENCE))) {
            List<CompletableFuture<Session>> openings = Stream.of(TlsVersion.values())
                    .map(version -> client.openAsync(Device.tls(device.host(), device.port(), only(tls(), version))
                            .withTimeouts(PATIENT.with(phase, SHORT))))
                    .toList();

            assertThat(openings)
                    .extracting(opening -> (OpenException)
                            opening.handle((session, failure) -> failure).join())
                    .allSatisfy(failure -> {
                        assertThat(failure.reason())
                                .isEqualTo(phase == Phase.SECURE ? Reason.HANDSHAKE_TIMEOUT : Reason.HELLO_TIMEOUT);
                        assertThat(failure.phase()).isEqualTo(phase);
                        assertThat(failure.elapsed()).isGreaterThanOrEqualTo(SHORT);
                        assertThat(failure.traffic().isDrained()).isTrue();
                        assertThat(failure.advice()).isPresent();
                    });
        }
    }

    @Test
    void theBudgetForOpeningHoldsForTheHandshakeToo() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice server = ScriptedDevice.tcp(Line::silence)) {
            OpenException failure = client.failToOpen(
                    OpenException.class,
                    Device.tls("127.0.0.1", server.port(), tls()).withTimeouts(Timeouts.DEFAULT.withOpening(ENOUGH)));

            assertThat(failure.reason()).isEqualTo(Reason.HANDSHAKE_TIMEOUT);
            assertThat(failure.traffic().wireOut()).isPositive();
            assertThat(failure.traffic().wireIn()).isZero();
        }
    }

    // ---- ends

    static Stream<Arguments> endingsInHandshake() {
        return endingsAt(
                Moment.Phase.ACCEPTED,
                Moment.Phase.CLIENT_HELLO,
                new Moment.InHandshake(3),
                new Moment.InHandshake(200),
                Moment.Phase.SECURED);
    }

    // X-B
    @ParameterizedTest
    @MethodSource("endingsInHandshake")
    void aServerThatHangsUpIsNamed(Moment moment, Ending ending) {
        for (TlsVersion version : TlsVersion.values()) {
            try (DeviceSimulator device = start(TlsSettings.of(PKI), new Break(moment, ending))) {
                OpenException failure = failToOpen(device, only(tls(), version));

                assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CLOSED_BY_PEER);
                if (moment == Moment.Phase.SECURED) {
                    assertThat(failure.phase()).isEqualTo(Phase.HELLO);
                    assertThat(failure.advice().orElseThrow()).contains("cert-to-name");
                } else if (moment == Moment.Phase.ACCEPTED && ending == Ending.RESET) {
                    // it may be there before the client hears that it is connected
                    assertThat(failure.phase()).isIn(Phase.CONNECT, Phase.SECURE);
                } else {
                    assertThat(failure.phase()).isEqualTo(Phase.SECURE);
                    assertThat(failure.advice().orElseThrow()).contains("does the server speak TLS on it?");
                }
            }
        }
    }

    static Stream<Arguments> alerts() {
        return Stream.of(
                Arguments.of(Moment.Phase.CLIENT_HELLO, 40, Reason.NO_COMMON_TLS),
                Arguments.of(Moment.Phase.CLIENT_HELLO, 70, Reason.NO_COMMON_TLS),
                Arguments.of(Moment.Phase.CLIENT_HELLO, 112, Reason.TLS_ALERT),
                Arguments.of(Moment.Phase.CLIENT_HELLO, 80, Reason.TLS_ALERT),
                Arguments.of(Moment.Phase.SECURED, 42, Reason.CLIENT_CERTIFICATE_REFUSED),
                Arguments.of(Moment.Phase.SECURED, 46, Reason.CLIENT_CERTIFICATE_REFUSED),
                Arguments.of(Moment.Phase.SECURED, 48, Reason.CLIENT_CERTIFICATE_REFUSED),
                Arguments.of(Moment.Phase.SECURED, 49, Reason.CLIENT_CERTIFICATE_REFUSED),
                Arguments.of(Moment.Phase.SECURED, 116, Reason.CLIENT_CERTIFICATE_REFUSED));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertIsNamed(Moment moment, int alert, Reason reason) {
        try (DeviceSimulator device = start(TlsSettings.of(PKI), new Break(moment, Ending.alert(alert)))) {
            OpenException failure = failToOpen(device, tls());

            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure).hasMessageContaining("alert");
        }
    }

    @Test
    void anAlertInTheMiddleOfASessionIsNamed() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device =
                        start(TlsSettings.of(PKI), new Break(new Moment.InReply(1, 20), Ending.alert(80)))) {
            Session session = client.open(reach(device));
            RequestException lost =
                    catchThrowableOfType(RequestException.class, () -> session.send(new Lock(Datastore.RUNNING)));

            assertThat(lost).hasMessageContaining("alert internal_error");
            session.ended().join();
        }
    }

    @Test
    void aSessionThatIsCutOffWithoutGoodbyeIsToldApartFromOneThatIsClosed() {
        for (Ending ending : List.of(Ending.CLOSE, Ending.FIN)) {
            try (WatchedClient client = WatchedClient.create();
                    DeviceSimulator device = start(TlsSettings.of(PKI), new Break(new Moment.AfterReply(1), ending))) {
                Session session = client.open(reach(device));
                session.send(new Lock(Datastore.RUNNING));

                SessionEvent.Closed closed = client.recorder().await(SessionEvent.Closed.class);
                assertThat(closed.failure().getMessage().contains("without TLS's goodbye"))
                        .isEqualTo(ending == Ending.FIN);
            }
        }
    }

    // ---- what the caller gave

    @Test
    void aKeyThatCannotBeReadIsTheCallersMatter(@TempDir Path folder) throws IOException {
        PKI.writeTo(folder);
        Path missing = folder.resolve("missing.pem");
        assertUnusable(
                TlsIdentity.pem(folder.resolve(DevicePki.CLIENT_FILE), missing),
                InputException.Reason.FILE_UNREADABLE,
                missing.toString());
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertUnusable(
                TlsIdentity.pem(folder.resolve(DevicePki.CLIENT_FILE), empty),
                InputException.Reason.BAD_KEY,
                empty.toString());
        assertUnusable(
                TlsIdentity.pem(folder.resolve(DevicePki.CLIENT_FILE), folder.resolve(DevicePki.SERVER_KEY_FILE)),
                InputException.Reason.KEY_MISMATCH,
                DevicePki.SERVER_KEY_FILE);
    }

    private void assertUnusable(TlsIdentity identity, InputException.Reason reason, String said) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(TlsSettings.of(PKI))) {
            InputException failure = client.failToOpen(
                    InputException.class, Device.tls(device.host(), device.port(), tls().withIdentity(identity)));

            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure).hasMessageContaining(said);
            assertThat(device.connections()).isZero();
        }
    }
}
