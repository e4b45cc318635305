package dev.parley.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.Phase;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecorderTest {
    private static final SessionKey KEY = new SessionKey(1, "pe1");

    private final Recorder recorder = new Recorder("pe1");

    private void happens(SessionEvent event) {
        recorder.on(KEY, event);
    }

    @Test
    void whoWaitsIsToldForWhat() {
        assertThat(recorder.waitingFor()).isEmpty();
        happens(new SessionEvent.PhaseBegun(Phase.CONNECT));
        assertThat(recorder.waitingFor()).startsWith("pe1: connect … ");
        happens(new SessionEvent.PhaseEnded(Phase.CONNECT, Duration.ofMillis(1), "192.0.2.1"));
        assertThat(recorder.waitingFor()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pe1/192.0.2.1:830, 192.0.2.1:830",
        "/192.0.2.1:830, 192.0.2.1:830",
        "/[2001:db8:0:0:0:0:0:1]:830, [2001:db8:0:0:0:0:0:1]:830",
        "pe1:830 through bastion:22, pe1:830 through bastion:22",
        "/tmp/x.sock, /tmp/x.sock",
        "/x.sock, /x.sock"
    })
    void whereItWasConnectedToIsAnAddressOrAWholePath(String detail, String shown) {
        happens(new SessionEvent.PhaseBegun(Phase.CONNECT));
        happens(new SessionEvent.PhaseEnded(Phase.CONNECT, Duration.ofMillis(1), detail));

        assertThat(recorder.waterfall().rows())
                .singleElement()
                .satisfies(row -> assertThat(row.detail()).isEqualTo(shown));
    }

    /** What has arrived belongs to the request that asked for it: not to the next one, and not to the goodbye. */
    @Test
    void progressIsThatOfTheRequestThatIsUnderWay() {
        happens(new SessionEvent.RequestBegun(1, "get-config"));
        assertThat(recorder.waitingFor()).matches("pe1: get-config … \\S+ \\S+");

        recorder.received(3 << 20);
        assertThat(recorder.waitingFor()).matches("pe1: get-config … \\S+ \\S+, 3\\.0 MiB, .*/s");

        happens(new SessionEvent.RequestEnded(1, "get-config", Duration.ofSeconds(1), null));
        happens(new SessionEvent.RequestBegun(2, "get"));
        assertThat(recorder.waitingFor()).matches("pe1: get … \\S+ \\S+");

        recorder.received(1);
        happens(new SessionEvent.RequestEnded(2, "get", Duration.ofSeconds(1), null));
        recorder.closing();
        assertThat(recorder.waitingFor()).matches("pe1: close … \\S+ \\S+");
    }
}
