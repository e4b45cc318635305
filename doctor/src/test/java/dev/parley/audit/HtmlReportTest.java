package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.page.Hostile;
import dev.parley.page.ParsedPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the page of audits. */
class HtmlReportTest {
    private static final Finding OLD =
            new Finding(Rule.TLS_1_1, Severity.CRITICAL, Outcome.FAILED, "the server chose TLS 1.1");
    private static final Finding STAPLE = new Finding(Rule.STAPLING, Severity.LOW, Outcome.FAILED, "no OCSP response");
    private static final Finding KEPT = new Finding(Rule.SSL_2, Severity.CRITICAL, Outcome.PASSED, "refused");
    private static final Finding UNKNOWN =
            new Finding(Rule.CHAIN, Severity.HIGH, new Outcome.NotTestable("nobody said whom to trust; give --ca"), "");

    @TempDir
    private Path folder;

    private static AuditReport report(String target, Finding... findings) {
        return new AuditReport(
                target,
                Profile.BCP195,
                Instant.parse("2026-11-20T12:00:00Z"),
                Duration.ofMillis(3_400),
                58,
                List.of(findings));
    }

    private static ParsedPage page(HtmlReport report) {
        return ParsedPage.of(report.page());
    }

    @Test
    void theOverviewCountsEachDeviceBySeverity() {
        ParsedPage page = page(HtmlReport.of(
                List.of(report("tls://pe1:6513", OLD, STAPLE, KEPT, UNKNOWN), report("tls://pe2:6513", STAPLE, KEPT))));

        assertThat(page.texts("h1")).containsExactly("2 devices: 3 breaches, the gravest critical");
        assertThat(page.texts("tr"))
                .contains("tls://pe1:6513✗ 1––! 1–113.4 s, 58 connections")
                .contains("tls://pe2:6513–––! 1–103.4 s, 58 connections");
        assertThat(page.words()).contains("on 2 of 2 devices", "no OCSP responseon tls://pe1:6513, tls://pe2:6513");
        page.assertHarmless();
    }

    @Test
    void theGravestRuleComesFirstWithItsSourceAndWhatToDo() {
        ParsedPage page = page(HtmlReport.of(List.of(report("tls://pe1:6513", STAPLE, OLD, UNKNOWN))));

        assertThat(page.all("article"))
                .extracting(each -> each.getAttribute("class"))
                .containsExactly("card bad", "card note");
        assertThat(page.all("article").get(0).getTextContent())
                .contains("A-01.4", "broken, critical", "the server chose TLS 1.1", Rule.TLS_1_1.fix());
        assertThat(page.all("a"))
                .extracting(link -> link.getAttribute("href"))
                .contains("https://www.rfc-editor.org/rfc/rfc8996#section-5");
        assertThat(page.words()).contains("Not testable because", "nobody said whom to trust; give --ca");
    }

    @Test
    void whatHasChangedSinceTheBaselineIsTold() throws IOException {
        Path file = folder.resolve("baseline.json");
        try (OutputStream out = Files.newOutputStream(file)) {
            JsonReport.write(
                    List.of(report(
                            "tls://pe1:6513", new Finding(OLD.rule(), OLD.severity(), Outcome.PASSED, ""), KEPT)),
                    out);
        }
        HtmlReport report =
                HtmlReport.of(List.of(report("tls://pe1:6513", OLD, KEPT))).withBaseline(Baseline.read(file));

        assertThat(page(report).texts("tr"))
                .anyMatch(row -> row.startsWith("A-01.4") && row.endsWith("tls://pe1:6513passed✗ failed"));
        assertThat(page(HtmlReport.of(List.of(report("tls://pe1:6513", KEPT))).withBaseline(Baseline.read(file)))
                        .words())
                .contains("Nothing has changed since the baseline.");
    }

    @Test
    void devicesThatCouldNotBeAuditedAreNotForgotten() {
        ParsedPage page = page(HtmlReport.of(List.of()).withUnaudited(List.of("connect to pe9 failed in CONNECT")));

        assertThat(page.texts("h1")).containsExactly("No device could be audited");
        assertThat(page.words()).contains("connect to pe9 failed in CONNECT").doesNotContain("No rule is broken");
    }

    @Test
    void whateverADeviceSaysIsTextAndNothingElse() {
        for (String text : List.of(Hostile.TEXT, Hostile.LONG)) {
            ParsedPage page = page(HtmlReport.of(List.of(
                            report(text, new Finding(Rule.TLS_1_1, Severity.CRITICAL, Outcome.FAILED, text)),
                            report(
                                    "tls://pe1",
                                    new Finding(Rule.CHAIN, Severity.HIGH, new Outcome.NotTestable(text), ""))))
                    .withUnaudited(List.of(text)));

            page.assertHarmless();
            assertThat(page.text()).hasSizeLessThan(200_000).contains("&lt;script&gt;");
        }
    }
}
