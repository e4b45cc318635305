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
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.WireFault;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What stands in the page of a diagnosis, and what never does. */
class HtmlDiagnosisTest {
    private static Document parsed(String page) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(page)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("the page is not well-formed: " + page, e);
        }
    }

    private static List<Element> all(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Set<String> names(Document page) {
        Set<String> names = new TreeSet<>();
        all(page, "*").forEach(element -> names.add(element.getTagName()));
        return names;
    }

    private static Document page(Device device) {
        try (Doctor doctor = Doctor.withLoad(() -> ClientLoad.UNKNOWN)) {
            return parsed(HtmlDiagnosis.of(doctor.examine(device)));
        }
    }

    @Test
    void theVerdictComesFirstWithWhatToDo() throws IOException {
        try (Lab lab = new Lab()) {
            Document page = page(lab.simulated(new Break(Moment.Phase.SECURED, Ending.alert(48)))
                    .withName("pe1"));

            assertThat(all(page, "h1"))
                    .singleElement()
                    .extracting(Element::getTextContent)
                    .isEqualTo("pe1: the device does not trust who issued our certificate");
            Element first = all(page, "section").get(0);
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
            Document page = page(device);

            assertThat(all(page, "rect").stream()
                            .filter(rect -> rect.getAttribute("class").startsWith("bar")))
                    .hasSize(4);
            assertThat(all(page, "rect").stream()
                            .filter(rect -> rect.getAttribute("class").equals("bar bad")))
                    .singleElement()
                    .satisfies(bar -> assertThat(bar.getAttribute("fill")).startsWith("url(#hatch-"));
            assertThat(all(page, "tr").stream().map(Element::getTextContent))
                    .anyMatch(row -> row.startsWith("Hello") && row.contains("✗ failed"))
                    .anyMatch(row -> row.startsWith("TLS handshake") && row.contains("✓ done"));
        }
    }

    @Test
    void whetherNcclientWouldHaveStalledIsAnswered() throws IOException {
        try (Lab lab = new Lab()) {
            Document page = page(lab.simulated(new HelloFault.Padded(9_000), WireFault.tlsRecords(4_000, 16_384)));

            assertThat(page.getDocumentElement().getTextContent())
                    .contains(
                            "Would ncclient’s loop have stalled here?Yes: the hello came in records of 4000, 5006 bytes")
                    .contains("910 unread of 9006 bytes");
            assertThat(all(page, "rect").stream()
                            .filter(rect -> rect.getAttribute("class").equals("piece")))
                    .hasSize(2);
        }
    }

    @Test
    void whateverADeviceSaysIsTextAndNothingElse() throws IOException {
        try (Lab lab = new Lab();
                Doctor doctor = Doctor.create()) {
            Evidence seen = doctor.attempt(lab.simulated(new Break(new Moment.InHello(200), Ending.CLOSE)));
            Set<String> known = names(parsed(HtmlDiagnosis.of(Diagnosis.of(List.of(seen)))));
            for (String text : List.of(Hostile.TEXT, Hostile.LONG)) {
                Evidence hostile = Hostile.of(seen, text);
                Verdict verdict = new Verdict(Fault.UNEXPLAINED, Confidence.CERTAIN, text);
                String page = HtmlDiagnosis.of(new Diagnosis(List.of(hostile, hostile), List.of(verdict)));

                Document parsed = parsed(page);
                assertThat(known).containsAll(names(parsed)).doesNotContain("script", "img");
                assertThat(all(parsed, "*")).allSatisfy(HtmlDiagnosisTest::runsAndLoadsNothing);
                assertThat(page)
                        .hasSizeLessThan(1_000_000)
                        .contains("&lt;script&gt;document.title='owned'&lt;/script&gt;", "\\u202e", "\\ud83d")
                        .doesNotContain("\u202e", "\u0007", "\u001b");
            }
        }
    }

    private static void runsAndLoadsNothing(Element element) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            assertThat(element.getAttributes().item(i).getNodeName())
                    .doesNotStartWith("on")
                    .isNotIn("src", "href", "style", "action", "srcdoc");
        }
    }

    @Test
    void thePolicyAllowsItsOwnStyleAlone() {
        Document page = page(Device.tls("127.0.0.1", Lab.closedPort(), Lab.tls()));

        assertThat(all(page, "meta"))
                .filteredOn(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .singleElement()
                .extracting(meta -> meta.getAttribute("content"))
                .asString()
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
        assertThat(all(page, "script")).isEmpty();
        assertThat(all(page, "style")).hasSize(1);
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
