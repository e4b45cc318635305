package dev.parley.bench.client;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import dev.parley.bench.Keys;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.opendaylight.netconf.api.NetconfTerminationReason;
import org.opendaylight.netconf.api.messages.NetconfMessage;
import org.opendaylight.netconf.client.NetconfClientFactoryImpl;
import org.opendaylight.netconf.client.NetconfClientSession;
import org.opendaylight.netconf.client.NetconfClientSessionListener;
import org.opendaylight.netconf.client.conf.NetconfClientConfiguration.NetconfClientProtocol;
import org.opendaylight.netconf.client.conf.NetconfClientConfiguration;
import org.opendaylight.netconf.client.conf.NetconfClientConfigurationBuilder;
import org.opendaylight.netconf.common.impl.NettyNetconfTimer;
import org.opendaylight.netconf.transport.api.UnsupportedConfigurationException;
import org.opendaylight.netconf.transport.tls.FixedSslHandlerFactory;
import org.opendaylight.netconf.transport.tls.SslHandlerFactory;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.crypto.types.rev241010.password.grouping.password.type.CleartextPasswordBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Host;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpAddress;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv4Address;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.netconf.client.rev240814.netconf.client.initiate.stack.grouping.transport.ssh.ssh.SshClientParameters;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.netconf.client.rev240814.netconf.client.initiate.stack.grouping.transport.ssh.ssh.SshClientParametersBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.netconf.client.rev240814.netconf.client.initiate.stack.grouping.transport.tls.tls.TcpClientParametersBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.ssh.client.rev241010.ssh.client.grouping.ClientIdentityBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.ssh.client.rev241010.ssh.client.grouping.client.identity.PasswordBuilder;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * OpenDaylight's netconf-client. It gets its TLS context made once, where its own way of configuring TLS makes one for
 * each session, and its requests are documents that were parsed before. Over SSH it does not check the host's key. All of
 * that is in its favour.
 */
final class OpenDaylightClient implements BenchClient {
    private static final String REQUEST = "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"101\">"
            + "<get-config><source><running/></source>%s</get-config></rpc>";

    private final NettyNetconfTimer timer = new NettyNetconfTimer(10, TimeUnit.MILLISECONDS, 512);
    private final NetconfClientFactoryImpl factory = new NetconfClientFactoryImpl(timer);
    /** Null for SSH. */
    private final SslHandlerFactory tls;

    private final NetconfMessage request = message("");

    OpenDaylightClient(SslContext context) {
        tls = context == null ? null : new FixedSslHandlerFactory(context);
    }

    private static NetconfMessage message(String filter) {
        try {
            DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
            documents.setNamespaceAware(true);
            byte[] bytes = String.format(REQUEST, filter).getBytes(StandardCharsets.UTF_8);
            Document document = documents.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
            return new NetconfMessage(document);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SshClientParameters login() {
        return new SshClientParametersBuilder()
                .setClientIdentity(new ClientIdentityBuilder()
                        .setUsername(Keys.USER)
                        .setPassword(new PasswordBuilder()
                                .setPasswordType(new CleartextPasswordBuilder()
                                        .setCleartextPassword(Keys.PASSWORD)
                                        .build())
                                .build())
                        .build())
                .build();
    }

    @Override
    public Connection open(Target target) {
        return openAsync(target).join();
    }

    @Override
    public CompletableFuture<Conversation> openAsync(Target target) {
        Conversation conversation = new Conversation();
        NetconfClientConfigurationBuilder builder = NetconfClientConfigurationBuilder.create()
                .withTcpParameters(new TcpClientParametersBuilder()
                        .setRemoteAddress(new Host(new IpAddress(new Ipv4Address(target.host()))))
                        .setRemotePort(new PortNumber(Uint16.valueOf(target.port())))
                        .build())
                .withSessionListener(conversation);
        NetconfClientConfiguration configuration = (tls == null
                        ? builder.withProtocol(NetconfClientProtocol.SSH).withSshParameters(login())
                        : builder.withProtocol(NetconfClientProtocol.TLS).withSslHandlerFactory(tls))
                .build();
        CompletableFuture<Conversation> up = new CompletableFuture<>();
        ListenableFuture<NetconfClientSession> opening;
        try {
            opening = factory.createClient(configuration);
        } catch (UnsupportedConfigurationException e) {
            throw new IllegalStateException(e);
        }
        Futures.addCallback(
                opening,
                new FutureCallback<NetconfClientSession>() {
                    @Override
                    public void onSuccess(NetconfClientSession session) {
                        conversation.session = session;
                        up.complete(conversation);
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        up.completeExceptionally(failure);
                    }
                },
                MoreExecutors.directExecutor());
        return up;
    }

    @Override
    public void close() {
        factory.close();
        timer.close();
    }

    private final class Conversation implements Connection, NetconfClientSessionListener {
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile NetconfClientSession session;
        private volatile Exception failure;
        private volatile CountDownLatch answered = new CountDownLatch(0);
        private int unsent;
        private int due;

        @Override
        public void onSessionUp(NetconfClientSession up) {
            // the future says so too
        }

        @Override
        public void onSessionDown(NetconfClientSession down, Exception cause) {
            over.countDown();
        }

        @Override
        public void onSessionTerminated(NetconfClientSession ended, NetconfTerminationReason reason) {
            over.countDown();
        }

        @Override
        public void onError(NetconfClientSession failed, Exception why) {
            failure = why;
            answered.countDown();
        }

        @Override
        public synchronized void onMessage(NetconfClientSession from, NetconfMessage reply) {
            if (unsent > 0) {
                unsent--;
                from.sendMessage(request);
            } else if (--due == 0) {
                answered.countDown();
            }
        }

        private void ask(NetconfMessage message, int requests, int inFlight) {
            CountDownLatch all = new CountDownLatch(1);
            synchronized (this) {
                answered = all;
                unsent = requests - inFlight;
                due = inFlight;
            }
            for (int i = 0; i < inFlight; i++) {
                session.sendMessage(message);
            }
            await(all);
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void rpc() {
            ask(request, 1, 1);
        }

        @Override
        public void pipelined(int requests, int inFlight) {
            ask(request, requests, inFlight);
        }

        @Override
        public void large(long bytes, Path file) {
            ask(message("<filter><size>" + bytes + "</size></filter>"), 1, 1);
        }

        @Override
        public void close() {
            session.close();
            await(over);
        }
    }
}
