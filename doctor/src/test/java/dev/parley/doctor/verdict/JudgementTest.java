package dev.parley.doctor.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Variation;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the matrix cannot put into a device: names, routes, lost packets, the pace of acknowledgements, a busy client. */
class JudgementTest {
    private static final ClientLoad STARVED = new ClientLoad(
            Duration.ofSeconds(2),
            0.1,
            1,
            Duration.ZERO,
            Duration.ofMillis(900),
            Duration.ZERO,
            Duration.ZERO,
            50,
            1_024);

    private static List<Verdict> on(EvidenceSketch... attempts) {
        return Judgement.on(
                Arrays.stream(attempts).map(EvidenceSketch::evidence).toList());
    }

    private static List<Fault> faults(EvidenceSketch... attempts) {
        return on(attempts).stream().map(Verdict::fault).toList();
    }

    private static EvidenceSketch well() {
        return new EvidenceSketch();
    }

    private static EvidenceSketch silent() {
        return well().failing(Reason.HELLO_TIMEOUT, Phase.HELLO, "not one byte of the server's hello arrived");
    }

    @Test
    void nothingIsSaidOfASessionInWhichAllWentWell() {
        assertThat(on(well())).isEmpty();
    }

    @Test
    void aNameServiceThatSaysNothing() {
        assertThat(faults(well().failing(Reason.RESOLVE_TIMEOUT, Phase.RESOLVE, "no answer from the name service")))
                .containsExactly(Fault.NAME_SERVICE_SILENT);
    }

    @Test
    void aNameServiceThatIsSlow() {
        assertThat(faults(well().resolving(5_010))).containsExactly(Fault.NAME_SERVICE_SLOW);
        assertThat(faults(well().resolving(5_010).target("192.0.2.1:6513"))).isEmpty();
        assertThat(on(well().resolving(5_010)).get(0).seen()).isEqualTo("the name service took 5 s to answer");
        assertThat(faults(well().resolving(900))).isEmpty();
    }

    @Test
    void noRoute() {
        assertThat(faults(well().failing(Reason.UNREACHABLE, Phase.CONNECT, "192.0.2.1: no route to host")))
                .containsExactly(Fault.NO_ROUTE);
    }

    @Test
    void oneOfSeveralAddressesFails() {
        List<Verdict> found = on(well().addressFailed("192.0.2.2 port 6513", "connection refused"));

        assertThat(found).extracting(Verdict::fault).containsExactly(Fault.ADDRESS_FAILING);
        assertThat(found.get(0).seen())
                .isEqualTo("192.0.2.2 port 6513 failed (connection refused); the connection was made to 192.0.2.1 port"
                        + " 6513");
    }

    @Test
    void segmentsThatWereSentAgain() {
        assertThat(faults(well().tcp(3, 0))).containsExactly(Fault.PACKET_LOSS);
        assertThat(faults(well().tcp(1, 0))).isEmpty();
        assertThat(faults(well().tcp(0, 0))).isEmpty();
    }

    @Test
    void aLargePacketThatNeverArrives() {
        List<Verdict> found = on(silent().tcp(4, 2).sent(2_800));

        assertThat(found)
                .extracting(Verdict::fault)
                .containsExactlyInAnyOrder(Fault.HELLO_SILENT, Fault.LARGE_PACKETS_LOST);
        assertThat(faults(silent().tcp(4, 2).sent(300))).contains(Fault.PACKET_LOSS);
    }

    /** Silence is explained by that, and is no fault of its own. */
    @Test
    void aConnectionOnWhichNothingIsAcknowledgedAnyMore() {
        assertThat(faults(silent().sent(2_800).tcp(4, 1, 3).sent(300))).containsExactly(Fault.CONNECTION_DEAD);
        assertThat(faults(silent().tcp(4, 1, 1).sent(300)))
                .containsExactlyInAnyOrder(Fault.HELLO_SILENT, Fault.PACKET_LOSS);
    }

    /** What the server's system has acknowledged, the server itself does not cope with; what not, was lost before it. */
    @Test
    void whyALargeClientHelloFails() {
        Evidence smaller = well().as(Variation.WITHOUT_HYBRID).evidence();

        assertThat(Judgement.on(List.of(noServerHello().evidence(), smaller)))
                .extracting(Verdict::fault)
                .containsExactly(Fault.LARGE_CLIENT_HELLO);
        List<Verdict> lost =
                Judgement.on(List.of(noServerHello().sent(1_800).tcp(4, 2, 3).evidence(), smaller));
        assertThat(lost).extracting(Verdict::fault).containsExactly(Fault.LARGE_PACKETS_LOST);
        assertThat(lost.get(0).seen()).contains("2 segments of up to 1448 bytes were never acknowledged");
    }

    private static EvidenceSketch noServerHello() {
        return new EvidenceSketch().failing(Reason.HANDSHAKE_TIMEOUT, Phase.SECURE, "no answer");
    }

    @Test
    void pausesOfDelayedAcknowledgements() {
        assertThat(faults(well().received(10, 51, 92, 133, 174, 215))).containsExactly(Fault.NAGLE_DELAYS);
        assertThat(faults(well().received(10, 212, 414, 615, 817, 1_019))).containsExactly(Fault.NAGLE_DELAYS);
    }

    @Test
    void otherPausesAreNotThose() {
        assertThat(faults(well().received(10, 110, 210, 310, 410, 510))).isEmpty();
        assertThat(faults(well().received(10, 51, 92, 400, 800, 1_200))).isEmpty();
        assertThat(faults(well().received(10, 51, 92))).isEmpty();
    }

    @Test
    void bytesThatTheClientLeftUnread() {
        Traffic stalled = new Traffic(9_000, 8_000, 4_096, 3, 500, 400, Duration.ofSeconds(5));

        assertThat(faults(silent().traffic(stalled))).contains(Fault.CLIENT_STALLED);
    }

    @Test
    void aBusyClientWeakensWhatIsAMatterOfTime() {
        List<Verdict> found = on(silent().load(STARVED));

        assertThat(found.get(0).fault()).isEqualTo(Fault.CLIENT_STARVED);
        assertThat(found)
                .filteredOn(verdict -> verdict.fault() == Fault.HELLO_SILENT)
                .extracting(Verdict::confidence)
                .containsExactly(Confidence.POSSIBLE);
    }

    @Test
    void aBusyClientDoesNotExcuseWhatIsNone() {
        List<Verdict> found = on(well().failing(Reason.CONNECTION_REFUSED, Phase.CONNECT, "nothing listens")
                .load(STARVED));

        assertThat(found).extracting(Verdict::fault).containsExactly(Fault.PORT_CLOSED);
        assertThat(found.get(0).confidence()).isEqualTo(Confidence.CERTAIN);
    }

    @Test
    void aBusyClientIsNoMatterWhereAllWentWell() {
        assertThat(on(well().load(STARVED))).isEmpty();
    }

    @Test
    void aVariationThatWorksDecidesWhenTheFirstWayFailsAgain() {
        List<Verdict> found = on(silent(), well().as(Variation.WITHOUT_DECLARATION), silent().as(Variation.AGAIN));

        assertThat(found).extracting(Verdict::fault).containsExactly(Fault.DECLARATION_REFUSED);
        assertThat(found.get(0).confidence()).isEqualTo(Confidence.CERTAIN);
    }

    @Test
    void aVariationThatWorksDecidesNothingWhenTheFirstWayWorksToo() {
        assertThat(faults(silent(), well().as(Variation.WITHOUT_DECLARATION), well().as(Variation.AGAIN)))
                .containsExactly(Fault.INTERMITTENT);
    }

    @Test
    void aVariationThatFailsAsWellChangesNothing() {
        assertThat(faults(silent(), silent().as(Variation.WITHOUT_DECLARATION))).containsExactly(Fault.HELLO_SILENT);
    }

    @Test
    void ncclientIsNotedWhereItWouldStall() {
        assertThat(faults(well().helloIn(16_384, 5_000))).containsExactly(Fault.NCCLIENT_STALL);
        assertThat(faults(well().helloIn(16_384, 4_096))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noReasonIsLeftWithoutAVerdict(Reason reason) {
        for (Phase phase : List.of(Phase.RESOLVE, Phase.CONNECT, Phase.SECURE, Phase.AUTHENTICATE, Phase.HELLO)) {
            Evidence evidence = well().failing(reason, phase, "some words").evidence();

            assertThat(Judgement.on(List.of(evidence)))
                    .as("%s in %s", reason, phase)
                    .isNotEmpty();
        }
    }
}
