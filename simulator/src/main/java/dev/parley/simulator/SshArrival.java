package dev.parley.simulator;

import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.SshFault;
import dev.parley.simulator.ssh.SshSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.util.Readable;
import org.jspecify.annotations.Nullable;

/**
 * A connection over SSH: feeds MINA with what comes, and begins a conversation on each channel that is to speak NETCONF.
 * On the event loop only.
 */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class SshArrival extends ChannelInboundHandlerAdapter {
    private static final int BY_APPLICATION = 11;

    private final SshHost host;
    private final Endpoint endpoint;
    private final int number;
    private final ConnectionFaults faults;
    private final Supplier<Dialogue> dialogues;
    private final List<SshStream> streams = new ArrayList<>();

    private Stage stage = Stage.LISTENING;
    private String reason = "";
    private int sessions;
    private @Nullable ChannelHandlerContext context;
    private @Nullable SshWire wire;

    /** Whether what the client sends matters. */
    private enum Stage {
        LISTENING,
        /** A fault made the device deaf, or it has said its last word. */
        DEAF,
        /** The connection is gone. */
        ENDED
    }

    /**
     * A connection.
     *
     * @param dialogues gives each session who talks on it
     */
    SshArrival(SshHost host, Endpoint endpoint, int number, ConnectionFaults faults, Supplier<Dialogue> dialogues) {
        this.host = host;
        this.endpoint = endpoint;
        this.number = number;
        this.faults = faults;
        this.dialogues = dialogues;
    }

    ConnectionFaults faults() {
        return faults;
    }

    SshSettings settings() {
        return host.settings();
    }

    boolean listens() {
        return stage == Stage.LISTENING;
    }

    Channel channel() {
        return context().channel();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the connection is not there yet");
        }
        return context;
    }

    SshWire wire() {
        if (wire == null) {
            throw new IllegalStateException("SSH has not begun");
        }
        return wire;
    }

    /** Remembers why the connection ends; what is known first is nearest to the cause. */
    void because(String why) {
        reason = reason.isEmpty() ? why : reason;
    }

    // ---- the connection comes up

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) throws Exception {
        endpoint.tell(new DeviceEvent.Accepted(number));
        Optional<Banner> banner = faults.banner();
        if (banner.isPresent()) {
            say(banner.get().text());
            end(banner.get().ending());
            return;
        }
        if (faults.stopsReadingAt(Moment.Phase.ACCEPTED)) {
            active.channel().config().setOption(ChannelOption.SO_RCVBUF, Conversation.LITTLE);
            active.channel().config().setAutoRead(false);
        }
        if (endAt(Moment.Phase.ACCEPTED)
                || faults.endingAt(Moment.Phase.CLIENT_HELLO).isPresent()) {
            return;
        }
        faults.find(SshFault.BeforeVersion.class).ifPresent(fault -> say(fault.text()));
        wire = new SshWire(this, active);
        host.sessionCreated(wire);
    }

    private void say(String latin1) {
        context().writeAndFlush(Unpooled.wrappedBuffer(latin1.getBytes(StandardCharsets.ISO_8859_1)));
    }

    void loginAsked(String user, String method) {
        endpoint.tell(new DeviceEvent.LoginAsked(number, user, method));
    }

    void keysChanged(boolean askedByClient) {
        endpoint.tell(new DeviceEvent.KeysChanged(number, askedByClient));
    }

    /** Begins a conversation on a channel that the client was told speaks NETCONF. */
    void speakNetconf(SshPeer peer, SshChannel channel) {
        WireShaper shaper = context().pipeline().get(WireShaper.class);
        if (shaper != null) {
            context().flush();
            shaper.secured();
        }
        String user = peer.getUsername();
        endpoint.tell(new DeviceEvent.Secured(number, user, "SSH-2.0", algorithmsOf(peer)));
        sessions++;
        SshStream stream = channel.openStream();
        Conversation conversation =
                new Conversation(endpoint, number, faults, dialogues.get(), ending -> end(ending, stream));
        stream.pipeline().addLast(conversation);
        context().channel().eventLoop().register(stream);
        faults.find(SshFault.StandardError.class)
                .ifPresent(fault -> channel.sendError(fault.text().getBytes(StandardCharsets.UTF_8)));
        conversation.begin(user);
    }

    private static String algorithmsOf(SshPeer peer) {
        return String.join(
                " ",
                peer.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS),
                peer.getNegotiatedKexParameter(KexProposalOption.SERVERKEYS),
                peer.getNegotiatedKexParameter(KexProposalOption.S2CENC),
                peer.getNegotiatedKexParameter(KexProposalOption.S2CMAC));
    }

    void opened(SshStream stream) {
        streams.add(stream);
    }

    void closed(SshStream stream) {
        streams.remove(stream);
    }

    // ---- how it ends

    /** Whether a fault ended the connection at that moment. */
    boolean endAt(Moment moment) {
        Optional<Ending> fault = faults.isNone() ? Optional.empty() : faults.endingAt(moment);
        fault.ifPresent(this::end);
        return fault.isPresent();
    }

    /** Ends the whole connection, as long as there is no session on it. */
    private void end(Ending ending) {
        because("the device ended the connection: " + ending);
        if (ending == Ending.HALF_CLOSE) {
            stage = Stage.DEAF;
            afterAll(this::shutdownOutput);
        } else if (ending == Ending.CLOSE || ending instanceof Ending.Exit) {
            disconnect(BY_APPLICATION, "closed by the device");
        } else {
            endBelow(ending);
        }
    }

    /** Ends a session, and the connection below it if that is how the session ends. */
    private void end(Ending ending, SshStream stream) {
        if (ending instanceof Ending.Exit exit) {
            stream.end(exit.status());
        } else if (ending == Ending.CLOSE) {
            stream.end(0);
        } else if (ending == Ending.HALF_CLOSE) {
            stream.endOutput();
        } else {
            endBelow(ending);
        }
    }

    private void endBelow(Ending ending) {
        if (ending == Ending.SILENCE) {
            stage = sessions == 0 ? Stage.DEAF : stage;
        } else if (ending instanceof Ending.Disconnect disconnect) {
            disconnect(disconnect.reason(), disconnect.text());
        } else {
            stage = Stage.DEAF;
            if (ending == Ending.RESET) {
                channel().config().setOption(ChannelOption.SO_LINGER, 0);
                afterAll(() -> context().close());
            } else {
                // a client opens its window while it reads; to close with that unread would be a reset
                afterAll(this::shutdownOutput);
            }
        }
    }

    private void afterAll(Runnable action) {
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> action.run());
    }

    private void disconnect(int code, String text) {
        stage = Stage.DEAF;
        SshWire begun = wire;
        if (begun != null) {
            try {
                ((SshPeer) SshPeer.getSession(begun)).sayDisconnect(code, text);
            } catch (IOException e) {
                because("the device could not say why it disconnects: " + e);
            }
        }
        afterAll(this::shutdownOutput);
    }

    void shutdownOutput() {
        ((DuplexChannel) channel()).shutdownOutput();
    }

    // ---- what comes

    @Override
    public void channelRead(ChannelHandlerContext at, Object message) throws Exception {
        ByteBuf bytes = (ByteBuf) message;
        SshWire begun = wire;
        try {
            if (begun != null && listens() && !endAt(Moment.SshPhase.VERSION)) {
                begun.beginBatch();
                try {
                    host.messageReceived(begun, Readable.readable(bytes.nioBuffer()));
                } finally {
                    begun.endBatch();
                }
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable cause) throws Exception {
        because("the connection failed: " + cause.getMessage());
        if (wire == null) {
            at.close();
        } else {
            host.exceptionCaught(wire, cause);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext at) {
        if (at.channel().isWritable()) {
            List.copyOf(streams).forEach(SshStream::resume);
        }
        at.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext at) throws Exception {
        stage = Stage.ENDED;
        because("the client closed the connection");
        if (wire != null) {
            host.sessionClosed(wire);
        }
        if (sessions == 0) {
            endpoint.tell(new DeviceEvent.Ended(number, reason));
        }
        at.fireChannelInactive();
    }
}
