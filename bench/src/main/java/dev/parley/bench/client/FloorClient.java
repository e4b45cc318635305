package dev.parley.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What no client that uses the same TLS provider can go below: Netty's handshake, hellos and requests as bytes that were
 * prepared before, and of what comes only the last bytes of a message are looked at.
 */
final class FloorClient implements BenchClient {
    private static final String HELLO = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities>"
            + "<capability>urn:ietf:params:netconf:base:1.0</capability>"
            + "<capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>]]>]]>";
    private static final String REQUEST = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"101\">"
            + "<get-config><source><running/></source>%s</get-config></rpc>";
    private static final byte[] END_OF_MESSAGE = "]]>]]>".getBytes(US_ASCII);
    private static final byte[] END_OF_CHUNKS = "\n##\n".getBytes(US_ASCII);

    private final EventLoopGroup loops = Loops.one("floor");
    private final SslContext tls;
    private final Wire wire;
    private final ByteBuf hello = prepared(HELLO);
    private final ByteBuf request;

    FloorClient(SslContext tls, Wire wire) {
        this.tls = tls;
        this.wire = wire;
        this.request = prepared(framed(String.format(REQUEST, "")));
    }

    private String framed(String message) {
        return wire.chunked() ? "\n#" + message.length() + "\n" + message + "\n##\n" : message + "]]>]]>";
    }

    private static ByteBuf prepared(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }

    @Override
    public Connection open(Target target) {
        return openAsync(target).join();
    }

    @Override
    public CompletableFuture<Conversation> openAsync(Target target) {
        Conversation conversation = new Conversation();
        new Bootstrap()
                .group(loops)
                .channel(Loops.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(conversation)
                .connect(target.host(), target.port())
                .addListener(done -> {
                    if (done.isSuccess()) {
                        conversation.secure(target);
                    } else {
                        conversation.up.completeExceptionally(done.cause());
                    }
                });
        return conversation.up;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Conversation extends ChannelInboundHandlerAdapter implements Connection {
        private final CompletableFuture<Conversation> up = new CompletableFuture<>();
        private final byte[] tail = new byte[END_OF_MESSAGE.length];
        private byte[] mark = END_OF_MESSAGE;
        private @Nullable Channel channel;
        private @Nullable Thread waiting;
        private int matched;
        private int unsent;
        private int due;
        private volatile boolean large;
        private volatile boolean answered;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
        }

        private Channel channel() {
            if (channel == null) {
                throw new IllegalStateException("no channel yet");
            }
            return channel;
        }

        private void secure(Target target) {
            Channel connected = channel();
            SslHandler handler = target.resumption()
                    ? tls.newHandler(connected.alloc(), target.host(), target.port())
                    : tls.newHandler(connected.alloc());
            connected.pipeline().addFirst(handler);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                if (done.isSuccess()) {
                    context.writeAndFlush(hello.duplicate(), context.voidPromise());
                } else {
                    up.completeExceptionally(done.cause());
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (large) {
                replies(context, endsWithMark(bytes) ? 1 : 0);
            } else {
                int ended = marksIn(bytes);
                if (up.isDone()) {
                    replies(context, ended);
                } else if (ended > 0) {
                    mark = wire.chunked() ? END_OF_CHUNKS : END_OF_MESSAGE;
                    up.complete(this);
                }
            }
            bytes.release();
        }

        private int marksIn(ByteBuf bytes) {
            int count = 0;
            int end = bytes.writerIndex();
            for (int at = bytes.readerIndex(); at < end; at++) {
                byte b = bytes.getByte(at);
                matched = b == mark[matched] ? matched + 1 : b == mark[0] ? 1 : 0;
                if (matched == mark.length) {
                    count++;
                    matched = 0;
                }
            }
            return count;
        }

        /** All that is looked at in a large reply: its last bytes so far. */
        private boolean endsWithMark(ByteBuf bytes) {
            int length = Math.min(tail.length, bytes.readableBytes());
            System.arraycopy(tail, length, tail, 0, tail.length - length);
            bytes.getBytes(bytes.writerIndex() - length, tail, tail.length - length, length);
            return Arrays.equals(tail, tail.length - mark.length, tail.length, mark, 0, mark.length);
        }

        private void replies(ChannelHandlerContext context, int count) {
            int more = Math.min(count, unsent);
            unsent -= more;
            due -= count - more;
            for (int i = 0; i < more; i++) {
                context.write(request.duplicate(), context.voidPromise());
            }
            if (more > 0) {
                context.flush();
            }
            if (due == 0) {
                answered = true;
                LockSupport.unpark(waiting);
            }
        }

        private void ask(ByteBuf bytes, int requests, int inFlight) {
            Channel open = channel();
            waiting = Thread.currentThread();
            answered = false;
            open.eventLoop().execute(() -> {
                due = inFlight;
                unsent = requests - inFlight;
                for (int i = 0; i < inFlight; i++) {
                    open.write(bytes.duplicate(), open.voidPromise());
                }
                open.flush();
            });
            while (!answered) {
                LockSupport.park(this);
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
            large = true;
            String message = String.format(REQUEST, "<filter><size>" + bytes + "</size></filter>");
            ask(Unpooled.wrappedBuffer(framed(message).getBytes(US_ASCII)), 1, 1);
            large = false;
        }

        @Override
        public void close() {
            channel().close().syncUninterruptibly();
        }
    }
}
