package dev.parley.simulator;

import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Moment;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection over TLS or TCP until it is known who the client is: then the conversation begins. On the event loop only. */
final class Arrival extends ChannelInboundHandlerAdapter {
    private final Endpoint endpoint;
    private final ConnectionFaults faults;
    private final Conversation conversation;
    private final boolean overTls;
    private Stage stage = Stage.SECURING;

    /** Whether it is still to be found out who the client is. */
    private enum Stage {
        SECURING,
        DONE
    }

    Arrival(Endpoint endpoint, ConnectionFaults faults, Conversation conversation, boolean overTls) {
        this.endpoint = endpoint;
        this.faults = faults;
        this.conversation = conversation;
        this.overTls = overTls;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        endpoint.tell(new DeviceEvent.Accepted(conversation.number()));
        Optional<Banner> banner = faults.banner();
        if (banner.isPresent()) {
            conversation.sendRaw(banner.get().text().getBytes(StandardCharsets.ISO_8859_1));
            conversation.end(banner.get().ending(), "something else listens on the port");
            return;
        }
        conversation.stopReadingAt(Moment.Phase.ACCEPTED);
        if (!conversation.endAt(Moment.Phase.ACCEPTED) && !overTls && !conversation.endAt(Moment.Phase.CLIENT_HELLO)) {
            stage = Stage.DONE;
            conversation.begin("");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                secured(context);
            } else {
                conversation.because("TLS handshake failed: " + handshake.cause());
            }
        } else if (event instanceof TlsReady ready) {
            secured(context, ready);
        }
        context.fireUserEventTriggered(event);
    }

    private void secured(ChannelHandlerContext context) {
        SSLSession session = context.pipeline().get(SslHandler.class).engine().getSession();
        List<X509Certificate> client = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                client.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            conversation.fail("the client has no certificate");
            return;
        }
        secured(context, new TlsReady(client, session.getProtocol(), session.getCipherSuite()));
    }

    private void secured(ChannelHandlerContext context, TlsReady ready) {
        stage = Stage.DONE;
        @Nullable WireShaper shaper = context.pipeline().get(WireShaper.class);
        if (shaper != null) {
            shaper.secured();
        }
        Optional<String> name = endpoint.userName(ready.client());
        endpoint.tell(
                new DeviceEvent.Secured(conversation.number(), name.orElse(""), ready.protocol(), ready.cipherSuite()));
        if (name.isEmpty()) {
            conversation.fail("no user is found by the client's certificate");
        } else {
            conversation.begin(name.get());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (stage == Stage.SECURING) {
            conversation.because("TLS handshake failed: " + cause);
        }
        context.fireExceptionCaught(cause);
    }
}
