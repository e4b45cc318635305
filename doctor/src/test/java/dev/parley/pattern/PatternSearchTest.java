package dev.parley.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.pattern.PatternReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planted is found, and what is not there is not. */
@Tag("any-jdk")
class PatternSearchTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    /** Attempts with all factors that the doctor knows of, each as if by accident. */
    private static List<Trial> trials(int count, Duration gap, Random random, double rate) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, String> kinds = new LinkedHashMap<>();
            kinds.put("address", random.nextInt(4) == 0 ? "192.0.2.7" : "192.0.2.8");
            kinds.put("TLS version", random.nextInt(3) == 0 ? "TLS 1.2" : "TLS 1.3");
            kinds.put("handshake", random.nextInt(2) == 0 ? "resumed" : "full");
            kinds.put("first after idle", random.nextInt(5) == 0 ? "yes" : "no");
            Map<String, Double> measures = new LinkedHashMap<>();
            measures.put("bytes of the hello", 4_000.0 + random.nextInt(3_000));
            measures.put("largest record of the hello", (double) (1_000 * (1 + random.nextInt(16))));
            measures.put("sessions at once", (double) random.nextInt(8));
            measures.put("round trip in ms", 10 + 5 * Math.abs(random.nextGaussian()));
            measures.put("retransmitted segments", (double) Math.max(0, random.nextInt(8) - 5));
            measures.put("load of the client in %", (double) random.nextInt(100));
            trials.add(new Trial(
                    START.plus(gap.multipliedBy(i)).plusMillis(random.nextInt(500)),
                    random.nextDouble() < rate,
                    kinds,
                    measures));
        }
        return trials;
    }

    /** Fails those, and no others, with that probability. */
    private static List<Trial> failing(List<Trial> trials, Random random, double rate, Predicate<Trial> cause) {
        return trials.stream()
                .map(trial -> new Trial(
                        trial.at(), cause.test(trial) && random.nextDouble() < rate, trial.kinds(), trial.measures()))
                .toList();
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                        cause("address", trial -> is(trial, "address", "192.0.2.7")),
                        cause("TLS version", trial -> is(trial, "TLS version", "TLS 1.2")),
                        cause("handshake", trial -> is(trial, "handshake", "resumed")),
                        cause("first after idle", trial -> is(trial, "first after idle", "yes")),
                        cause("bytes of the hello", trial -> more(trial, "bytes of the hello", 6_200)),
                        cause(
                                "largest record of the hello",
                                trial -> more(trial, "largest record of the hello", 8_000)),
                        cause("sessions at once", trial -> more(trial, "sessions at once", 5)),
                        cause("round trip in ms", trial -> more(trial, "round trip in ms", 16)),
                        cause("retransmitted segments", trial -> more(trial, "retransmitted segments", 0)),
                        cause("load of the client in %", trial -> more(trial, "load of the client in %", 80)),
                        cause("every 5 min", trial -> trial.at().getEpochSecond() % 300 < 50),
                        cause(
                                "time of day",
                                trial -> trial.at().atZone(ZoneOffset.UTC).getHour() == 3))
                .flatMap(cause ->
                        Stream.of(0.01, 0.05, 0.3).map(rate -> Arguments.of(cause.getKey(), rate, cause.getValue())));
    }

    private static Map.Entry<String, Predicate<Trial>> cause(String factor, Predicate<Trial> cause) {
        return Map.entry(factor, cause);
    }

    private static boolean is(Trial trial, String factor, String kind) {
        return kind.equals(trial.kinds().get(factor));
    }

    private static boolean more(Trial trial, String factor, double than) {
        return trial.measures().getOrDefault(factor, 0.0) > than;
    }

    @ParameterizedTest(name = "{0}, {1} of all")
    @MethodSource("causes")
    void aPlantedCauseIsFoundFirst(String factor, double rate, Predicate<Trial> cause) {
        Random random = new Random(factor.hashCode());
        Duration gap = factor.equals("time of day") ? Duration.ofMinutes(5) : Duration.ofSeconds(20);
        List<Trial> all = trials(3_000, gap, random, 0);
        long apt = all.stream().filter(cause).count();

        PatternReport report =
                PatternSearch.in(failing(all, random, Math.min(1, rate * all.size() / apt), cause), ZoneOffset.UTC);

        assertThat(report.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(report.patterns().get(0).factor()).as(report.toString()).isEqualTo(factor);
        assertThat(report.patterns()).as("the cause, and nothing beside it").hasSize(1);
        assertThat(report.patterns().get(0).chance()).isLessThanOrEqualTo(PatternSearch.LEVEL);
    }

    @Test
    void patternsThatAreNotThereAreFoundNoMoreOftenThanIsSaid() {
        long found = IntStream.range(0, 1_000)
                .filter(seed -> {
                    Random random = new Random(seed);
                    Duration gap = Duration.ofSeconds(List.of(5, 60, 600).get(seed % 3));
                    List<Trial> trials =
                            trials(20 + random.nextInt(480), gap, random, 0.01 + random.nextDouble() * 0.5);
                    return PatternSearch.in(trials, ZoneOffset.UTC).outcome() == Outcome.FOUND;
                })
                .count();
        assertThat(found).isLessThanOrEqualTo((long) (1_000 * PatternSearch.LEVEL));
    }

    @Test
    void whatGoesTogetherIsToldTogether() {
        Random random = new Random(7);
        List<Trial> trials = failing(
                        trials(2_000, Duration.ofSeconds(20), random, 0),
                        random,
                        0.2,
                        trial -> is(trial, "address", "192.0.2.7"))
                .stream()
                .map(trial -> {
                    Map<String, String> kinds = new LinkedHashMap<>(trial.kinds());
                    kinds.put("site", is(trial, "address", "192.0.2.7") ? "north" : "south");
                    return new Trial(trial.at(), trial.failed(), kinds, trial.measures());
                })
                .toList();

        PatternReport report = PatternSearch.in(trials, ZoneOffset.UTC);

        assertThat(report.patterns()).hasSize(1);
        assertThat(report.patterns().get(0).alike()).containsExactly("site north");
    }

    @Test
    void failuresInARowAreAPattern() {
        Random random = new Random(11);
        List<Trial> trials = new ArrayList<>();
        boolean bad = false;
        for (Trial trial : trials(1_000, Duration.ofSeconds(7), random, 0)) {
            bad = random.nextDouble() < (bad ? 0.7 : 0.03);
            trials.add(new Trial(trial.at(), bad, Map.of(), Map.of()));
        }

        PatternReport report = PatternSearch.in(trials, ZoneOffset.UTC);

        assertThat(report.patterns()).extracting(Pattern::factor).first().isEqualTo("the attempt before");
    }

    @Test
    void oneBadNightIsNoPatternOfNights() {
        Random random = new Random(13);
        List<Trial> trials = failing(
                trials(2_000, Duration.ofMinutes(5), random, 0),
                random,
                1,
                trial -> trial.at().isBefore(START.plus(Duration.ofHours(4)))
                        && trial.at().isAfter(START.plus(Duration.ofHours(3))));

        assertThat(PatternSearch.in(trials, ZoneOffset.UTC).patterns())
                .extracting(Pattern::factor)
                .doesNotContain("time of day")
                .contains("the attempt before");
    }

    /** When an attempt fails, apart from everything that is known of it. */
    private interface Fate {
        boolean fails(int number, Random random);
    }

    /** Attempts that fail in runs, among factors that have nothing to do with it, two of which change slowly. */
    private static List<Trial> inRuns(int count, Duration gap, Duration drift, Random random, Fate fate) {
        double kept = Math.exp(-(double) gap.toMillis() / drift.toMillis());
        double fresh = Math.sqrt(1 - kept * kept);
        double load = 0;
        double way = 0;
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            load = kept * load + fresh * random.nextGaussian();
            way = kept * way + fresh * random.nextGaussian();
            trials.add(new Trial(
                    START.plus(gap.multipliedBy(i)),
                    fate.fails(i, random),
                    Map.of(
                            "address", random.nextBoolean() ? "192.0.2.7" : "192.0.2.8",
                            "handshake", random.nextInt(4) == 0 ? "full" : "resumed"),
                    Map.of(
                            "sessions at once", 1.0 + random.nextInt(4),
                            "load of the client in %", Math.rint(40 + 10 * load),
                            "round trip in ms", 5 + way)));
        }
        return trials;
    }

    private static Fate oneOutage(int begin, int length) {
        return (number, random) -> number >= begin && number < begin + length || random.nextInt(50) == 0;
    }

    static Stream<Arguments> runs() {
        return Stream.of(
                runs(
                        "one outage of 8 minutes in 4 hours, and 2 % accidents",
                        random -> inRuns(1_440, seconds(10), seconds(1), random, oneOutage(random.nextInt(1_392), 48))),
                runs(
                        "one outage of 50 minutes in 3 days, and 2 % accidents",
                        random -> inRuns(864, seconds(300), seconds(1), random, oneOutage(random.nextInt(854), 10))),
                runs("bursts of a minute, and a drift of 5 minutes", random -> {
                    boolean[] bad = new boolean[1];
                    return inRuns(720, seconds(5), seconds(300), random, (number, chance) -> {
                        bad[0] = bad[0] ? chance.nextDouble() > 1 / 12.0 : chance.nextDouble() < 0.01;
                        return bad[0];
                    });
                }),
                runs("two outages of 5 minutes, and a drift of 20 minutes", random -> {
                    Fate early = oneOutage(random.nextInt(700), 30);
                    Fate late = oneOutage(720 + random.nextInt(680), 30);
                    return inRuns(
                            1_440,
                            seconds(10),
                            seconds(1_200),
                            random,
                            (number, chance) ->
                                    number < 720 ? early.fails(number, chance) : late.fails(number, chance));
                }));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Arguments runs(String name, Function<Random, List<Trial>> series) {
        return Arguments.of(name, series);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void failuresInARowMakeNoOtherPatternMoreOften(String name, Function<Random, List<Trial>> series) {
        List<String> found = IntStream.range(0, 200)
                .mapToObj(seed -> PatternSearch.in(series.apply(new Random(seed)), ZoneOffset.UTC))
                .flatMap(report -> report.patterns().stream()
                        .map(Pattern::factor)
                        .filter(factor -> !factor.equals("the attempt before"))
                        .limit(1))
                .toList();
        assertThat(found).hasSizeLessThanOrEqualTo(6);
    }

    /** What is drawn for each attempt, or taken in turn, stays clear although its failures are many in a row. */
    @Test
    void aCauseThatAlternatesIsFoundAmongFailuresInARow() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Trial> trials = inRuns(1_440, seconds(10), seconds(1_200), random, oneOutage(500, 48));
            List<Trial> turns = IntStream.range(0, trials.size())
                    .mapToObj(i -> new Trial(
                            trials.get(i).at(),
                            trials.get(i).failed() || i % 2 == 0 && random.nextInt(3) == 0,
                            Map.of("address", i % 2 == 0 ? "192.0.2.7" : "192.0.2.8"),
                            trials.get(i).measures()))
                    .toList();
            assertThat(PatternSearch.in(turns, ZoneOffset.UTC).patterns())
                    .extracting(Pattern::factor)
                    .contains("address");
        }
    }

    /** A load that changes slowly, and is the cause, has come and gone often enough. */
    @Test
    void aCauseThatDriftsIsFound() {
        for (int seed = 0; seed < 20; seed++) {
            List<Trial> trials = inRuns(
                            1_440,
                            seconds(10),
                            seconds(120),
                            new Random(seed),
                            (number, random) -> random.nextInt(3) == 0)
                    .stream()
                    .map(trial -> new Trial(
                            trial.at(),
                            trial.failed() && more(trial, "load of the client in %", 50),
                            trial.kinds(),
                            trial.measures()))
                    .toList();
            assertThat(PatternSearch.in(trials, ZoneOffset.UTC).patterns())
                    .extracting(Pattern::factor)
                    .contains("load of the client in %");
        }
    }

    @Test
    void fewFailuresAreNotEnoughYet() {
        Random random = new Random(17);
        List<Trial> trials = failing(
                trials(100, Duration.ofSeconds(5), random, 0),
                random,
                1,
                trial -> trial.at().isBefore(START.plusSeconds(5)));

        PatternReport report = PatternSearch.in(trials, ZoneOffset.UTC);

        assertThat(report.outcome()).isEqualTo(Outcome.NOT_ENOUGH_YET);
        assertThat(report.missing()).isBetween(1, 10);
        assertThat(report.factors()).contains("address", "sessions at once", "the attempt before");
    }

    /** What is said to be missing is what it takes: with one failure less not even the clearest pattern is found. */
    @Test
    void whatIsMissingIsWhatItTakes() {
        for (int failures = 1; failures <= 8; failures++) {
            List<Trial> trials = IntStream.range(0, failures * 10)
                    .mapToObj(i -> new Trial(
                            START.plusSeconds(i * 7L),
                            i % 10 == 0,
                            Map.of("address", i % 10 == 0 ? "192.0.2.7" : "192.0.2.8"),
                            Map.of()))
                    .toList();
            PatternReport report = PatternSearch.in(trials, ZoneOffset.UTC);

            assertThat(report.outcome() == Outcome.FOUND)
                    .as(failures + " failures: " + report)
                    .isEqualTo(report.missing() == 0);
        }
    }

    @Test
    void withoutFailuresOrWithNothingElseThereIsNoQuestion() {
        Random random = new Random(19);
        List<Trial> none = trials(50, Duration.ofSeconds(5), random, 0);
        List<Trial> all = trials(50, Duration.ofSeconds(5), random, 2);

        assertThat(PatternSearch.in(none, ZoneOffset.UTC).outcome()).isEqualTo(Outcome.NO_FAILURES);
        assertThat(PatternSearch.in(all, ZoneOffset.UTC).outcome()).isEqualTo(Outcome.ONLY_FAILURES);
        assertThat(PatternSearch.in(List.of(), ZoneOffset.UTC).outcome()).isEqualTo(Outcome.NO_FAILURES);
    }

    @Test
    void aSmallShareIsNotSaidToBeNone() {
        assertThat(new Tally(86_400, 9)).hasToString("9 of 86400 (0.01 %)");
        assertThat(new Tally(1_000_000, 9)).hasToString("9 of 1000000 (0.0009 %)");
        assertThat(new Tally(200, 16)).hasToString("16 of 200 (8.0 %)");
        assertThat(new Tally(94, 0)).hasToString("0 of 94 (0 %)");
    }

    @Test
    void aPatternReadsAsASentence() {
        assertThat(new Pattern("address", "192.0.2.7", new Tally(41, 12), new Tally(159, 1), 0.0021, List.of()))
                .hasToString(
                        "address 192.0.2.7: 12 of 41 (29 %) failed, of the others 1 of 159 (0.6 %); by accident in 0.0021"
                                + " of all cases");
    }
}
