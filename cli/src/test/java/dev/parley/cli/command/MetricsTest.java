package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.metrics.Page;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Fingerprint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that run for long serve metrics while they do. */
@Timeout(60)
class MetricsTest {
    private static final Pattern URL = Pattern.compile("Metrics at (http://127\\.0\\.0\\.1:\\d+/metrics)");

    @TempDir
    private Path folder;

    /** Where the command said that it serves, before it said anything else. */
    private static String url(String err) {
        Matcher said = URL.matcher(err);
        assertThat(said.find()).as(err).isTrue();
        return said.group(1);
    }

    private static String read(String url) throws IOException {
        return Page.get(url).text();
    }

    /** The page, as soon as that is on it. */
    private static String pageWith(String text, RunningCommand command) throws IOException {
        String page = "";
        while (!page.contains(text)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("in vain for " + text + " on " + page + command.err());
            }
            page = command.err().contains("/metrics") ? read(url(command.err())) : "";
        }
        return page;
    }

    @Test
    void watchCountsWhatComesAndServesNoLongerThanItRuns() throws IOException {
        String url;
        try (TestDevice device = TestDevice.start(folder);
                RunningCommand watching = new RunningCommand(
                        device.command("watch", "--metrics", "0", "--since", "1h", "--format", "json"))) {
            device.simulator().publish("<link-down xmlns='urn:example:links'/>");
            watching.lineWith("link-down");
            url = url(watching.err());
            assertThat(read(url))
                    .contains("netconf_sessions 1", "netconf_subscriptions 1", "netconf_open_waiting 0")
                    .contains("netconf_requests_seconds_count{operation=\"create-subscription\",outcome=\"ok\"} 1")
                    .contains("jvm_threads_live_threads", "process_cpu_usage", "process_uptime_seconds");
        }
        assertThatThrownBy(() -> read(url)).isInstanceOf(ConnectException.class);
    }

    @Test
    void listenCountsCalls() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Path config = Files.writeString(
                    folder.resolve("devices.yaml"),
                    "defaults: {ca: " + DevicePki.AUTHORITY_FILE + ", cert: " + DevicePki.CLIENT_FILE + ", key: "
                            + DevicePki.CLIENT_KEY_FILE + "}\ndevices:\n  pe1:\n    call-home: 'sha256:"
                            + Fingerprint.of(device.pki().server().certificate()) + "'\n");
            try (RunningCommand listening = new RunningCommand(
                    "listen",
                    "--tls",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    "0",
                    "--config",
                    config.toString(),
                    "--metrics",
                    "127.0.0.1:0")) {
                device.simulator().callHome(listening.address()).join();
                listening.lineWith("session 1");
                assertThat(read(url(listening.err())))
                        .contains("netconf_calls_total{listener=\"tls\",outcome=\"served\"} 1", "netconf_sessions 1")
                        .contains("netconf_open_waiting 0")
                        .contains("initiator=\"device\"");
            }
        }
    }

    @Test
    void aSeriesOfTheDoctorIsCounted() throws IOException {
        try (TestDevice device = TestDevice.start(folder);
                RunningCommand series = new RunningCommand(device.command(
                        "doctor",
                        "--for",
                        "1h",
                        "--every",
                        "1ms",
                        "--metrics",
                        "0",
                        "--record",
                        folder.resolve("x").toString()))) {
            // the first requests of the first attempts are counted soon
            assertThat(pageWith("operation=\"get\",outcome=\"ok\"", series))
                    .contains("netconf_open_seconds_count{initiator=\"client\",outcome=\"ok\"")
                    .contains("handshake=\"full\"");
            assertThat(series.interrupt()).isEqualTo(130);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleet -i %s --metrics 0 -- get-config", "fleet backup -i %s --to %s --metrics 0"})
    void aFleetIsCounted(String command) throws IOException {
        // one device never says hello, so that the run goes on while it is looked at
        try (TestFleet fleet = TestFleet.start(
                        folder,
                        2,
                        (number, device) -> number == 0
                                ? device.faults(FaultPlan.always(new Break(Moment.Phase.SECURED, Ending.SILENCE)))
                                : device);
                RunningCommand run = new RunningCommand(command.formatted(fleet.inventory(), folder.resolve("backups"))
                        .split(" "))) {
            assertThat(pageWith("netconf_open_results_total{result=\"succeeded\"} 1", run))
                    .contains("netconf_open_active 1", "netconf_open_waiting 0");
            assertThat(run.interrupt()).isEqualTo(130);
        }
    }

    @Test
    void oneAttemptIsTooShortToBeCounted() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain().run(device.command("doctor", "--metrics", "0"));
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).contains("--metrics is about many attempts");
        }
    }

    @Test
    void aPortThatIsTakenEndsTheCommandBeforeItBegins() throws IOException {
        try (TestDevice device = TestDevice.start(folder);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result =
                    Shell.plain().run(device.command("watch", "--metrics", String.valueOf(taken.getLocalPort())));
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err())
                    .contains("metrics cannot be served at 127.0.0.1:" + taken.getLocalPort(), "in use")
                    .contains("→ give --metrics another port");
            assertThat(device.simulator().connections()).isZero();
        }
    }
}
