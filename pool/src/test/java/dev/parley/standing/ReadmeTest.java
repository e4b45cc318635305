package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows of standing sessions is the code here, which compiles and does what it says. */
class ReadmeTest {
    @Test
    void theExampleIsTheOneThatCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/parley/standing/ReadmeTest.java"));
        int from = source.indexOf("// shown from here\n") + "// shown from here\n".length();
        String shown = source.substring(from, source.indexOf("// to here", from));

        assertThat(Files.readString(Path.of("..", "README.md")).replaceAll("\\s+", ""))
                .contains(shown.replaceAll("\\s+", ""));
    }

    @Test
    void theExampleDoesWhatItSays() {
        try (DeviceSimulator simulator =
                        DeviceSimulator.builder().tls(TlsSettings.of(Lab.PKI)).start();
                NetconfClient client = NetconfClient.create()) {
            example(client, Lab.at(simulator.port()));
        }
    }

    private static void example(NetconfClient client, Device pe1) {
        // shown from here
        try (StandingSessions sessions = StandingSessions.of(client)) {
            StandingSession standing =
                    sessions.keepOpen(pe1, (device, event) -> System.err.println(device + ": " + event));

            Data running = standing.use(session -> session.send(GetConfig.from(Datastore.RUNNING)));
            System.out.println(standing.state());
            // to here
            assertThat(running).isNotNull();
            assertThat(standing.state()).isInstanceOf(StandingState.Up.class);
        }
    }
}
