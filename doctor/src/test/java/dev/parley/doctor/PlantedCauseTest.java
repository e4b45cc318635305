package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.Pace;
import dev.parley.doctor.series.PatternWords;
import dev.parley.doctor.series.Series;
import dev.parley.doctor.series.SeriesReport;
import dev.parley.doctor.verdict.Fault;
import dev.parley.error.Phase;
import dev.parley.pattern.Pattern;
import dev.parley.pattern.PatternReport.Outcome;
import dev.parley.pattern.Tally;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.HelloFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Causes that are planted into real devices are found among the attempts of a real series, and no others. */
@Timeout(120)
@Tag("any-jdk")
class PlantedCauseTest {
    private static final int PRE_SHARED_KEY = 41;

    private final List<AttemptLine> attempts = new ArrayList<>();

    private void series(Doctor doctor, Device device, int times, Duration every, int atOnce) {
        Series.make(doctor, device.withName("pe1"), new Pace(times, Pace.FOR_EVER, every, atOnce), attempts::add);
    }

    private SeriesReport report() {
        return SeriesReport.of(attempts, ZoneOffset.UTC);
    }

    private Pattern clearest() {
        SeriesReport report = report();
        assertThat(report.patterns().outcome()).as(report.facts().toString()).isEqualTo(Outcome.FOUND);
        return report.patterns().patterns().get(0);
    }

    @Test
    void oneOfTwoAddresses() throws IOException {
        try (Lab lab = new Lab();
                DeviceSimulator bad = DeviceSimulator.builder()
                        .clearText()
                        .host("127.0.0.2")
                        .on("get", request -> Answer.nothing())
                        .start();
                Doctor doctor = Doctor.create()) {
            series(doctor, lab.cleartext(), 30, Duration.ZERO, 2);
            Device second = Device.cleartextTcp("127.0.0.2", bad.port());
            series(doctor, second.withTimeouts(Timeouts.of(Duration.ofMillis(300))), 15, Duration.ZERO, 4);
        }

        assertThat(clearest().factor() + " " + clearest().condition()).isEqualTo("address 127.0.0.2");
        assertThat(report().addresses()).containsOnlyKeys("127.0.0.1", "127.0.0.2");
        assertThat(report().addresses().get("127.0.0.2").failed()).isEqualTo(15);
        assertThat(new PatternWords(clearest()).title()).isEqualTo("Attempts at 127.0.0.2 fail more often");
    }

    @Test
    void anAddressAtWhichNobodyAnswers() throws IOException {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            series(doctor, lab.cleartext(), 30, Duration.ZERO, 2);
            series(doctor, Device.cleartextTcp("127.0.0.2", Lab.closedPort()), 15, Duration.ZERO, 2);
        }

        assertThat(clearest().factor() + " " + clearest().condition()).isEqualTo("address 127.0.0.2");
        assertThat(report().failures()).containsOnlyKeys("connection-refused in connect");
        assertThat(report().verdicts().get("connection-refused in connect").fault())
                .isEqualTo(Fault.PORT_CLOSED);
    }

    @Test
    void sessionsThatAreResumed() throws IOException {
        SSLContext tls = PlainServer.tls(Lab.PKI.server(), Lab.PKI.authority());
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            int port = lab.server((wire, number) -> {
                byte[] hello = wire.record();
                PlainServer.Wire secured = wire.secured(tls, hello);
                if (offersResumption(hello) && number % 3 > 0) {
                    secured.close();
                } else {
                    secured.beDevice();
                }
            });
            series(doctor, lab.at(port, Lab.tls()), 120, Duration.ZERO, 1);
        }

        assertThat(attempts)
                .extracting(line -> line.trial().kinds().get("handshake"))
                .contains("full", "resumed");
        assertThat(clearest().factor() + " " + clearest().condition()).isEqualTo("handshake resumed");
        assertThat(clearest().alike()).contains("resumption offered");
    }

    /** Whether the ClientHello in this record has a pre-shared key (RFC 8446 section 4.2.11). */
    private static boolean offersResumption(byte[] record) {
        ByteBuffer hello = ByteBuffer.wrap(record);
        hello.position(5 + 4 + 2 + 32);
        hello.position(hello.position() + 1 + hello.get(hello.position()));
        hello.position(hello.position() + 2 + hello.getShort(hello.position()));
        hello.position(hello.position() + 1 + hello.get(hello.position()));
        hello.getShort();
        boolean offered = false;
        while (hello.hasRemaining()) {
            offered |= hello.getShort() == PRE_SHARED_KEY;
            hello.position(hello.position() + 2 + hello.getShort(hello.position()));
        }
        return offered;
    }

    @Test
    void tooManyAtOnce() throws IOException {
        AtomicInteger open = new AtomicInteger();
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            int port = lab.server((wire, number) -> {
                try {
                    if (open.incrementAndGet() > 2) {
                        wire.close();
                    } else {
                        wire.beDevice();
                    }
                } finally {
                    open.decrementAndGet();
                }
            });
            Device device = Device.cleartextTcp("127.0.0.1", port);
            series(doctor, device, 60, Duration.ZERO, 1);
            series(doctor, device, 60, Duration.ZERO, 6);
        }

        assertThat(clearest().factor()).as(report().facts().toString()).isEqualTo("attempts at once");
        assertThat(clearest().condition()).startsWith("more than ");
    }

    @Test
    void firstAfterIdle() throws IOException {
        AtomicLong last = new AtomicLong(System.nanoTime());
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            Device other = lab.cleartext().withName("other");
            int port = lab.server((wire, number) -> {
                boolean idle =
                        System.nanoTime() - last.get() > Duration.ofMillis(150).toNanos();
                last.set(System.nanoTime());
                if (idle) {
                    wire.close();
                } else {
                    wire.beDevice();
                }
                last.set(System.nanoTime());
            });
            for (int round = 0; round < 15; round++) {
                series(doctor, Device.cleartextTcp("127.0.0.1", port), 5, Duration.ZERO, 1);
                // passes the time
                Series.make(doctor, other, new Pace(2, Pace.FOR_EVER, Duration.ofMillis(300), 1), line -> {});
            }
        }

        assertThat(clearest().factor()).as(report().facts().toString()).isEqualTo("seconds since the attempt before");
        assertThat(clearest().condition()).startsWith("more than ");
    }

    @Test
    void anOldVersionOfTls() throws IOException {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            DeviceSimulator old =
                    lab.simulator(builder -> builder.tls(TlsSettings.of(Lab.PKI).versions(TlsSettings.Version.TLS_1_2))
                            .on("get", request -> Answer.nothing()));
            series(doctor, lab.simulated(), 30, Duration.ZERO, 1);
            Device second = lab.at(old.port(), Lab.tls()).withTimeouts(Timeouts.of(Duration.ofSeconds(1)));
            series(doctor, second, 12, Duration.ZERO, 6);
        }

        List<String> named = new ArrayList<>(clearest().alike());
        named.add(clearest().factor() + " " + clearest().condition());
        assertThat(named).contains("TLS version TLS 1.2");
    }

    @Test
    void aLargeHello() throws IOException {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            DeviceSimulator large = lab.simulator(
                    builder -> builder.on("get", request -> Answer.nothing()), new HelloFault.Padded(9_000));
            series(doctor, lab.simulated(), 30, Duration.ZERO, 1);
            Device second = lab.at(large.port(), Lab.tls()).withTimeouts(Timeouts.of(Duration.ofSeconds(1)));
            series(doctor, second, 12, Duration.ZERO, 6);
        }

        String named = clearest() + " " + clearest().alike();
        assertThat(named)
                .contains("bytes of the hello more than ")
                .contains("TLS record of the hello in bytes more than ");
    }

    /** What a failing attempt does to itself, by lasting long, is no pattern: here failures come by accident alone. */
    @Test
    void silenceByAccidentIsNoPatternOfLoadOrTime() throws IOException {
        Random random = new Random(23);
        List<Boolean> silent =
                random.ints(200, 0, 4).mapToObj(number -> number == 0).toList();
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            int port = lab.server((wire, number) -> {
                if (!silent.get(number % silent.size())) {
                    wire.beDevice();
                }
            });
            Device device = Device.cleartextTcp("127.0.0.1", port)
                    .withTimeouts(Timeouts.DEFAULT.with(Phase.HELLO, Duration.ofMillis(250)));
            series(doctor, device, 150, Duration.ofMillis(5), 4);
        }

        assertThat(report().all().failed()).isBetween(20, 60);
        assertThat(report().patterns().patterns())
                .extracting(Pattern::factor)
                .noneMatch(factor -> factor.contains("load") || factor.contains("delay") || factor.contains("garbage"));
    }

    /** Every factor is there in attempts at a real device, whose name does not matter. */
    @Test
    void everyFactorIsMeasured() throws IOException {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            series(doctor, lab.simulated(), 12, Duration.ofMillis(400), 2);
        }

        assertThat(attempts.subList(8, 12)).extracting(AttemptLine::trial).allSatisfy(trial -> {
            assertThat(trial.kinds())
                    .containsKeys(
                            "address", "transport", "device", "TLS version", "cipher suite", "resumption", "handshake");
            assertThat(trial.measures())
                    .containsKeys(
                            "bytes of the ClientHello",
                            "bytes of the hello",
                            "last TLS record of the hello in bytes",
                            "attempts at once",
                            "seconds since the attempt before",
                            "worst delay of this client before in ms",
                            "garbage collection before in ms");
        });
        assertThat(attempts).allSatisfy(line -> {
            AttemptLine essential = line.essential();
            assertThat(essential.trial()).isEqualTo(line.trial());
            assertThat(essential.millis()).isEqualTo(line.millis());
            assertThat(essential.address()).isEqualTo(line.address());
            assertThat(essential.message()).isEqualTo(line.message());
            assertThat(essential.verdict()).isEqualTo(line.verdict());
            assertThat(essential.essential()).isEqualTo(essential);
            assertThat(essential.facts().toString().length())
                    .isLessThan(line.facts().toString().length() / 3);
        });
        assertThat(attempts.stream()
                        .map(AttemptLine::trial)
                        .flatMap(trial ->
                                Stream.concat(trial.kinds().keySet().stream(), trial.measures().keySet().stream()))
                        .distinct()
                        .map(PlantedCauseTest::advice))
                .as("what is said of each factor")
                .doesNotContain(advice("of another version"));
    }

    private static String advice(String factor) {
        return new PatternWords(new Pattern(factor, "x", new Tally(2, 1), new Tally(2, 0), 0.001, List.of())).advice();
    }
}
