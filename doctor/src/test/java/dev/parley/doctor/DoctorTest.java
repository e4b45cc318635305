package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.capture.Capture;
import dev.parley.capture.CaptureSettings;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Maker;
import dev.parley.doctor.evidence.Variation;
import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Remedy;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.event.SessionListener;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.WireFault;
import dev.parley.tls.TlsProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the evidence holds, and what the doctor does to a device. */
class DoctorTest {
    @Test
    void everyLayerOfAGoodSessionIsInTheEvidence() throws Exception {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            Evidence seen = doctor.attempt(lab.simulated());

            assertThat(seen.isWell()).isTrue();
            assertThat(seen.steps())
                    .extracting(Evidence.Step::name)
                    .containsExactly("resolve", "connect", "secure", "hello", Doctor.REQUEST, "close");
            assertThat(seen.steps()).noneMatch(Evidence.Step::failed);
            assertThat(seen.addresses()).containsExactly("127.0.0.1");
            assertThat(seen.remote()).startsWith("127.0.0.1 port ");
            assertThat(seen.security().version()).isEqualTo("TLSv1.3");
            assertThat(seen.security().chain().get(0).subject()).isEqualTo("CN=localhost");
            assertThat(seen.ownCertificate().subject()).isEqualTo("CN=operator");
            assertThat(seen.tls().clientHello().groups()).contains("x25519", "secp256r1");
            assertThat(seen.tls().serverHello().group()).isEqualTo("x25519");
            assertThat(seen.hello().capabilities()).isPositive();
            assertThat(seen.hello().sessionId()).isEqualTo(1);
            assertThat(seen.hello().framing()).isEqualTo("chunked");
            assertThat(seen.hello().first()).isEqualTo("client");
            assertThat(seen.request().failure()).isNull();
            assertThat(seen.request().received()).isPositive();
            assertThat(seen.bytesReceived()).isEqualTo(seen.traffic().wireIn());
            assertThat(seen.bytesSent()).isEqualTo(seen.traffic().wireOut());
            assertThat(seen.pieces().stream()
                            .filter(piece -> !piece.outbound())
                            .mapToLong(piece -> piece.length())
                            .sum())
                    .isEqualTo(seen.bytesReceived());
            assertThat(seen.load().lasted()).isPositive();
        }
    }

    /** Those who listen besides hear of the attempts from beginning to end, and nothing of what the doctor does to warm up. */
    @Test
    void othersMayListenToTheAttempts() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        SessionListener other = (session, event) ->
                heard.add(session.device() + " " + event.getClass().getSimpleName());
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create(List.of(other))) {
            Device device = lab.simulated().withName("pe1");
            doctor.attempt(device);
            doctor.attempt(device);

            assertThat(heard).allMatch(each -> each.startsWith("pe1 "));
            assertThat(heard).filteredOn("pe1 Opening"::equals).hasSize(2);
            assertThat(heard).filteredOn("pe1 Closed"::equals).hasSize(2);
            assertThat(heard).first().isEqualTo("pe1 Opening");
            assertThat(heard).last().isEqualTo("pe1 Closed");
            assertThat(heard).noneMatch(each -> each.endsWith("WirePassed"));
        }
    }

    /** A capture of the attempts holds one connection for each, and can be read if that is asked for. */
    @Test
    void theAttemptsAreCaptured(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a.pcapng");
        Capture capture = Capture.open(file, CaptureSettings.DEFAULT.withTlsSecrets());
        try (Lab lab = new Lab();
                capture;
                Doctor doctor = Doctor.create(List.of(capture))) {
            Device device = lab.simulated();
            int port = ((TlsAccess) device.access()).port();
            doctor.attempt(capture.readable(lab.at(port, Lab.tls().withProvider(TlsProvider.BORINGSSL))));
        }
        assertThat(capture.report().connections()).isEqualTo(1);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("CLIENT_TRAFFIC_SECRET_0 ");
    }

    @Test
    void theRecordsThatCarriedTheHelloAreKnown() throws Exception {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            Evidence seen =
                    doctor.attempt(lab.simulated(new HelloFault.Padded(9_000), WireFault.tlsRecords(4_000, 16_384)));

            assertThat(seen.hello().bytes()).isEqualTo(9_000);
            assertThat(seen.hello().plainRecords()).containsExactly(4_000, 9_000 + 6 - 4_000);
        }
    }

    @Test
    void ofTheDeviceNothingIsAskedButAnEmptyGetAndTheEnd() throws Exception {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            int port = lab.server((wire, number) -> {
                wire.say(PlainServer.HELLO + PlainServer.DELIMITER);
                wire.hear(PlainServer.DELIMITER);
                heard.add(wire.hear("\n##\n"));
                wire.close();
            });

            doctor.attempt(Device.cleartextTcp("127.0.0.1", port).withTimeouts(Lab.patient()));

            assertThat(heard).hasSize(1);
            assertThat(heard.peek()).contains("<get><filter type=\"subtree\"/></get>");
        }
    }

    @Test
    void aHealthyDeviceIsTriedOnceAndASessionIsLeftBehindByNoAttempt() throws Exception {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            DeviceSimulator device = lab.simulator(builder -> builder);
            doctor.examine(lab.at(device.port(), Lab.tls()));

            assertThat(device.connections()).isEqualTo(1);
            assertThat(device.sessions()).isEmpty();
        }
    }

    @Test
    void aServerThatStumblesOverASessionToResumeIsToldFromOneThatIsDown() throws Exception {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.withLoad(() -> ClientLoad.UNKNOWN)) {
            SSLContext context = PlainServer.tls(Lab.PKI.server(), Lab.PKI.authority());
            int port = lab.server((wire, number) -> {
                byte[] record = wire.record();
                if (resumes(record)) {
                    wire.close();
                } else {
                    wire.secured(context, record).beDevice();
                }
            });
            Device device = lab.at(port, Lab.tls());

            assertThat(doctor.examine(device).isHealthy()).isTrue();
            Diagnosis second = doctor.examine(device);

            assertThat(second.first().tls().clientHello().resuming()).isTrue();
            assertThat(second.attempts())
                    .extracting(Evidence::variation)
                    .startsWith(Variation.NONE, Variation.WITHOUT_RESUMPTION);
            assertThat(second.verdicts().get(0).fault()).isEqualTo(Fault.RESUMPTION_REFUSED);
        }
    }

    /** Whether the last extension is pre_shared_key (41), which must be the last (RFC 9846 section 4.3.11). */
    private static boolean resumes(byte[] clientHello) {
        for (int i = 0; i + 3 < clientHello.length; i++) {
            int length = (clientHello[i + 2] & 0xFF) << 8 | clientHello[i + 3] & 0xFF;
            if (clientHello[i] == 0 && clientHello[i + 1] == 41 && i + 4 + length == clientHello.length) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "http://xml.juniper.net/netconf/junos/1.0 JUNOS",
                "http://cisco.com/ns/yang/Cisco-IOS-XE-native?module=Cisco-IOS-XE-native&revision=2023-03-01 IOS_XE",
                "http://cisco.com/ns/yang/Cisco-IOS-XR-ifmgr-cfg?module=Cisco-IOS-XR-ifmgr-cfg IOS_XR",
                "urn:nokia.com:sros:ns:yang:sr:conf?module=nokia-conf SR_OS",
                "http://www.huawei.com/netconf/capability/discard-commit/1.0 VRP",
                "http://arista.com/yang/experimental/eos?module=arista-eos-types EOS",
                "http://www.sysrepo.org/yang/sysrepo?module=sysrepo NETOPEER2",
            })
    void theSystemIsKnownByItsCapabilitiesAndNoOtherIsSpokenOf(String capability, Maker maker) throws Exception {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.withLoad(() -> ClientLoad.UNKNOWN)) {
            Diagnosis diagnosis = doctor.examine(lab.cleartext(
                    new HelloFault.Capabilities(List.of("urn:ietf:params:netconf:base:1.1", capability)),
                    RequestIllnesses.on(new ReplyFault.Instead("<rpc-error><error-type>protocol</error-type>"
                            + "<error-tag>access-denied</error-tag><error-severity>error</error-severity>"
                            + "</rpc-error>"))));

            assertThat(diagnosis.first().hello().makers()).containsExactly(maker);
            Verdict verdict = diagnosis.verdicts().get(0);
            assertThat(verdict.fault()).isEqualTo(Fault.ACCESS_DENIED);
            List<String> hints = verdict.fault().remedies().stream()
                    .filter(remedy -> remedy.where().equals(maker.title()))
                    .map(Remedy::text)
                    .toList();
            assertThat(verdict.remedies())
                    .filteredOn(
                            remedy -> !List.of("client", "network", "device").contains(remedy.where()))
                    .extracting(Remedy::text)
                    .containsExactlyElementsOf(hints);
        }
    }

    /** Before it says its hello, the certificate that it has from the factory is all that a device says of itself. */
    @Test
    void theSystemIsKnownByItsCertificate() throws Exception {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.withLoad(() -> ClientLoad.UNKNOWN)) {
            Issuer.Order plain = Issuer.server();
            Issuer.Order named = new Issuer.Order(
                    "pe1, O=Juniper Networks",
                    plain.keys(),
                    plain.addresses(),
                    plain.from(),
                    plain.until(),
                    plain.usage(),
                    false);
            Diagnosis diagnosis = doctor.examine(lab.at(
                    lab.simulator(
                                    builder ->
                                            builder.tls(TlsSettings.of(Lab.PKI).identity(Lab.AUTHORITY.issue(named))),
                                    new Break(Moment.Phase.SECURED, Ending.CLOSE))
                            .port(),
                    Lab.trusting(Lab.AUTHORITY)));

            Verdict verdict = diagnosis.verdicts().get(0);
            assertThat(verdict.fault()).isEqualTo(Fault.CLIENT_NOT_MAPPED);
            assertThat(verdict.remedies())
                    .extracting(Remedy::where)
                    .contains("Junos")
                    .doesNotContain("netopeer2");
        }
    }

    @Test
    void eachAttemptIsTold() throws Exception {
        List<Variation> told = new ArrayList<>();
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.withLoad(() -> ClientLoad.UNKNOWN)) {
            Diagnosis diagnosis = doctor.examine(
                    lab.simulated(new Break(Moment.Phase.SECURED, Ending.CLOSE)),
                    attempt -> told.add(attempt.variation()));

            assertThat(told).containsExactly(Variation.NONE, Variation.WITHOUT_DECLARATION);
            assertThat(diagnosis.verdicts().get(0).fault()).isEqualTo(Fault.CLIENT_NOT_MAPPED);
        }
    }

    @Test
    void theEvidenceIsPlainValuesWithoutTheBytesThatPassed() throws Exception {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            Map<String, Object> facts = doctor.examine(lab.simulated()).facts();

            assertThat(facts).containsEntry("healthy", true);
            assertPlain(facts);
            assertThat(facts.toString())
                    .doesNotContain("[B@")
                    .contains("tookMs")
                    .contains("x25519");
        }
    }

    private static void assertPlain(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(DoctorTest::assertPlain);
        } else if (value instanceof List<?> list) {
            list.forEach(DoctorTest::assertPlain);
        } else if (value != null) {
            assertThat(value).isInstanceOfAny(String.class, Number.class, Boolean.class);
        }
    }
}
