package dev.parley.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served, to whom, and what is refused. */
@Timeout(60)
class MetricsServerTest {
    @Test
    void thePageIsReadAndNothingElse() throws IOException {
        try (MetricsServer server = MetricsServer.start(MetricsPlace.parse("0"), () -> "netconf_sessions 3\n")) {
            assertThat(server.url()).matches("http://127\\.0\\.0\\.1:[1-9]\\d*/metrics");
            Page page = Page.get(server.url());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).isEqualTo("netconf_sessions 3\n");
            assertThat(page.type()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(Page.ask("HEAD", server.url()).status()).isEqualTo(200);
            assertThat(Page.ask("POST", server.url()).status()).isEqualTo(405);
            for (String other : List.of("/", "/else", "/../etc/passwd")) {
                assertThat(Page.get(server.url() + other).status()).isEqualTo(404);
            }
        }
    }

    @Test
    void aPortThatIsTakenIsOneClearLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MetricsPlace place = new MetricsPlace("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> MetricsServer.start(place, () -> ""))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("metrics cannot be served at 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContainingAll("in use")
                    .extracting(failure -> ((InputException) failure).advice().orElseThrow())
                    .isEqualTo("give --metrics another port, or 0 for any that is free");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "9100,127.0.0.1,9100",
        "0.0.0.0:9100,0.0.0.0,9100",
        "[::1]:0,::1,0",
        "noc.example.net:80,noc.example.net,80"
    })
    void anAddressMayStandInFrontOfThePort(String text, String host, int port) {
        assertThat(MetricsPlace.parse(text)).isEqualTo(new MetricsPlace(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "65536", ":80", "::1:80", "[::1]", "a b:80", "http://x:80", "-1", "99999999999"})
    void whatIsNoPlaceIsRefused(String text) {
        assertThatThrownBy(() -> MetricsPlace.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("metrics cannot be served at \"" + text + "\"");
    }
}
