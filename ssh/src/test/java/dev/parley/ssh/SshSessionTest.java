package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;

/** A session over SSH with somebody else's server. */
class SshSessionTest {
    private static KeyPair ec() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    @Test
    void aSessionOpensAnswersAndCloses() throws Exception {
        KeyPair host = ec();
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .running("<system xmlns='urn:example:system'><name>pe1</name></system>")
                        .start();
                SshServerFixture server = SshServerFixture.before(device.port(), host, s -> {});
                WatchedClient client = WatchedClient.create()) {
            Ssh ssh = Ssh.trusting(HostKeys.pinned(SshFingerprint.of(host.getPublic())))
                    .as("admin", SshLogin.password("secret"::toCharArray));
            Device reached = SshAccess.device("127.0.0.1", server.port(), ssh);
            Session session = client.open(reached);
            assertThat(session.send(GetConfig.from(Datastore.RUNNING)).toString())
                    .contains("<name>pe1</name>");
            session.close();
            assertThat(session.ended().join().isDrained()).isTrue();
        }
    }
}
