package dev.parley.simulator;

import dev.parley.simulator.fault.SshFault;
import dev.parley.simulator.ssh.SshSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/** A channel that a client opened (RFC 4254 section 5); its data goes through an {@link SshStream}. On the event loop only. */
abstract sealed class SshChannel extends AbstractServerChannel permits SshSessionChannel, SshForwardedChannel {
    private final SshPeer peer;
    private final long mostInPacket;
    private @Nullable SshStream stream;

    /** A kind of channel. */
    enum Kind implements ChannelFactory {
        /** A session, which may come to speak NETCONF. */
        SESSION("session") {
            @Override
            public Channel createChannel(Session session) {
                return new SshSessionChannel((SshPeer) session);
            }
        },
        /** A connection to another host, by way of this one. */
        FORWARDED("direct-tcpip") {
            @Override
            public Channel createChannel(Session session) {
                return new SshForwardedChannel((SshPeer) session);
            }
        };

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        @Override
        public String getName() {
            return wireName;
        }
    }

    @SuppressWarnings("NullAway") // MINA takes null for: no executor of its own.
    SshChannel(SshPeer peer) {
        super(null);
        this.peer = peer;
        mostInPacket = peer.connection()
                .faults()
                .find(SshFault.Packets.class)
                .map(SshFault.Packets::size)
                .orElse(Integer.MAX_VALUE);
    }

    SshPeer peer() {
        return peer;
    }

    SshSettings settings() {
        return peer.connection().settings();
    }

    boolean hasStream() {
        return stream != null;
    }

    /** The stream that carries the channel's data from now on; not registered with the event loop yet. */
    SshStream openStream() {
        SshStream opened = new SshStream(peer.connection(), this);
        stream = opened;
        return opened;
    }

    // ---- what goes out

    /** How many bytes of data may be sent now in one packet. */
    int room() {
        return (int)
                Math.min(getRemoteWindow().getSize(), Math.min(getRemoteWindow().getPacketSize(), mostInPacket));
    }

    /** Sends so many of these bytes as the data of one packet. */
    void sendData(ByteBuf bytes, int size) {
        sendData(SshConstants.SSH_MSG_CHANNEL_DATA, bytes, size);
    }

    private void sendData(byte command, ByteBuf bytes, int size) {
        Buffer packet = peer.createBuffer(command, size + 3 * Integer.BYTES);
        packet.putUInt(getRecipient());
        if (command == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA) {
            packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
        }
        packet.putUInt(size);
        bytes.readBytes(packet.array(), packet.wpos(), size);
        packet.wpos(packet.wpos() + size);
        getRemoteWindow().consume(size);
        try {
            // MINA would make any other thread wait while keys are exchanged.
            ThreadUtils.runAsInternal(packet, peer::writePacket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends that to the client's standard error. */
    void sendError(byte[] text) {
        sendData(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, Unpooled.wrappedBuffer(text), text.length);
    }

    /** Says that no more data comes. */
    void endOutput() throws IOException {
        sendEof();
    }

    /** Ends the channel with that exit status. */
    void end(int status) throws IOException {
        if (!isClosing()) {
            sendEof();
            sendExitStatus(status);
            close(false);
        }
    }

    /** Tells the client that so many bytes were taken. */
    void taken(int bytes) {
        try {
            if (!isClosing()) {
                getLocalWindow().release(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what comes in

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        if (stream != null) {
            stream.received(Unpooled.copiedBuffer(data, offset, (int) length));
        }
    }

    /** A client has nothing to say there. */
    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        taken((int) length);
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        if (stream != null) {
            stream.resume();
        }
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    protected void preClose() {
        super.preClose();
        if (stream != null) {
            stream.close();
        }
    }
}
