package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.fixture.WatchedClient;
import dev.parley.simulator.DeviceSimulator;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions with servers of this machine, over UNIX sockets. */
@Tag("any-jdk")
class UnixTransportTest extends EndingContract {
    private static final AtomicInteger SOCKETS = new AtomicInteger();

    @TempDir
    static Path folder;

    @Override
    DeviceSimulator.Builder secured(DeviceSimulator.Builder device) {
        return device.clearText().unix(folder.resolve("device" + SOCKETS.incrementAndGet()));
    }

    @Override
    Device reach(DeviceSimulator device) {
        return Device.unix(device.path());
    }

    @Override
    List<Phase> phases() {
        return List.of(Phase.CONNECT, Phase.HELLO);
    }

    @Override
    boolean knowsResets() {
        return false;
    }

    @Test
    void theDeviceIsCalledLikeItsSocket() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start()) {
            Path socket = device.path();

            assertThat(reach(device)).hasToString("unix://" + socket);
            try (var session = client.open(reach(device))) {
                assertThat(session.device().label()).isEqualTo(socket.toString());
            }
        }
    }

    @Test
    void aSocketThatIsNotThereIsToldFromOneThatNobodyListensOn() throws IOException {
        Path none = folder.resolve("none");
        Path file = Files.writeString(folder.resolve("file"), "not a socket");
        Path dead = folder.resolve("dead");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(dead));
        }
        try (WatchedClient client = WatchedClient.create()) {
            for (Path path : List.of(none, file, dead)) {
                OpenException failure = client.failToOpen(OpenException.class, Device.unix(path));

                assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.CONNECTION_REFUSED);
                assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
                assertThat(failure)
                        .hasMessageContaining(path.equals(none) ? "there is no " + path : "nobody listens on " + path);
                assertThat(failure.advice()).isPresent();
            }
        }
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        try (WatchedClient client = WatchedClient.create()) {
            Device device = Device.unix(folder.resolve("x".repeat(200)));

            assertThat(client.failToOpen(InputException.class, device))
                    .hasMessageContaining("the path of a UNIX socket cannot be longer");
        }
    }
}
