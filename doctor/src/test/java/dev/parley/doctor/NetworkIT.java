package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Variation;
import dev.parley.doctor.verdict.Confidence;
import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.error.Phase;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsPolicy;
import dev.parley.tls.TlsProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real packets, with the kernel's TCP at both ends, which come late, twice, out of order or never. A slow network is not ill; one
 * that loses something is told by what it loses.
 *
 * <p>The device's address is one of a {@link Network} that exists on this machine alone.
 */
@Timeout(120)
@Tag("any-jdk")
class NetworkIT {
    @TempDir
    private Path folder;

    /** What is behind the wire, and how the doctor comes to it. */
    private record Case(List<dev.parley.simulator.fault.Fault> faults, Tls tls, Phase hurried) {
        static Case of(dev.parley.simulator.fault.Fault... faults) {
            return new Case(List.of(faults), Lab.trusting(Lab.AUTHORITY), null);
        }

        Case with(Tls other) {
            return new Case(faults, other, hurried);
        }

        /** With little time for a phase in which nothing more comes. */
        Case hurried(Phase phase) {
            return new Case(faults, tls, phase);
        }
    }

    private Diagnosis examine(Case given, String... wire) throws IOException {
        Network.Plan plan = Network.Plan.in(folder);
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .tls(TlsSettings.of(Lab.PKI)
                                .identity(Lab.AUTHORITY.issue(Issuer.server().at(plan.address()))))
                        .running("<system xmlns='urn:example:system'><name>pe1</name></system>")
                        .faults(FaultPlan.always(given.faults().toArray(dev.parley.simulator.fault.Fault[]::new)))
                        .unix(plan.socket())
                        .start();
                Network network = plan.open(device.path(), wire);
                // how the machine of the tests fares is none of their business
                Doctor doctor = Doctor.withLoad(() -> ClientLoad.UNKNOWN)) {
            Device target =
                    Device.tls(network.address(), network.port(), given.tls()).withTimeouts(Lab.patient());
            return doctor.examine(given.hurried() == null ? target : Lab.hurried(target, given.hurried()));
        }
    }

    private static void assertWell(Diagnosis diagnosis) {
        assertThat(diagnosis.isHealthy()).as(diagnosis.verdicts().toString()).isTrue();
        assertThat(diagnosis.attempts()).hasSize(1);
    }

    private static Verdict leading(Diagnosis diagnosis) {
        assertThat(diagnosis.verdicts()).isNotEmpty();
        return diagnosis.verdicts().get(0);
    }

    @Test
    void aSlowNetworkIsNotIll() throws IOException {
        Diagnosis diagnosis = examine(Case.of(new HelloFault.Padded(20_000)), "--delay", "150");

        assertWell(diagnosis);
        Evidence seen = diagnosis.first();
        assertThat(seen.tcpLast().roundTrip()).isGreaterThan(Duration.ofMillis(290));
        assertThat(seen.tcpLast().retransmitted()).isZero();
        assertThat(seen.tcpLast().pathMtu()).isEqualTo(1_500);
    }

    @Test
    void packetsThatComeTwiceAreNoFault() throws IOException {
        assertWell(examine(Case.of(new HelloFault.Padded(20_000)), "--delay", "20", "--duplicate"));
    }

    @Test
    void packetsOutOfOrderAreNoFault() throws IOException {
        assertWell(examine(Case.of(new HelloFault.Padded(20_000)), "--delay", "40", "--disorder", "3"));
    }

    @Test
    void lostPackets() throws IOException {
        Diagnosis diagnosis = examine(Case.of(), "--lose", "2");

        Verdict verdict = leading(diagnosis);
        assertThat(verdict.fault()).as(diagnosis.verdicts().toString()).isEqualTo(Fault.PACKET_LOSS);
        assertThat(verdict.seen()).contains("had to be sent again");
        assertThat(diagnosis.first().isWell()).isTrue();
        assertThat(diagnosis.first().tcpLast().retransmitted()).isPositive();
    }

    /** The ClientHello with a post-quantum key is larger than what gets through, and the one without it is not. */
    @Test
    void aBlackHoleForLargePackets() throws IOException {
        Tls hybrid = Lab.trusting(Lab.AUTHORITY)
                .withProvider(TlsProvider.BORINGSSL)
                .withPolicy(TlsPolicy.COMPATIBLE.withPostQuantum());
        Diagnosis diagnosis = examine(Case.of().with(hybrid).hurried(Phase.SECURE), "--largest", "1200");

        Verdict verdict = leading(diagnosis);
        assertThat(verdict.fault()).as(diagnosis.verdicts().toString()).isEqualTo(Fault.LARGE_PACKETS_LOST);
        assertThat(verdict.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(verdict.seen()).contains("never acknowledged", "without the post-quantum group");
        assertThat(diagnosis.attempts())
                .extracting(Evidence::variation)
                .containsExactly(Variation.NONE, Variation.WITHOUT_HYBRID, Variation.AGAIN);
    }

    @Test
    void aFirewallThatDropsRequestsForConnections() throws IOException {
        Diagnosis diagnosis = examine(Case.of().hurried(Phase.CONNECT), "--no-connections");

        assertThat(leading(diagnosis).fault()).isEqualTo(Fault.NO_ANSWER);
        assertThat(leading(diagnosis).seen()).contains("10.255.");
    }

    /** As if a cable were pulled: nothing says so, and nothing comes any more. */
    @Test
    void aLinkThatGoesDownInTheHello() throws IOException {
        Diagnosis diagnosis =
                examine(Case.of(new HelloFault.Padded(20_000)).hurried(Phase.HELLO), "--cut-after", "9000");

        assertThat(leading(diagnosis).fault())
                .as(diagnosis.verdicts().toString())
                .isEqualTo(Fault.HELLO_UNFINISHED);
        assertThat(leading(diagnosis).seen()).contains("a TLS record whose end never came");
    }

    @Test
    void aLinkThatGoesDownInTheHandshake() throws IOException {
        Diagnosis diagnosis = examine(Case.of().hurried(Phase.SECURE), "--cut-after", "300");

        // whether the acknowledgement of the ClientHello came through, or was to come with the answer
        assertThat(leading(diagnosis).fault())
                .as(diagnosis.verdicts().toString())
                .isIn(Fault.TLS_SILENT, Fault.CONNECTION_DEAD);
    }

    /** The device answers late, and by then the firewall knows nothing of the connection. */
    @Test
    void aFirewallThatForgetsTheConnection() throws IOException {
        Diagnosis diagnosis = examine(
                Case.of(ReplyFault.every(new ReplyFault.Delayed(Duration.ofSeconds(1))))
                        .hurried(Phase.RPC),
                "--forget-after",
                "500");

        assertThat(leading(diagnosis).fault())
                .as(diagnosis.verdicts().toString())
                .isEqualTo(Fault.CONNECTION_DEAD);
        assertThat(diagnosis.verdicts()).extracting(Verdict::fault).doesNotContain(Fault.REQUEST_UNANSWERED);
    }

    // ---- the kernel's own emulator, where there is one

    @Test
    void delayedByTheKernel() throws IOException {
        Diagnosis diagnosis = examine(Case.of(new HelloFault.Padded(20_000)), "--netem", "delay 100ms 10ms");

        assertWell(diagnosis);
        assertThat(diagnosis.first().tcpLast().roundTrip()).isGreaterThan(Duration.ofMillis(150));
    }

    /** Every second packet: that all of an attempt get through would be a wonder. */
    @Test
    void lostByTheKernel() throws IOException {
        Diagnosis diagnosis = examine(Case.of(), "--netem", "loss 50%");

        assertThat(diagnosis.verdicts())
                .extracting(Verdict::fault)
                .as(diagnosis.verdicts().toString())
                .containsAnyOf(Fault.PACKET_LOSS, Fault.NO_ANSWER, Fault.LARGE_PACKETS_LOST);
    }
}
