package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.device.Device;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.Running;
import dev.parley.fixture.WatchedClient;
import dev.parley.framing.Framing;
import dev.parley.operation.Commit;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.xml.Xml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over SSH with OpenDaylight's netconf-testtool, a simulator that is not ours. It runs on Java 21 and newer. */
@Timeout(120)
class OpenDaylightIT {
    private static final Path JAR = Path.of("target", "testtool", "netconf-testtool-executable.jar");
    private static final String CONFIG = "<system xmlns=\"urn:example:system\"><name>grüße</name></system>";

    private static Running testtool;
    private static int port;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        assumeTrue(
                Runtime.version().feature() >= 21 && Files.exists(JAR),
                "OpenDaylight's netconf-testtool needs Java 21 or newer");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path schemas = Files.createDirectory(folder.resolve("schemas"));
        Files.writeString(
                schemas.resolve("example-system@2026-01-01.yang"),
                "module example-system { yang-version 1.1; namespace \"urn:example:system\"; prefix s;"
                        + " revision 2026-01-01; container system { leaf name { type string; } } }");
        testtool = Running.start(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString(),
                "--ssh",
                "true",
                "--exi",
                "false",
                "--device-count",
                "1",
                "--starting-port",
                String.valueOf(port),
                "--ip",
                "127.0.0.1",
                "--md-sal",
                "true",
                "--schemas-dir",
                schemas.toString());
        testtool.awaitLine("All simulated devices started successfully");
    }

    @AfterAll
    static void stop() {
        if (testtool != null) {
            testtool.close();
        }
    }

    private static Device device(HostKeys trust, String password) {
        return SshAccess.device(
                "127.0.0.1", port, Ssh.trusting(trust).as("admin", SshLogin.password(password::toCharArray)));
    }

    private static Device device(Path folder) {
        return device(HostKeys.trustOnFirstUse(folder.resolve("known_hosts")), "admin");
    }

    @Test
    void aSessionIsOpenedAndItsHostKeyIsKnownFromThenOn(@TempDir Path folder) throws IOException {
        try (WatchedClient client = WatchedClient.create()) {
            try (Session session = client.open(device(folder))) {
                assertThat(session.hello().framing()).isEqualTo(Framing.CHUNKED);
                assertThat(session.send(GetConfig.from(Datastore.RUNNING)).toString())
                        .startsWith("<data");
            }
            Path known = folder.resolve("known_hosts");
            assertThat(known).content().contains("[127.0.0.1]:" + port);

            client.open(device(HostKeys.knownHosts(known), "admin")).close();
            Files.writeString(known, Files.readString(known).replace("[127.0.0.1]", "[127.0.0.2]"));
            OpenException failure = client.failToOpen(OpenException.class, device(HostKeys.knownHosts(known), "admin"));

            assertThat(failure.reason()).isEqualTo(Reason.HOST_KEY_UNKNOWN);
        }
    }

    @Test
    void anEditShowsInWhatIsReadBack(@TempDir Path folder) {
        try (WatchedClient client = WatchedClient.create();
                Session session = client.open(device(folder))) {
            session.send(EditConfig.of(Datastore.CANDIDATE, Xml.parse(CONFIG)));
            session.send(Commit.now());

            Data data = session.send(GetConfig.from(Datastore.RUNNING));

            assertThat(data.toString()).contains("grüße");
        }
    }

    @Test
    void anOperationThatItDoesNotKnowIsRefusedAndTheSessionGoesOn(@TempDir Path folder) {
        try (WatchedClient client = WatchedClient.create();
                Session session = client.open(device(folder))) {
            RpcErrorException refused = catchThrowableOfType(
                    RpcErrorException.class, () -> session.send(Rpc.of("<no-such-thing xmlns='urn:example:none'/>")));

            assertThat(refused.errors()).isNotEmpty();
            session.send(GetConfig.from(Datastore.RUNNING));
        }
    }

    @Test
    void manyRequestsAtOnceGetTheirOwnReplies(@TempDir Path folder) {
        try (WatchedClient client = WatchedClient.create();
                Session session = client.open(device(folder))) {
            List<CompletableFuture<Data>> replies = IntStream.range(0, 200)
                    .mapToObj(i -> session.sendAsync(GetConfig.from(Datastore.RUNNING)))
                    .toList();

            assertThat(replies)
                    .allSatisfy(reply -> assertThat(reply.join().toString()).startsWith("<data"));
            assertThat(client.recorder().events(SessionEvent.LateReply.class)).isEmpty();
        }
    }

    @Test
    void thirtySessionsAtOnceAndThirtyInARowAreOpenedWithoutAMiss(@TempDir Path folder) {
        try (WatchedClient client = WatchedClient.create()) {
            client.open(device(folder)).close();
            Device known = device(HostKeys.knownHosts(folder.resolve("known_hosts")), "admin");
            List<CompletableFuture<Session>> openings = IntStream.range(0, 30)
                    .mapToObj(i -> client.openAsync(known))
                    .toList();
            openings.forEach(opening -> opening.join().close());
            for (int i = 0; i < 30; i++) {
                client.open(known).close();
            }
        }
    }
}
