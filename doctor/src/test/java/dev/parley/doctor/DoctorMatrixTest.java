package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.verdict.Gravity;
import dev.parley.doctor.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every illness is called by its name, and nobody who is well is called ill. All examinations run side by side, because most
 * of them wait.
 *
 * <p>The page {@code docs/doctor-faults.md} is what this matrix says. {@code -Dparley.pages=write} writes it anew.
 */
class DoctorMatrixTest {
    private static final int SIDE_BY_SIDE = 16;
    private static final Path PAGE = Path.of("..", "docs", "doctor-faults.md");

    private static final Map<Illness, Diagnosis> DIAGNOSES = new LinkedHashMap<>();

    @BeforeAll
    static void examineAll() throws InterruptedException, ExecutionException {
        ExecutorService beds = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            Map<Illness, Future<Diagnosis>> under = new LinkedHashMap<>();
            Stream.concat(illnesses(), healthyPeers())
                    .forEach(illness -> under.put(illness, beds.submit(() -> examine(illness))));
            for (Map.Entry<Illness, Future<Diagnosis>> each : under.entrySet()) {
                DIAGNOSES.put(each.getKey(), each.getValue().get());
            }
        } finally {
            beds.shutdownNow();
        }
    }

    private static Diagnosis examine(Illness illness) throws Exception {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.withLoad(illness::load)) {
            return doctor.examine(illness.device().apply(lab));
        }
    }

    private static final List<Illness> ILLNESSES = Illnesses.all();
    private static final List<Illness> HEALTHY = HealthyPeers.all();

    static Stream<Illness> illnesses() {
        return ILLNESSES.stream();
    }

    static Stream<Illness> healthyPeers() {
        return HEALTHY.stream();
    }

    @ParameterizedTest
    @MethodSource("illnesses")
    void anIllnessIsCalledByItsName(Illness illness) {
        Diagnosis diagnosis = DIAGNOSES.get(illness);

        assertThat(diagnosis.verdicts()).as(describe(diagnosis)).isNotEmpty();
        Verdict leading = diagnosis.verdicts().get(0);
        assertThat(leading.fault()).as(describe(diagnosis)).isEqualTo(illness.fault());
        assertThat(leading.seen()).contains(illness.seen());
        assertThat(diagnosis.isHealthy()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("healthyPeers")
    void nobodyWhoIsWellIsCalledIll(Illness peer) {
        Diagnosis diagnosis = DIAGNOSES.get(peer);

        assertThat(diagnosis.of(Gravity.BREAKS)).as(describe(diagnosis)).isEmpty();
        assertThat(diagnosis.of(Gravity.HINDERS)).as(describe(diagnosis)).isEmpty();
        assertThat(diagnosis.isHealthy()).isTrue();
        assertThat(diagnosis.attempts()).hasSize(1);
        assertThat(diagnosis.first().hello().isWhole()).isTrue();
    }

    @Test
    void sixtyFaultsAndMoreAreTold() {
        assertThat(ILLNESSES).hasSizeGreaterThan(100);
        assertThat(ILLNESSES.stream().map(Illness::fault).distinct()).hasSizeGreaterThan(60);
    }

    @Test
    void thePageIsWhatTheMatrixSays() throws IOException {
        String page = FaultPage.of(ILLNESSES, HEALTHY, DIAGNOSES);
        if ("write".equals(System.getProperty("parley.pages"))) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/doctor-faults.md; -Dparley.pages=write writes it anew")
                .isEqualTo(page);
    }

    private static String describe(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        diagnosis.verdicts().forEach(verdict -> lines.add(verdict.toString()));
        diagnosis
                .attempts()
                .forEach(attempt -> lines.add(attempt.variation() + ": " + attempt.trouble() + ", hello "
                        + attempt.hello() + ", " + attempt.steps()));
        return String.join("\n  ", lines);
    }
}
