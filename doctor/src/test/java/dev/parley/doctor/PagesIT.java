package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.Audit;
import dev.parley.audit.AuditReport;
import dev.parley.audit.HtmlReport;
import dev.parley.device.Device;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.page.HtmlDiagnosis;
import dev.parley.doctor.page.HtmlSeries;
import dev.parley.doctor.series.SeriesReport;
import dev.parley.doctor.verdict.Confidence;
import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.error.Phase;
import dev.parley.page.Browser;
import dev.parley.page.Browser.Look;
import dev.parley.page.Hostile;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.WireFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the doctor and of the audit in a browser: drawn, readable and quiet, on each screen and on paper. */
@Timeout(120)
@Tag("any-jdk")
class PagesIT {
    private static final String CHECKED = """
            const done = arguments[arguments.length - 1];
            axe.run({resultTypes: ['violations', 'incomplete'], rules: {'color-contrast': {enabled: false}}})
                .then(found => done(found.violations.concat(found.incomplete)
                    .map(each => each.id + ': ' + each.help + ': ' + each.nodes.map(node => node.html).slice(0, 2))))
                .catch(trouble => done([String(trouble)]));
            """;
    private static final int PHONE = 360;
    private static final int DESK = 1_400;
    /** What a sheet of A4 has between its margins, in CSS pixels. */
    private static final int SHEET = 680;

    @TempDir
    private static Path folder;

    private static Browser browser;

    @BeforeAll
    static void makeThePages() throws IOException, InterruptedException {
        browser = Browser.start();
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create();
                Doctor idle = Doctor.withLoad(() -> ClientLoad.UNKNOWN)) {
            Device well = lab.simulated().withName("pe1.example.net");
            page("well", HtmlDiagnosis.of(doctor.examine(well)));
            page(
                    "stalling",
                    HtmlDiagnosis.of(doctor.examine(
                            lab.simulated(new HelloFault.Padded(9_000), WireFault.tlsRecords(4_000, 16_384)))));
            page(
                    "refused",
                    HtmlDiagnosis.of(idle.examine(lab.simulated(new Break(Moment.Phase.SECURED, Ending.CLOSE)))));
            Device silent = lab.simulated(new Break(new Moment.InHello(200), Ending.SILENCE));
            Diagnosis unfinished = idle.examine(Lab.hurried(silent, Phase.HELLO));
            page("unfinished", HtmlDiagnosis.of(unfinished));
            page("hostile", HtmlDiagnosis.of(hostile(unfinished.first())));
            page("closed", HtmlDiagnosis.of(idle.examine(Device.tls("127.0.0.1", Lab.closedPort(), Lab.tls()))));

            ZoneId zone = ZoneId.of("Europe/Zurich");
            page("series", HtmlSeries.of(SeriesReport.of(Attempts.some(200, Duration.ofSeconds(30)), zone), zone));
            page(
                    "long-series",
                    HtmlSeries.of(SeriesReport.of(Attempts.some(5_000, Duration.ofSeconds(50)), zone), zone));

            AuditReport first = audit(well);
            AuditReport second = audit(lab.simulated(
                    builder -> builder.tls(TlsSettings.of(Lab.PKI).versions(TlsSettings.Version.TLS_1_2))));
            page("audit", HtmlReport.of(List.of(first)).page());
            page(
                    "audits",
                    HtmlReport.of(List.of(first, second))
                            .withUnaudited(
                                    List.of("connect to tls://pe9:6513 failed in CONNECT after 5.0 s: no answer"))
                            .page());
        }
    }

    private static AuditReport audit(Device device) {
        return Audit.of(device).withPause(Duration.ZERO).run();
    }

    private static Diagnosis hostile(Evidence seen) {
        return new Diagnosis(
                List.of(Hostile.of(seen, Hostile.TEXT), Hostile.of(seen, Hostile.LONG)),
                List.of(new Verdict(Fault.UNEXPLAINED, Confidence.CERTAIN, Hostile.TEXT)));
    }

    private static void page(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".html"), text);
    }

    @AfterAll
    static void closeTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private static String script(String name) throws IOException {
        try (InputStream in = Browser.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "well",
                "stalling",
                "refused",
                "unfinished",
                "hostile",
                "closed",
                "series",
                "long-series",
                "audit",
                "audits"
            })
    void everybodyCanReadIt(String name) throws IOException {
        browser.open(folder.resolve(name + ".html"));
        String look = script("look.js");
        for (int width : new int[] {PHONE, DESK}) {
            for (Look scheme : new Look[] {Look.LIGHT, Look.DARK}) {
                browser.show(width, scheme);
                assertThat(browser.ask(look))
                        .as("%s, %d wide, %s", name, width, scheme)
                        .isEmpty();
            }
            assertThat(browser.ask(script("charts.js")))
                    .as("%s, %d wide", name, width)
                    .isEmpty();
        }
        browser.ask(script("/axe.min.js"));
        assertThat(browser.await(CHECKED)).as(name).isEmpty();

        browser.show(SHEET, Look.PAPER);
        assertThat(browser.ask(look)).as("%s on paper", name).isEmpty();
        assertThat(browser.ask("return getComputedStyle(document.body).backgroundColor"))
                .as("paper is white, whatever the screen is")
                .containsExactly("rgb(255, 255, 255)");
        assertThat(new String(browser.print(), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-")
                .containsPattern("/Type\\s*/Page\\b");

        assertThat(browser.ask(
                        "return [document.scripts.length, document.images.length, document.title.includes('owned')"
                                + " && !document.title.includes('script')]"))
                .containsExactly("0", "0", "false");
        assertThat(browser.said()).as("what the browser says about %s", name).isEmpty();
    }
}
