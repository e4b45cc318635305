package dev.parley.simulator;

import dev.parley.simulator.fault.Ending;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** The endings of a connection over TLS or TCP. On the event loop only. */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class SocketEndings implements Endings {
    private final Channel channel;

    SocketEndings(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void end(Ending ending) {
        if (ending instanceof Ending.Alert alert) {
            alert(alert.code());
        } else if (ending instanceof Ending.Plain plain) {
            end(plain);
        } else {
            // What only SSH can say is a plain end here.
            channel.close();
        }
    }

    private void end(Ending.Plain ending) {
        switch (ending) {
            case SILENCE -> {
                // What the client sends is still read, and thrown away.
            }
            case CLOSE -> channel.close();
            case FIN -> closeBelowTls();
            case HALF_CLOSE -> halfClose();
            case RESET -> {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                closeBelowTls();
            }
        }
    }

    /** Closes the socket without letting TLS say goodbye: from the handler that stands next to it. */
    private void closeBelowTls() {
        ChannelHandlerContext tls = tlsContext();
        if (tls == null) {
            channel.close();
        } else {
            tls.close();
        }
    }

    private @Nullable ChannelHandlerContext tlsContext() {
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        return tls != null ? tls : channel.pipeline().context(AlertingTlsHandler.class);
    }

    private void halfClose() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdownOutput();
        } else {
            tls.closeOutbound().addListener(done -> shutdownOutput());
        }
    }

    private void shutdownOutput() {
        ((DuplexChannel) channel).shutdownOutput();
    }

    /** Inside TLS where that can be done; otherwise in clear, as the first answer to a client's first words. */
    private void alert(int code) {
        AlertingTlsHandler tls = channel.pipeline().get(AlertingTlsHandler.class);
        if (tls != null) {
            tls.alert(code);
            return;
        }
        byte[] record = {21, 3, 3, 0, 2, 2, (byte) code};
        ChannelHandlerContext below = channel.pipeline().firstContext();
        below.writeAndFlush(Unpooled.wrappedBuffer(record)).addListener(done -> shutdownOutput());
    }
}
