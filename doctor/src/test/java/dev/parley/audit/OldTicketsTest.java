package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.audit.TestPki.Issued;
import dev.parley.audit.TestPki.Spec;
import dev.parley.device.Device;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsTrust;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tickets of TLS 1.2, which BoringSSL gives for as long as it is told; the JDK's and OpenSSL's servers refuse to. */
@Timeout(60)
class OldTicketsTest {
    private static final TestPki PKI = TestPki.create();
    private static final Issued SERVER = PKI.issue(Spec.server());

    private static SslContext context(long lifetime) throws SSLException {
        byte[] keys = new byte[48];
        new SecureRandom().nextBytes(keys);
        SslContext context = SslContextBuilder.forServer(SERVER.key(), SERVER.chain())
                .sslProvider(SslProvider.OPENSSL)
                .protocols("TLSv1.2")
                .sessionTimeout(lifetime)
                .build();
        ((OpenSslSessionContext) context.sessionContext())
                .setTicketKeys(new OpenSslSessionTicketKey(
                        java.util.Arrays.copyOfRange(keys, 0, 16),
                        java.util.Arrays.copyOfRange(keys, 16, 32),
                        java.util.Arrays.copyOfRange(keys, 32, 48)));
        return context;
    }

    private static AuditReport audit(long lifetime) throws SSLException, InterruptedException {
        assumeTrue(OpenSsl.isAvailable(), "BoringSSL is not there for this platform");
        SslContext context = context(lifetime);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel server = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(context.newHandler(channel.alloc()));
                        }
                    })
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sync()
                    .channel();
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            return Audit.of(Device.tls("localhost", port, Tls.trusting(TlsTrust.authorities(List.of(PKI.root())))))
                    .withPause(Duration.ZERO)
                    .withTimeout(Duration.ofSeconds(5))
                    .withPatience(Duration.ofMillis(100))
                    .run();
        } finally {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void ticketsForAYear() throws SSLException, InterruptedException {
        AuditReport report = audit(Duration.ofDays(365).toSeconds());

        assertThat(AuditedServer.broken(report)).contains(Rule.TICKET_LIFETIME_1_2);
        assertThat(report.finding(Rule.TICKET_LIFETIME_1_2).orElseThrow().observed())
                // or a second less, which has passed meanwhile
                .matches("the lifetime hint of the ticket is 315(36000|359\\d\\d) s");
    }

    @Test
    void ticketsForADay() throws SSLException, InterruptedException {
        AuditReport report = audit(Duration.ofDays(1).toSeconds());

        assertThat(AuditedServer.broken(report)).doesNotContain(Rule.TICKET_LIFETIME_1_2);
        assertThat(report.finding(Rule.TICKET_LIFETIME_1_2).orElseThrow().observed())
                .matches("the lifetime hint of the ticket is 86(400|3\\d\\d) s");
    }
}
