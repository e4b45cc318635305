package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.page.HtmlSeries;
import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.SeriesReport;
import dev.parley.page.Hostile;
import dev.parley.page.ParsedPage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What stands in the page of a series of attempts. */
class HtmlSeriesTest {
    private static ParsedPage page(List<AttemptLine> attempts) {
        return ParsedPage.of(HtmlSeries.of(SeriesReport.of(attempts, ZoneOffset.UTC), ZoneOffset.UTC));
    }

    private static AttemptLine logged(int second, String device, String failure) {
        return new AttemptLine(
                Instant.parse("2026-11-20T12:00:00Z").plusSeconds(second), device, failure, null, Map.of());
    }

    private static long sum(List<Element> cells) {
        return cells.stream()
                .mapToLong(cell -> Long.parseLong(cell.getTextContent().replace("\u202f", "")))
                .sum();
    }

    @Test
    void thePatternIsToldWithItsRatesAndItsChance() {
        List<AttemptLine> attempts = Attempts.some(200, Duration.ofSeconds(30));
        long failed = attempts.stream().filter(AttemptLine::failed).count();

        ParsedPage page = page(attempts);

        assertThat(page.texts("h1")).containsExactly("pe1.example.net: " + failed + " of 200 attempts failed");
        assertThat(page.words())
                .contains("Attempts at 192.0.2.8 fail more often: ", "of the others ")
                .contains("pure accident would show this, or anything as clear, less than once in 10,000 such series")
                .contains("Compare what listens there with what listens at the other addresses")
                .contains("hello-timeout in hello");
        page.assertHarmless();
    }

    @Test
    void everyAttemptIsInATableOfTheChart() {
        List<AttemptLine> attempts = Attempts.some(1_000, Duration.ofMinutes(3));
        long failed = attempts.stream().filter(AttemptLine::failed).count();

        ParsedPage page = page(attempts);

        for (String what : List.of("Attempts", "Went well")) {
            assertThat(sum(page.all("td").stream()
                            .filter(cell -> cell.getAttribute("data-label").equals(what))
                            .toList()))
                    .isEqualTo(what.equals("Attempts") ? 1_000 : 1_000 - failed);
        }
        assertThat(sum(page.all("td").stream()
                        .filter(cell -> cell.getAttribute("data-label").equals("Failed"))
                        .toList()))
                .as("failures along the time, and by how long they took")
                .isEqualTo(2 * failed);
    }

    @Test
    void howeverManyThereAreThePageStaysSmall() {
        ParsedPage page = page(Attempts.some(50_000, Duration.ofSeconds(5)));

        assertThat(page.text()).hasSizeLessThan(200_000);
        assertThat(page.texts("h1")).singleElement().asString().endsWith(" of 50\u202f000 attempts failed");
    }

    @Test
    void timesAreThoseOfTheZone() {
        SeriesReport report = SeriesReport.of(Attempts.some(200, Duration.ofSeconds(30)), ZoneOffset.UTC);

        assertThat(HtmlSeries.of(report, ZoneId.of("Asia/Tokyo")))
                .contains("from 2026-11-19 17:00:03 Asia/Tokyo", ">17:30<", ">18:00<");
    }

    @Test
    void attemptsOfWhichLittleIsKnownAreTold() {
        List<AttemptLine> logged = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            logged.add(logged(i, "pe" + i % 5, i == 3 ? "hello-timeout" : null));
        }

        ParsedPage page = page(logged);

        assertThat(page.texts("h1")).containsExactly("5 devices: 1 of 20 attempts failed");
        assertThat(page.words())
                .contains("Not enough yet to tell a pattern from an accident")
                .doesNotContain("How long they took");
        assertThat(page(List.of(logged(0, "pe1", null))).texts("h1")).containsExactly("pe1: none of 1 attempt failed");
        assertThat(page(List.of(logged(0, "pe1", "closed-by-peer"))).words()).contains("Every attempt failed");
    }

    @Test
    void whateverAJournalHoldsIsTextAndNothingElse() {
        List<AttemptLine> hostile = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean failed = i % 2 == 0;
            hostile.add(new AttemptLine(
                    Instant.parse("2026-11-20T12:00:00Z").plusSeconds(i),
                    Hostile.TEXT,
                    failed ? Hostile.TEXT : null,
                    failed ? Hostile.LONG : null,
                    Map.of("remote", failed ? Hostile.TEXT : "pe1", "scheme", Hostile.LONG)));
        }

        ParsedPage page = page(hostile);

        page.assertHarmless();
        assertThat(page.text()).hasSizeLessThan(300_000).contains("&lt;script&gt;");
    }
}
