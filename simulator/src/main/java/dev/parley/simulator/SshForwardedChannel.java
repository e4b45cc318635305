package dev.parley.simulator;

import dev.parley.simulator.ssh.SshSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;

/** A channel that leads to another host, as jump hosts have them (RFC 4254 section 7.2). On the event loop only. */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class SshForwardedChannel extends SshChannel {

    SshForwardedChannel(SshPeer peer) {
        super(peer);
    }

    @Override
    protected OpenFuture doInit(Buffer parameters) {
        OpenFuture opening = new DefaultOpenFuture(this, this);
        String host = parameters.getString();
        int port = parameters.getInt();
        if (settings().forwards() == SshSettings.Forwarding.REFUSED) {
            refuse(opening, SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "this device forwards nothing");
            return opening;
        }
        new Bootstrap()
                .group(peer().connection().channel().eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(host, port)
                .addListener((io.netty.channel.ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        join(opening, connected.channel());
                    } else {
                        String why = host + ":" + port + " cannot be reached: " + connected.cause();
                        refuse(opening, SshConstants.SSH_OPEN_CONNECT_FAILED, why);
                    }
                });
        return opening;
    }

    private void refuse(OpenFuture opening, int code, String why) {
        opening.setException(new SshChannelOpenException(getChannelId(), code, why));
        close(true);
    }

    private void join(OpenFuture opening, Channel other) {
        if (isClosing()) {
            other.close();
            return;
        }
        signalChannelOpenSuccess();
        opening.setOpened();
        SshStream stream = openStream();
        stream.pipeline().addLast(new Relay(other));
        other.pipeline().addLast(new Relay(stream));
        peer().connection().channel().eventLoop().register(stream);
        other.config().setAutoRead(true);
    }

    /** Hands on what one side says to the other, no faster than that takes it. */
    private static final class Relay extends ChannelInboundHandlerAdapter {
        private final Channel other;

        Relay(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            other.writeAndFlush(message);
            context.channel().config().setAutoRead(other.isWritable());
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            other.config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
