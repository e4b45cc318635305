package dev.parley.doctor.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.evidence.CertificateFacts;
import dev.parley.doctor.evidence.Maker;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose system it is, and that nobody is told what to do on another. */
class MakerTest {
    private static List<String> places(Verdict verdict) {
        return verdict.remedies().stream().map(Remedy::where).toList();
    }

    private static List<String> others(Maker maker) {
        return Arrays.stream(Maker.values())
                .filter(other -> other != maker)
                .map(Maker::title)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsToBeDoneOnADeviceIsSaidForItsSystemAlone(Maker maker) {
        List<Verdict> all = Arrays.stream(Fault.values())
                .map(fault -> Verdict.certain(fault, "").on(List.of(maker)))
                .toList();

        assertThat(all)
                .anySatisfy(verdict -> assertThat(places(verdict)).contains(maker.title()))
                .allSatisfy(verdict -> assertThat(places(verdict)).doesNotContainAnyElementsOf(others(maker)))
                .allSatisfy(verdict -> assertThat(places(verdict))
                        .containsAll(verdict.fault().remedies().stream()
                                .map(Remedy::where)
                                .filter(List.of("client", "network", "device")::contains)
                                .toList()));
    }

    @Test
    void ofADeviceThatSaysNothingAllIsSaid() {
        Verdict verdict = Verdict.certain(Fault.PORT_CLOSED, "");

        assertThat(verdict.on(List.of())).isEqualTo(verdict);
        assertThat(places(verdict)).contains("Junos", "IOS XE", "IOS XR", "SR OS", "VRP", "EOS", "netopeer2");
    }

    @ParameterizedTest
    @CsvSource({
        "SSH-2.0-Cisco-1.25, IOS XE",
        "SSH-1.99-Cisco-2.0, IOS XR",
        "SSH-2.0-HUAWEI-1.5, VRP",
    })
    void aGreetingNamesItsSystem(String greeting, String title) {
        assertThat(Maker.greeting(greeting)).extracting(Maker::title).contains(title);
        assertThat(Maker.greeting("SSH-2.0-OpenSSH_9.2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=pe1,O=Juniper Networks|Junos",
                "SERIALNUMBER=1,CN=pe1,O=\"Juniper Networks, Inc.\"|Junos",
                "CN=C9300,O=Cisco|IOS XE",
                "O=Nokia,CN=sr1|SR OS",
                "CN=sw1,O=Huawei|VRP",
                "CN=sw1,O=Arista Networks|EOS",
            })
    void aCertificateNamesItsSystem(String subject, String title) {
        assertThat(Maker.in(certificate(subject))).extracting(Maker::title).contains(title);
        assertThat(Maker.in(certificate("CN=Cisco,OU=Nokia,O=An operator"))).isEmpty();
    }

    private static CertificateFacts certificate(String subject) {
        return new CertificateFacts(subject, "CN=ca", Instant.EPOCH, Instant.MAX, List.of(), "EC 256", "x", "00");
    }
}
