package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The device as the one that calls (RFC 8071, CH-02): over SSH, half-open, a stranger, and many at once. */
@Timeout(60)
class CallingTest {
    private static final SshSettings SSH = SshSettings.of(
            HostKeys.generate(HostKeys.Kind.ED25519), SshUser.named("operator").password("secret"));

    /** A socket that devices can call. */
    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress addressOf(ServerSocket listening) {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private static DeviceSimulator.Builder caller(Break... faults) {
        return DeviceSimulator.builder().withoutListening().faults(FaultPlan.always(faults));
    }

    @Test
    void aCallerMaySayNothing() throws Exception {
        try (ServerSocket listening = listen();
                DeviceSimulator device = caller(new Break(Moment.Phase.ACCEPTED, Ending.SILENCE))
                        .ssh(SSH)
                        .start()) {
            device.callHome(addressOf(listening)).get();
            try (Socket call = listening.accept();
                    RawClient client = RawClient.on(call)) {
                client.sendBytes("SSH-2.0-test\r\n");
                call.shutdownOutput();
                assertThat(client.in().read()).as("the end, and nothing before").isEqualTo(-1);
            }
        }
    }

    @Test
    void aCallerMayStopInItsHandshake() throws Exception {
        try (ServerSocket listening = listen();
                DeviceSimulator ssh = caller(new Break(new Moment.InHandshake(60), Ending.FIN))
                        .ssh(SSH)
                        .start();
                DeviceSimulator tls = caller(new Break(new Moment.InHandshake(60), Ending.FIN))
                        .tls(TlsSettings.of(DevicePki.create()))
                        .start()) {
            ssh.callHome(addressOf(listening)).get();
            try (Socket call = listening.accept();
                    RawClient client = RawClient.on(call)) {
                client.sendBytes("SSH-2.0-test\r\n");
                assertThat(client.in().readAllBytes()).hasSize(60);
            }
            tls.callHome(addressOf(listening)).get();
            DevicePki pki = DevicePki.create();
            try (SSLSocket call = (SSLSocket) RawClient.context(pki, pki.client())
                    .getSocketFactory()
                    .createSocket(listening.accept(), "localhost", 4335, true)) {
                call.setUseClientMode(true);
                assertThatThrownBy(call::startHandshake).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aStrangerHasAnotherIdentity() throws Exception {
        DevicePki known = DevicePki.create();
        try (ServerSocket listening = listen();
                DeviceSimulator stranger =
                        caller().tls(TlsSettings.of(DevicePki.create())).start()) {
            stranger.callHome(addressOf(listening)).get();
            try (SSLSocket call = (SSLSocket) RawClient.context(known, known.client())
                    .getSocketFactory()
                    .createSocket(listening.accept(), "localhost", 4335, true)) {
                call.setUseClientMode(true);
                assertThatThrownBy(call::startHandshake).isInstanceOf(SSLException.class);
            }
        }
        assertThat(SSH.hostKeys(HostKeys.generate(HostKeys.Kind.ED25519))
                        .hostKeys()
                        .fingerprints())
                .doesNotContainAnyElementsOf(SSH.hostKeys().fingerprints());
    }

    @Test
    void whoDoesNotAnswerIsNotCalled() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket listening = listen()) {
            nobody = addressOf(listening);
        }
        try (DeviceSimulator device = caller().ssh(SSH).start()) {
            assertThatThrownBy(() -> device.callHome(nobody).get()).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void aWholeFarmCallsAtOnce() throws Exception {
        int devices = 500;
        CountDownLatch greeted = new CountDownLatch(devices);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (DeviceFarm farm = DeviceFarm.open(1)) {
            Channel listening = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, devices)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel call) {
                            call.pipeline().addLast(new Greeting(greeted));
                        }
                    })
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel();
            farm.start(
                    devices,
                    0,
                    i -> DeviceSimulator.builder().withoutListening().ssh(SSH));
            farm.callHome((InetSocketAddress) listening.localAddress()).get(30, TimeUnit.SECONDS);
            assertThat(greeted.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    /** Counts the callers that say their version, as an SSH server does. */
    private static final class Greeting extends SimpleChannelInboundHandler<ByteBuf> {
        private final CountDownLatch greeted;
        private final StringBuilder said = new StringBuilder();

        Greeting(CountDownLatch greeted) {
            this.greeted = greeted;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            said.append(bytes.toString(StandardCharsets.US_ASCII));
            if (said.toString().equals("SSH-2.0-Parley-simulator\r\n")) {
                greeted.countDown();
            }
        }
    }
}
