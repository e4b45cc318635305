package dev.parley.doctor.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.doctor.verdict.Confidence;
import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.error.InputException;
import dev.parley.pattern.Trial;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts from journals and logs, whatever else stands in them. */
class GatheringTest {
    private static final String WELL = "attempt began=2026-11-20T12:03:04.123456Z device=\"pe1\" scheme=tls"
            + " address=192.0.2.7 tls=TLSv1.3 suite=TLS_AES_128_GCM_SHA256 handshake=resumed framing=1.1 sessions=2 idle=12.301"
            + " resolve=0.4 connect=1.2 secure=12.3 hello=4.1";
    private static final String FAILED = "attempt began=2026-11-20T12:03:09.5Z device=\"a \\\"b\\\" c\" scheme=tls"
            + " address=2001:db8::7 sessions=1 connect=1.1 secure=10000.2 failure=handshake-timeout phase=secure"
            + " message=\"connect to pe1 failed: \\\"nothing\\\" came\"";

    @TempDir
    private Path folder;

    private static Gathering of(String... lines) {
        Gathering gathering = new Gathering();
        gathering.add(
                "the test", new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        return gathering;
    }

    @Test
    void aLogIsReadWhateverItsLayout() {
        for (String line : List.of(
                WELL,
                "13:03:04.130 INFO  " + WELL,
                "2026-11-20 13:03:04,130 [parley-loop-1] INFO  dev.parley.attempt - " + WELL + " {session=7}",
                "{\"@timestamp\":\"2026-11-20T12:03:04.130Z\",\"level\":\"INFO\",\"message\":\""
                        + WELL.replace("\"", "\\\"") + "\"}")) {
            Gathering gathering = of(line);

            assertThat(gathering.otherLines()).as(line).isZero();
            AttemptLine attempt = gathering.attempts().get(0);
            assertThat(attempt.at()).isEqualTo(Instant.parse("2026-11-20T12:03:04.123456Z"));
            assertThat(attempt.device()).isEqualTo("pe1");
            assertThat(attempt.failed()).isFalse();
            assertThat(attempt.millis()).isEqualTo(18.0);
            Trial trial = attempt.trial();
            assertThat(trial.kinds())
                    .containsEntry("address", "192.0.2.7")
                    .containsEntry("TLS version", "TLS 1.3")
                    .containsEntry("handshake", "resumed")
                    .containsEntry("transport", "tls")
                    .containsEntry("framing", "chunked");
            assertThat(trial.measures())
                    .containsEntry("attempts at once", 2.0)
                    .containsEntry("seconds since the attempt before", 12.301);
        }
    }

    @Test
    void aFailureSaysWhereAndWhy() {
        AttemptLine attempt = of("WARN " + FAILED).attempts().get(0);

        assertThat(attempt.device()).isEqualTo("a \"b\" c");
        assertThat(attempt.failure()).isEqualTo("handshake-timeout");
        assertThat(attempt.phase()).isEqualTo("secure");
        assertThat(attempt.address()).contains("2001:db8::7");
        assertThat(attempt.message()).contains("connect to pe1 failed: \"nothing\" came");
        assertThat(attempt.millis()).isCloseTo(10_001.3, within(1e-6));
    }

    @Test
    void otherLinesAreCounted() {
        Gathering gathering = of(
                "",
                "12:00:00 DEBUG pe1#1: opening tls://pe1",
                "attempt began=yesterday device=\"pe1\"",
                "attempt began=2026-11-20T12:03:04Z",
                "attempt began=2026-11-20T12:03:04Z device=\"pe1",
                "{\"message\": 7}",
                "{ no JSON",
                "\u0000\u0001\u0002",
                WELL,
                "   ");

        assertThat(gathering.attempts()).hasSize(1);
        assertThat(gathering.otherLines()).isEqualTo(7);
    }

    @Test
    void anAttemptThatStandsThereTwiceCountsOnce() {
        Gathering gathering = of("one layout " + WELL, FAILED, "another layout " + WELL);

        assertThat(gathering.attempts()).hasSize(2);
        assertThat(gathering.duplicates()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsSaid() throws Exception {
        Path file = Files.write(folder.resolve("x"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        Gathering gathering = new Gathering();
        gathering.add(file);

        assertThat(gathering.otherLines()).isEqualTo(1);
        assertThatThrownBy(() -> gathering.add(folder))
                .isInstanceOf(InputException.class)
                .hasMessage("cannot read " + folder + ": it is a directory");
    }

    @Test
    void aHostileLineIsAnyLine() {
        String quotes = "attempt began=2026-11-20T12:03:04Z device=\"" + "\\\"".repeat(1_000_000);

        assertThat(of(quotes, "attempt began=" + "=".repeat(1_000_000), WELL).otherLines())
                .isEqualTo(2);
        assertThat(of(quotes + "\"").attempts()).hasSize(1);
    }

    /** Times that no number holds, and numbers that JSON has no form for. */
    @Test
    void whatCannotBeCountedWithIsLeftOut() {
        Gathering gathering = of(
                "{\"began\":\"+1000000000-12-31T23:59:59Z\",\"device\":\"x\"}",
                "{\"began\":\"1969-12-31T23:59:59Z\",\"device\":\"x\"}",
                "{\"began\":\"+10000-01-01T00:00:00Z\",\"device\":\"x\"}",
                "attempt began=-1000000000-01-01T00:00:00Z device=\"x\"",
                "{\"began\":\"9999-12-31T23:59:59.999999999Z\",\"device\":\"x\",\"steps\":[{\"tookMs\":1e999999},"
                        + "{\"beganMs\":1.7e308,\"tookMs\":1.7e308},{\"tookMs\":7}],\"hello\":{\"framing\":\"chunked\","
                        + "\"bytes\":1e999999,\"plainRecords\":[1e999999,4]},"
                        + "\"series\":{\"machineCpuBefore\":1.7e308}}",
                "attempt began=1970-01-01T00:00:00Z device=\"x\" idle=Infinity sessions=NaN connect=1e999");

        assertThat(gathering.otherLines()).isEqualTo(4);
        SeriesReport report = SeriesReport.of(gathering.attempts(), ZoneOffset.UTC);
        assertThat(report.attempts()).extracting(AttemptLine::millis).containsExactly(0.0, 7.0);
        assertThat(report.attempts())
                .allSatisfy(line -> assertThat(line.trial().measures().values()).allMatch(Double::isFinite));
        assertThat(report.facts().toString()).doesNotContain("Infinity", "NaN");
    }

    @Test
    void aLineWithoutEndDoesNotFillTheMemory() {
        assertThat(of("x".repeat(40_000_000), WELL).attempts()).hasSize(1);
    }

    /** The first attempt of a run knows nothing of those before it. */
    @Test
    void howLongNothingWasIsKnownAcrossFiles() {
        String first =
                "{\"began\":\"2026-11-20T12:00:00Z\",\"device\":\"pe1\",\"steps\":[{\"beganMs\":0,\"tookMs\":500}]}";
        String later = "{\"began\":\"2026-11-20T12:01:00Z\",\"device\":\"pe1\"}";
        String other = "{\"began\":\"2026-11-20T12:00:59Z\",\"device\":\"pe2\"}";

        SeriesReport report = SeriesReport.of(of(later, other, first).attempts(), ZoneOffset.UTC);

        assertThat(report.attempts())
                .extracting(line -> line.trial().measures().get("seconds since the attempt before"))
                .containsExactly(null, null, 59.5);
    }

    @Test
    void verdictsStandInAJournalByTheirNames() {
        SeriesReport report = SeriesReport.of(
                of(
                                "{\"began\":\"2026-11-20T12:00:00Z\",\"device\":\"pe1\",\"failure\":{\"code\":\"hello-timeout\","
                                        + "\"phase\":\"hello\"},\"verdicts\":[{\"fault\":\"of-another-version\",\"confidence\":\"likely\"},"
                                        + "{\"fault\":\"hello-silent\",\"confidence\":\"certain\",\"seen\":\"nothing\"}]}",
                                "{\"began\":\"2026-11-20T12:00:01Z\",\"device\":\"pe1\",\"failure\":{\"code\":\"closed-by-peer\"}}")
                        .attempts(),
                ZoneOffset.UTC);

        assertThat(report.failures()).containsOnlyKeys("hello-timeout in hello", "closed-by-peer");
        assertThat(report.verdicts()).containsOnlyKeys("hello-timeout in hello");
        assertThat(report.verdicts().get("hello-timeout in hello"))
                .isEqualTo(new Verdict(Fault.HELLO_SILENT, Confidence.CERTAIN, "nothing"));
    }
}
