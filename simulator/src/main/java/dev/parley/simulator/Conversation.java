package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.ProtocolException;
import dev.parley.error.RpcError;
import dev.parley.framing.Framing;
import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.Scheduler;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * NETCONF on one connection to a simulated device, or on one channel of it: takes messages out of the stream, hands them to
 * the {@link Dialogue} one at a time, and sends what that answers through the {@link Outlet}. On the event loop only.
 *
 * <pre>
 *   socket - [WireShaper] - [TLS] - Arrival --+
 *   socket - [WireShaper] - SSH - SshStream --+-- Conversation: Inbox  - Envelope - Dialogue
 *                                                               Outlet - ReplyFaults ----+
 * </pre>
 */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class Conversation extends ChannelInboundHandlerAdapter {
    private static final int MOST_WAITING = 32;

    /** How much the system takes for a device that stops reading, in bytes. */
    static final int LITTLE = 64 * 1024;

    /** How far the connection has come. */
    private enum State {
        /** Nobody has said who the user is. */
        SECURING,
        /** The client's hello has not come yet. */
        GREETING,
        /** Requests are served. */
        OPEN,
        /** A request is being served, and the next waits for its answer. */
        ANSWERING,
        /** What the client sends is thrown away: the session is over, or a fault made the device deaf. */
        DEAF,
        /** The connection is gone. */
        ENDED
    }

    private final Endpoint endpoint;
    private final int number;
    private final ConnectionFaults faults;
    private final Dialogue dialogue;
    private final Endings endings;
    private final Inbox inbox;
    private final Deque<byte[]> waiting = new ArrayDeque<>();

    private State state = State.SECURING;
    private String reason = "";
    private String user = "";
    private long sessionId;
    private int replies;
    private boolean base11;
    private boolean serving;
    private Framing framing = Framing.END_OF_MESSAGE;
    private Runnable afterRequests = () -> {};
    private @Nullable ChannelHandlerContext context;
    private @Nullable Outlet outlet;

    /** A conversation on a connection that ends so; it starts to {@link #begin} when somebody says so. */
    Conversation(Endpoint endpoint, int number, ConnectionFaults faults, Dialogue dialogue, Endings endings) {
        this.endings = endings;
        this.endpoint = endpoint;
        this.number = number;
        this.faults = faults;
        this.dialogue = dialogue;
        this.inbox = new Inbox(endpoint.maxRequestBytes());
    }

    int number() {
        return number;
    }

    String user() {
        return user;
    }

    String transport() {
        return endpoint.transport();
    }

    long sessionId() {
        return sessionId;
    }

    boolean isBase11() {
        return base11;
    }

    Framing framing() {
        return framing;
    }

    ConnectionFaults faults() {
        return faults;
    }

    /** The client's address in digits; empty over a UNIX socket. */
    String peer() {
        SocketAddress address = context().channel().remoteAddress();
        return address instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : "";
    }

    ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the connection is not there yet");
        }
        return context;
    }

    Outlet outlet() {
        if (outlet == null) {
            throw new IllegalStateException("the connection is not there yet");
        }
        return outlet;
    }

    Scheduler scheduler() {
        return endpoint.scheduler(context().executor());
    }

    // ---- the connection comes up

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        Endings observed = ending -> {
            ending(ending);
            endings.end(ending);
        };
        outlet = new Outlet(added, faults, endpoint.scheduler(added.executor()), observed, this::idle);
    }

    /** The connection is secure and the user known: the device says hello. */
    void begin(String name) {
        user = name;
        state = State.GREETING;
        stopReadingAt(Moment.Phase.SECURED);
        if (!endAt(Moment.Phase.SECURED)) {
            dialogue.begin(this);
        }
    }

    // ---- what the dialogue says

    /** Says hello as this device does. */
    void sendHello(String hello, long session) {
        sessionId = session;
        byte[] message = ReplyWriter.utf8(faults.hello(hello));
        Framing greeting =
                faults.find(HelloFault.InChunks.class).isPresent() ? Framing.CHUNKED : Framing.END_OF_MESSAGE;
        outlet().send(Outgoing.of(
                Outgoing.Kind.HELLO, 1, ReplyWriter.frame(context().alloc(), greeting, message)));
        stopReadingAt(Moment.Phase.HELLO_SENT);
    }

    /** Answers the request that is being served. */
    void reply(Envelope request, Answer answer, boolean last) {
        if (!(answer instanceof Answer.Nothing)) {
            replies++;
        }
        if (answer instanceof Answer.Refused) {
            dialogue.count(this, Tally.Of.ERRORS);
        }
        if (last) {
            because("close-session");
        }
        faults.eventsBefore(replies).forEach(event -> sendMessage(ReplyWriter.utf8(event)));
        new ReplyFaults(this, outlet()).send(request, answer, replies, last);
        if (state == State.ANSWERING) {
            state = last ? State.DEAF : State.OPEN;
            serveNext();
        }
    }

    /** Sends a message that answers nothing. */
    void sendMessage(byte[] message) {
        outlet().send(Outgoing.of(
                Outgoing.Kind.OTHER, 0, ReplyWriter.frame(context().alloc(), framing, message)));
    }

    /** Sends bytes as they are. */
    void sendRaw(byte[] bytes) {
        outlet().send(Outgoing.of(Outgoing.Kind.OTHER, 0, Outgoing.parts(List.of(Unpooled.wrappedBuffer(bytes)))));
    }

    /** Ends the connection. */
    void end(Ending ending, String why) {
        because(why);
        outlet().end(ending);
    }

    private void ending(Ending ending) {
        because("the device ended the connection: " + ending);
        state = State.DEAF;
    }

    /** Remembers why the connection ends; what is known first is nearest to the cause. */
    void because(String why) {
        reason = reason.isEmpty() ? why : reason;
    }

    /** Closes the connection for that reason. */
    void fail(String why) {
        because(why);
        state = State.DEAF;
        context().close();
    }

    /** Whether a fault ended the connection at that moment. */
    boolean endAt(Moment moment) {
        Optional<Ending> fault = faults.isNone() ? Optional.empty() : faults.endingAt(moment);
        fault.ifPresent(outlet()::end);
        return fault.isPresent();
    }

    void stopReadingAt(Moment moment) {
        if (!faults.isNone() && faults.stopsReadingAt(moment)) {
            // the system would else go on taking tens of megabytes for the device
            context().channel().config().setOption(ChannelOption.SO_RCVBUF, LITTLE);
            context().channel().config().setAutoRead(false);
        }
    }

    // ---- what the client says

    @Override
    public void channelRead(ChannelHandlerContext at, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (listens()) {
                outlet().beginBatch();
                receive(bytes.nioBuffer());
            }
        } catch (ProtocolException e) {
            unreadable(e);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext at) {
        outlet().endBatch();
        at.fireChannelReadComplete();
    }

    private boolean listens() {
        return state != State.DEAF && state != State.ENDED;
    }

    private void receive(ByteBuffer bytes) {
        while (bytes.hasRemaining() && listens()) {
            byte[] message = inbox.next(bytes);
            if (message != null) {
                received(message);
            }
        }
    }

    private void received(byte[] message) {
        if (state == State.GREETING) {
            greeted(message);
            return;
        }
        waiting.add(message);
        serveNext();
        if (waiting.size() == MOST_WAITING + 1) {
            context().channel().config().setAutoRead(false);
        }
    }

    private void greeted(byte[] message) {
        Envelope hello = Envelope.parse(message);
        Greeting greeting = Greeting.of(hello, endpoint);
        if (greeting.problem().isPresent()) {
            fail(greeting.problem().get());
            dialogue.count(this, Tally.Of.BAD_HELLOS);
            return;
        }
        base11 = greeting.base11();
        if (base11) {
            framing = Framing.CHUNKED;
            inbox.expect(framing);
        }
        state = State.OPEN;
        dialogue.helloReceived(this, hello);
    }

    /** Runs that, too, whenever everything has been sent and more may come. */
    void whenIdle(Runnable task) {
        afterRequests = task;
    }

    private void idle() {
        serveNext();
        afterRequests.run();
    }

    /** Serves what waits, one request after the other; answers that come at once do not call this again inside itself. */
    private void serveNext() {
        if (serving) {
            return;
        }
        serving = true;
        while (state == State.OPEN && outlet().isIdle() && !waiting.isEmpty()) {
            serve(waiting.remove());
            if (waiting.size() == MOST_WAITING) {
                context().channel().config().setAutoRead(true);
            }
        }
        serving = false;
    }

    private void serve(byte[] message) {
        Envelope envelope;
        try {
            envelope = Envelope.parse(message);
        } catch (ProtocolException e) {
            unreadable(e);
            return;
        }
        if (!envelope.isRpc()) {
            dialogue.count(this, Tally.Of.BAD_REQUESTS);
            fail("the client sent " + envelope.name() + " where an rpc must stand");
            return;
        }
        state = State.ANSWERING;
        DataNode operation = envelope.content();
        if (envelope.messageId() == null) {
            refuse(
                    envelope,
                    RpcError.of(ErrorType.RPC, ErrorTag.MISSING_ATTRIBUTE, "an rpc has a message-id")
                            .withInfo(Namespaces.BASE, "bad-attribute", "message-id")
                            .withInfo(Namespaces.BASE, "bad-element", "rpc"));
        } else if (operation == null) {
            refuse(
                    envelope,
                    RpcError.of(ErrorType.PROTOCOL, ErrorTag.MISSING_ELEMENT, "an rpc holds an operation")
                            .withInfo(Namespaces.BASE, "bad-element", "operation"));
        } else {
            Request request = new Request(sessionId, user, base11, envelope.messageId(), operation, envelope.message());
            endpoint.tell(new DeviceEvent.Requested(number, request));
            dialogue.requestReceived(this, envelope, request);
        }
    }

    private void refuse(Envelope envelope, RpcError error) {
        dialogue.count(this, Tally.Of.BAD_REQUESTS);
        reply(envelope, Answer.refused(error), false);
    }

    /** What cannot be read ends the session; a peer of base 1.1 is told why (RFC 6241 appendix A). */
    private void unreadable(ProtocolException problem) {
        dialogue.count(this, state == State.GREETING ? Tally.Of.BAD_HELLOS : Tally.Of.BAD_REQUESTS);
        boolean told = base11 && problem.reason() != ProtocolException.Reason.BAD_CHUNK;
        if (told) {
            dialogue.count(this, Tally.Of.ERRORS);
            RpcError error =
                    RpcError.of(ErrorType.RPC, ErrorTag.MALFORMED_MESSAGE, String.valueOf(problem.getMessage()));
            outlet().send(Outgoing.of(
                    Outgoing.Kind.OTHER, 0, ReplyWriter.unaddressed(context().alloc(), framing, error)));
        }
        end(Ending.CLOSE, "the client sent what cannot be read: " + problem.getMessage());
    }

    // ---- the connection's own course

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext at) {
        outlet().resume();
        at.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable cause) {
        because("the connection failed: " + cause);
        at.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext at) {
        if (state != State.ENDED) {
            state = State.ENDED;
            because("the client closed the connection");
            outlet().release();
            dialogue.ended(this, reason);
            endpoint.tell(new DeviceEvent.Ended(number, reason));
        }
        at.fireChannelInactive();
    }
}
