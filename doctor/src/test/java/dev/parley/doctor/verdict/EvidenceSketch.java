package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.CertificateFacts;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.AddressFailure;
import dev.parley.doctor.evidence.Evidence.Departure;
import dev.parley.doctor.evidence.Evidence.Exchange;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.doctor.evidence.Evidence.Piece;
import dev.parley.doctor.evidence.Evidence.Security;
import dev.parley.doctor.evidence.Evidence.Step;
import dev.parley.doctor.evidence.HelloArrival;
import dev.parley.doctor.evidence.TlsWire;
import dev.parley.doctor.evidence.Variation;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import dev.parley.event.TcpState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Evidence of a session in which all went well, but for what a test changes: for what no test can do to a network. */
final class EvidenceSketch {
    private final List<AddressFailure> failedAddresses = new ArrayList<>();
    private final List<Step> steps =
            new ArrayList<>(List.of(step("resolve", 1), step("connect", 1), step("secure", 20), step("hello", 10)));
    private final List<Piece> pieces = new ArrayList<>();
    private Variation variation = Variation.NONE;
    private String target = "pe1:6513";
    private Failure failure;
    private TcpState tcp;
    private TcpState tcpLast;
    private HelloArrival hello = hello(List.of());
    private Traffic traffic = new Traffic(1_000, 900, 900, 3, 500, 400, Duration.ofMillis(5));
    private ClientLoad load = ClientLoad.UNKNOWN;

    static Step step(String name, long millis) {
        return new Step(name, Duration.ZERO, Duration.ofMillis(millis), false, "");
    }

    static HelloArrival hello(List<Integer> records) {
        return new HelloArrival(
                Duration.ofMillis(22),
                Duration.ofMillis(25),
                Duration.ofMillis(32),
                500,
                true,
                "",
                "",
                records,
                1,
                List.of(),
                10,
                7,
                List.of(),
                "chunked");
    }

    EvidenceSketch as(Variation other) {
        variation = other;
        return this;
    }

    EvidenceSketch failing(Reason reason, Phase phase, String detail) {
        failure = new Failure(
                reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                phase,
                Duration.ofSeconds(5),
                "connect to pe1 failed in " + phase + " after 5 s: " + detail,
                null,
                null,
                null,
                null,
                null,
                null);
        hello = HelloArrival.NONE;
        return this;
    }

    EvidenceSketch target(String other) {
        target = other;
        return this;
    }

    EvidenceSketch resolving(long millis) {
        steps.set(0, step("resolve", millis));
        return this;
    }

    EvidenceSketch addressFailed(String address, String why) {
        failedAddresses.add(new AddressFailure(address, why));
        return this;
    }

    EvidenceSketch tcp(long retransmitted, long unacknowledged) {
        return tcp(retransmitted, unacknowledged, 0);
    }

    EvidenceSketch tcp(long retransmitted, long unacknowledged, long retries) {
        tcp = state(0, 0, 0);
        tcpLast = state(retransmitted, unacknowledged, retries);
        return this;
    }

    private static TcpState state(long retransmitted, long unacknowledged, long retries) {
        return new TcpState(
                Duration.ofMillis(20),
                Duration.ofMillis(2),
                retransmitted,
                unacknowledged,
                retries,
                1_448,
                1_448,
                1_500,
                10,
                65_535);
    }

    EvidenceSketch sent(int length) {
        pieces.add(new Piece(true, 0, Duration.ofMillis(3), length, ByteBuffer.allocate(0)));
        return this;
    }

    EvidenceSketch received(long... atMillis) {
        for (long at : atMillis) {
            pieces.add(new Piece(false, at, Duration.ofMillis(at), 60, ByteBuffer.allocate(60)));
        }
        return this;
    }

    EvidenceSketch helloIn(Integer... records) {
        hello = hello(List.of(records));
        return this;
    }

    EvidenceSketch traffic(Traffic other) {
        traffic = other;
        return this;
    }

    EvidenceSketch load(ClientLoad other) {
        load = other;
        return this;
    }

    Evidence evidence() {
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        CertificateFacts server = new CertificateFacts(
                "CN=pe1",
                "CN=ca",
                now.minusSeconds(86_400),
                now.plusSeconds(86_400L * 300),
                List.of("dns:pe1"),
                "EC 256",
                "SHA256withECDSA",
                "ab".repeat(32));
        return new Evidence(
                now,
                "pe1",
                "tls",
                target,
                variation,
                List.of("192.0.2.1", "192.0.2.2"),
                failedAddresses,
                "192.0.2.9 port 40000",
                "192.0.2.1 port 6513",
                steps,
                failure,
                tcp,
                tcpLast,
                pieces,
                500,
                1_000,
                TlsWire.NONE,
                new Security("TLSv1.3", "TLSv1.3", "TLS_AES_128_GCM_SHA256", "x25519", false, "SENT", List.of(server)),
                null,
                hello,
                List.<Departure>of(),
                failure == null ? new Exchange("get", Duration.ofMillis(90), Duration.ofMillis(3), 100, null) : null,
                0,
                traffic,
                load);
    }
}
