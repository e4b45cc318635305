package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.page.HtmlDiagnosis;
import dev.parley.doctor.verdict.Confidence;
import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.error.Phase;
import dev.parley.page.Hostile;
import dev.parley.page.ParsedPage;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.WireFault;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What stands in the page of a diagnosis, and what never does. */
class HtmlDiagnosisTest {
    private static ParsedPage page(Device device) {
        try (Doctor doctor = Doctor.withLoad(() -> ClientLoad.UNKNOWN)) {
            return ParsedPage.of(HtmlDiagnosis.of(doctor.examine(device)));
        }
    }

    @Test
    void theVerdictComesFirstWithWhatToDo() throws IOException {
        try (Lab lab = new Lab()) {
            ParsedPage page = page(lab.simulated(new Break(Moment.Phase.SECURED, Ending.alert(48)))
                    .withName("pe1"));

            assertThat(page.all("h1"))
                    .singleElement()
                    .extracting(Element::getTextContent)
                    .isEqualTo("pe1: the device does not trust who issued our certificate");
            Element first = page.all("section").get(0);
            assertThat(first.getTextContent())
                    .startsWith("Verdict")
                    .contains(
                            "What was seen", "unknown_ca (48)", "What it means", "certain", "client-authority-unknown")
                    .contains("What to do on the client", "What to do on the device");
        }
    }

    @Test
    void everyStepIsDrawnAndStandsInTheTable() throws IOException {
        try (Lab lab = new Lab()) {
            Device device = Lab.hurried(
                    lab.simulated(new Break(new Moment.InHello(200), Ending.SILENCE))
                            .withName("pe1"),
                    Phase.HELLO);
            ParsedPage page = page(device);

            assertThat(page.all("rect").stream()
                            .filter(rect -> rect.getAttribute("class").startsWith("bar")))
                    .hasSize(4);
            assertThat(page.all("rect").stream()
                            .filter(rect -> rect.getAttribute("class").equals("bar bad")))
                    .singleElement()
                    .satisfies(bar -> assertThat(bar.getAttribute("fill")).startsWith("url(#hatch-"));
            assertThat(page.all("tr").stream().map(Element::getTextContent))
                    .anyMatch(row -> row.startsWith("Hello") && row.contains("✗ failed"))
                    .anyMatch(row -> row.startsWith("TLS handshake") && row.contains("✓ done"));
        }
    }

    @Test
    void whetherNcclientWouldHaveStalledIsAnswered() throws IOException {
        try (Lab lab = new Lab()) {
            ParsedPage page = page(lab.simulated(new HelloFault.Padded(9_000), WireFault.tlsRecords(4_000, 16_384)));

            assertThat(page.words())
                    .contains(
                            "Would ncclient’s loop have stalled here?Yes: the hello came in records of 4000, 5006 bytes")
                    .contains("910 unread of 9006 bytes");
            assertThat(page.all("rect").stream()
                            .filter(rect -> rect.getAttribute("class").equals("piece")))
                    .hasSize(2);
        }
    }

    @Test
    void whateverADeviceSaysIsTextAndNothingElse() throws IOException {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            Evidence seen = doctor.attempt(lab.simulated(new Break(new Moment.InHello(200), Ending.CLOSE)));
            for (String text : List.of(Hostile.TEXT, Hostile.LONG)) {
                Evidence hostile = Hostile.of(seen, text);
                Verdict verdict = new Verdict(Fault.UNEXPLAINED, Confidence.CERTAIN, text);

                ParsedPage page =
                        ParsedPage.of(HtmlDiagnosis.of(new Diagnosis(List.of(hostile, hostile), List.of(verdict))));

                page.assertHarmless();
                assertThat(page.text())
                        .hasSizeLessThan(1_000_000)
                        .contains("&lt;script&gt;document.title='owned'&lt;/script&gt;", "\\u202e", "\\ud83d");
            }
        }
    }

    @Test
    void thePolicyAllowsItsOwnStyleAlone() {
        ParsedPage page = page(Device.tls("127.0.0.1", Lab.closedPort(), Lab.tls()));

        assertThat(page.all("meta"))
                .filteredOn(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .singleElement()
                .extracting(meta -> meta.getAttribute("content"))
                .asString()
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
        assertThat(page.all("script")).isEmpty();
        assertThat(page.all("style")).hasSize(1);
    }

    @Test
    void noPasswordIsInIt() throws IOException {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            String page = HtmlDiagnosis.of(doctor.examine(lab.ssh(settings -> settings, Lab.admin())));

            assertThat(page).contains("Key exchange", "Login").doesNotContain("secret");
        }
    }
}
