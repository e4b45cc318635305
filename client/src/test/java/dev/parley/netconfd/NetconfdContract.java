package dev.parley.netconfd;

import dev.parley.device.Device;
import dev.parley.fixture.NetconfdServer;
import dev.parley.fixture.WatchedClient;
import dev.parley.session.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A netconfd for all tests of a class, and a session with it for each of them. Each way to it has a subclass. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class NetconfdContract {
    WatchedClient client;
    Session session;
    private NetconfdServer server;
    private Way way;
    private Device device;

    /** A way to it, with what it takes. */
    @FunctionalInterface
    public interface Way extends AutoCloseable {
        /** Where clients find it, and who they are there; asked once. */
        Device device();

        @Override
        default void close() {}
    }

    /** Opens the way to it, or skips the tests. */
    protected abstract Way way(NetconfdServer netconfd);

    /** Starts it, or skips the tests. */
    NetconfdServer netconfd() {
        return NetconfdServer.startOrSkip();
    }

    final Device device() {
        return device;
    }

    @BeforeAll
    void start() {
        server = netconfd();
        way = way(server);
        device = way.device();
    }

    @AfterAll
    void stop() {
        if (way != null) {
            way.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        client = WatchedClient.create();
        session = client.open(device());
    }

    @AfterEach
    void close() {
        client.close();
    }
}
