package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.operation.Commit;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.Ok;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.xml.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the README shows of the pool is the code here, which compiles and does what it says. */
class ReadmeTest {
    @Test
    void theExampleIsTheOneThatCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/parley/pool/ReadmeTest.java"));
        int from = source.indexOf("// shown from here\n") + "// shown from here\n".length();
        String shown = source.substring(from, source.indexOf("// to here", from));

        assertThat(Files.readString(Path.of("..", "README.md")).replaceAll("\\s+", ""))
                .contains(shown.replaceAll("\\s+", ""));
    }

    @Test
    void theExampleDoesWhatItSays() {
        try (DeviceSimulator simulator = DeviceSimulator.builder().clearText().start();
                NetconfClient client = NetconfClient.create()) {
            example(client, Lab.at(simulator), Xml.parse("<system xmlns='urn:example:system'/>"));

            assertThat(simulator
                            .datastores()
                            .read(dev.parley.simulator.datastore.Datastore.RUNNING)
                            .isEmpty())
                    .isFalse();
        }
    }

    private static void example(NetconfClient client, Device pe1, Xml change) {
        // shown from here
        try (SessionPool pool = SessionPool.of(client)) {
            Data running = pool.use(pe1, session -> session.send(GetConfig.from(Datastore.RUNNING)));

            CompletableFuture<Ok> changed = pool.useAsync(
                    pe1,
                    session -> session.sendAsync(new Lock(Datastore.CANDIDATE))
                            .thenCompose(locked -> session.sendAsync(EditConfig.of(Datastore.CANDIDATE, change)))
                            .thenCompose(edited -> session.sendAsync(Commit.now())));
            // to here
            assertThat(running).isNotNull();
            assertThat(changed.join()).isNotNull();
        }
    }
}
