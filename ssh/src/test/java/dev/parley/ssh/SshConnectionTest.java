package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.OpenException.Reason;
import dev.parley.transport.LinkEnd;
import dev.parley.transport.LinkListener;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a connection comes up, and does not, on a link that is in the test's hands. */
class SshConnectionTest {
    private final HandLink wire = new HandLink();
    private final List<SshFailure> failures = new ArrayList<>();

    private SshConnection begin() {
        Hop hop = Hop.prepare(
                new SshAccess(
                        "pe1", 830, Ssh.trusting(HostKeys.pinned(new SshFingerprint("SHA256:" + "A".repeat(43))))),
                Start.NETCONF);
        SshConnection connection = new SshConnection(
                wire,
                hop,
                Mina.WINDOW,
                InetSocketAddress.createUnresolved("pe1", 830),
                Runnable::run,
                new SshConnection.Observer() {
                    @Override
                    public void secured(SshDetails details) {}

                    @Override
                    public LinkListener opened(SshLink link, SshDetails details) {
                        throw new AssertionError("there is nobody who would open it");
                    }

                    @Override
                    public void failed(SshFailure failure) {
                        failures.add(failure);
                    }
                });
        wire.start(connection);
        connection.begin();
        wire.turn();
        return connection;
    }

    // A jump host may end the channel in the packet behind the last data: then nobody says that this was all.
    @Test
    void whatComesTogetherWithTheEndIsLookedAt() {
        SshConnection connection = begin();
        connection.received(ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII)));
        connection.closed(LinkEnd.orderly("the device closed the connection"));
        wire.turn();

        assertThat(failures).extracting(SshFailure::reason).containsExactly(Reason.NOT_SSH);
    }

    @Test
    void anEndIsToldOnceAndForWhatItIs() {
        SshConnection connection = begin();
        connection.received(ByteBuffer.wrap("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)));
        connection.receivedAll();
        wire.turn();
        connection.closed(LinkEnd.orderly("the device closed the connection"));
        connection.abort();
        wire.turn();

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.CLOSED_BY_PEER);
            assertThat(failure.detail()).isEqualTo("the device closed the connection");
        });
    }

    @Test
    void afterAnAbortNothingIsTold() {
        SshConnection connection = begin();
        connection.received(ByteBuffer.wrap("HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII)));
        connection.abort();
        connection.receivedAll();
        wire.turn();

        assertThat(wire.isClosed()).isTrue();
        assertThat(failures).isEmpty();
    }
}
