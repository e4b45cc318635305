package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.datastore.ManualScheduler;
import dev.parley.simulator.fault.Ending;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ManualScheduler time = new ManualScheduler();
    private final DeviceSimulator device =
            DeviceSimulator.builder().clearText().scheduler(time).start();

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void aScriptIsPlayedAsItIsWritten() throws IOException {
        Performance performance = device.play(Script.begin()
                .expectHello()
                .sayHello()
                .expect("get-config")
                .send("<notification/>")
                .reply(Answer.data("<system xmlns=\"urn:example:system\"/>"))
                .expect("close-session")
                .sendBytes("\n#3\n<ok")
                .end(Ending.CLOSE));
        try (RawClient client = RawClient.tcp(device)) {
            client.sendBytes(RawClient.HELLO_11 + "]]>]]>");
            assertThat(client.readHello()).contains("<session-id>1</session-id>");
            client.useChunks();
            client.ask(1, "<get-config><source><running/></source></get-config>");
            assertThat(client.read()).isEqualTo("<notification/>");
            assertThat(client.read()).endsWith("<data><system xmlns=\"urn:example:system\"/></data></rpc-reply>");
            client.ask(2, "<close-session/>");
            assertThat(client.readAll()).isEqualTo("\n#3\n<ok");
        }
        performance.await(PATIENCE);
        assertThat(performance.transcript())
                .hasSizeGreaterThan(7)
                .first()
                .asString()
                .startsWith("C: <hello");
    }

    @Test
    void aClientThatDoesSomethingElseFailsThePerformance() throws IOException {
        Performance performance =
                device.play(Script.begin().sayHello().expectHello().expect("lock"));
        try (RawClient client = RawClient.tcp(device).open()) {
            client.ask(1, "<unlock/>");
            assertThat(client.in().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> performance.await(PATIENCE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("line 3 of the script expects lock")
                .hasMessageContaining("<unlock/>");
    }

    @Test
    void aClientThatLeavesFailsThePerformance() throws IOException {
        Performance performance = device.play(Script.begin().sayHello().expectHello());
        RawClient.tcp(device).close();
        assertThatThrownBy(() -> performance.await(PATIENCE)).hasMessageContaining("hello");
    }

    @Test
    void aPauseTakesTheDevicesTime() throws Exception {
        Performance performance = device.play(Script.begin()
                .sayHello()
                .pause(Duration.ofHours(1))
                .send("<late/>")
                .expectEnd());
        try (RawClient client = RawClient.tcp(device)) {
            client.readHello();
            time.awaitPending(1, PATIENCE);
            time.advance(Duration.ofHours(1));
            assertThat(client.read()).isEqualTo("<late/>");
        }
        performance.await(PATIENCE);
    }

    @Test
    void eachScriptIsForOneConnection() throws IOException {
        device.play(Script.begin().sayHello("<first/>"));
        device.play(Script.begin().sayHello("<second/>"));
        try (RawClient first = RawClient.tcp(device)) {
            assertThat(first.readHello()).isEqualTo("<first/>");
        }
        try (RawClient second = RawClient.tcp(device)) {
            assertThat(second.readHello()).isEqualTo("<second/>");
        }
        try (RawClient third = RawClient.tcp(device)) {
            assertThat(third.readHello()).startsWith("<hello");
        }
    }
}
