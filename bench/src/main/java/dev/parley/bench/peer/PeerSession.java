package dev.parley.bench.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Arrays;

/** One client's session. */
final class PeerSession extends ChannelInboundHandlerAdapter {
    private static final byte[] END_OF_MESSAGE = "]]>]]>".getBytes(US_ASCII);
    private static final byte[] END_OF_CHUNKS = "\n##\n".getBytes(US_ASCII);

    private final Answers answers;
    private byte[] mark = END_OF_MESSAGE;
    private byte[] heard = new byte[1024];
    private int length;
    private int matched;
    private boolean greeted;
    private long blocks;

    PeerSession(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                context.writeAndFlush(answers.hello(), context.voidPromise());
            } else {
                context.close();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        while (bytes.isReadable()) {
            if (take(bytes.readByte())) {
                said(context);
                length = 0;
            }
        }
        bytes.release();
    }

    /** Takes a byte; whether it is the last one of a message. */
    private boolean take(byte b) {
        if (length == heard.length) {
            heard = Arrays.copyOf(heard, length * 2);
        }
        heard[length++] = b;
        matched = b == mark[matched] ? matched + 1 : b == mark[0] ? 1 : 0;
        if (matched < mark.length) {
            return false;
        }
        matched = 0;
        return true;
    }

    private void said(ChannelHandlerContext context) {
        String text = new String(heard, 0, length, ISO_8859_1);
        if (!greeted) {
            greeted = true;
            mark = answers.isChunked() ? END_OF_CHUNKS : END_OF_MESSAGE;
            return;
        }
        String id = between(text, "message-id=\"", "\"");
        int size = text.indexOf("<size");
        if (text.contains("<close-session")) {
            context.writeAndFlush(answers.ok(context.alloc(), id)).addListener(ChannelFutureListener.CLOSE);
        } else if (text.contains("<create-subscription")) {
            context.write(answers.ok(context.alloc(), id), context.voidPromise());
        } else if (text.contains("<flood")) {
            context.write(answers.ok(context.alloc(), id), context.voidPromise());
            new PeerFlood(
                            context,
                            answers,
                            Long.parseLong(between(text, "<per-second>", "<")),
                            Long.parseLong(between(text, "<events>", "<")))
                    .goOn();
        } else if (size < 0) {
            context.write(answers.small(context.alloc(), id), context.voidPromise());
        } else {
            long bytes = Long.parseLong(between(text.substring(size), ">", "<"));
            blocks = Math.max(1, bytes / answers.blockBytes());
            context.write(answers.largeBegin(context.alloc(), id), context.voidPromise());
            goOn(context);
        }
    }

    private static String between(String text, String before, String behind) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(behind, from));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            goOn(context);
        }
    }

    /** Says as much of a large reply as the connection takes just now. */
    private void goOn(ChannelHandlerContext context) {
        Channel channel = context.channel();
        while (blocks > 0 && channel.isWritable()) {
            context.write(answers.block(), context.voidPromise());
            if (--blocks == 0) {
                context.write(answers.largeEnd(context.alloc()), context.voidPromise());
            }
            context.flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // a client that ends a session without saying so is of no interest here
        context.close();
    }
}
