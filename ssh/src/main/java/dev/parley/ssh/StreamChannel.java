package dev.parley.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.logging.SimplifiedLog;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * MINA's side of a channel: it turns messages into calls of the link, and the link's bytes into messages. It has none of
 * MINA's streams, which stand for threads that wait in them.
 */
final class StreamChannel extends AbstractClientChannel {
    /** Where a connection through a jump host says that it comes from; nobody is meant to come back to it. */
    private static final String ORIGIN = "127.0.0.1";

    private final Start start;
    private final SshLink link;

    StreamChannel(Start start, int window, SshLink link) {
        super(start instanceof Start.Tunnel ? "direct-tcpip" : "session");
        CoreModuleProperties.WINDOW_SIZE.set(this, (long) window);
        this.start = start;
        this.link = link;
    }

    /** As in the session: what is said does not belong into a log. */
    @Override
    protected SimplifiedLog getSimplifiedLogger() {
        return SimplifiedLog.EMPTY;
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        if (!(start instanceof Start.Tunnel tunnel)) {
            return super.open();
        }
        openFuture = new DefaultOpenFuture(this, futureLock);
        Buffer message = getSession()
                .createBuffer(
                        SshConstants.SSH_MSG_CHANNEL_OPEN,
                        64 + 4 * tunnel.host().length());
        message.putString(getChannelType());
        message.putUInt(getChannelId());
        message.putUInt(getLocalWindow().getSize());
        message.putUInt(getLocalWindow().getPacketSize());
        message.putString(tunnel.host());
        message.putUInt(tunnel.port());
        message.putString(ORIGIN);
        message.putUInt(0);
        writePacket(message);
        return openFuture;
    }

    @Override
    protected void doOpen() throws IOException {
        if (start instanceof Start.Subsystem subsystem) {
            request("subsystem", subsystem.name());
        } else if (start instanceof Start.Command command) {
            request("exec", command.line());
        } else {
            link.granted();
        }
    }

    private void request(String kind, String what) throws IOException {
        Buffer message = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64 + 4 * what.length());
        message.putUInt(getRecipient());
        message.putString(kind);
        message.putBoolean(true);
        message.putString(what);
        writePacket(message);
    }

    /** What a device asks about the channel and MINA does not know is declined (RFC 4254 section 5.4). */
    @Override
    protected RequestHandler.Result handleInternalRequest(String request, boolean wantReply, Buffer message)
            throws IOException {
        RequestHandler.Result known = super.handleInternalRequest(request, wantReply, message);
        return known == RequestHandler.Result.Unsupported ? RequestHandler.Result.ReplyFailure : known;
    }

    @Override
    public void handleSuccess() {
        link.granted();
    }

    @Override
    public void handleFailure() {
        link.refused("the device refused the " + start);
    }

    @Override
    public void handleOpenFailure(Buffer message) {
        int code = message.getInt();
        String words = message.getString();
        openFuture.setException(new SshException(code, words));
        link.refused(refusal(code, words));
    }

    private String refusal(int code, String words) {
        String name = SshConstants.getOpenErrorCodeName(code);
        String why = words.isBlank() ? name : words + " (" + name + ")";
        return start instanceof Start.Tunnel
                ? "it makes no " + start + ": " + why
                : "the device opens no channel: " + why;
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        link.arrived(ByteBuffer.wrap(data, offset, (int) length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        link.said(new String(data, offset, (int) length, java.nio.charset.StandardCharsets.UTF_8));
        getLocalWindow().release(length);
    }

    @Override
    public void handleWindowAdjust(Buffer message) throws IOException {
        super.handleWindowAdjust(message);
        link.pump();
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        link.endOfInput();
    }

    /** The link takes leave in its own way; MINA's would wait for answers and keep the time itself. */
    @Override
    public void handleClose() {
        link.closedByPeer();
    }

    /** How many bytes can be sent at once just now. */
    int room() {
        return (int)
                Math.min(getRemoteWindow().getSize(), Math.min(getRemoteWindow().getPacketSize(), 1 << 15));
    }

    /** Sends so many of the bytes that wait, which are at least as many, in one message. */
    void send(Collection<ByteBuffer> waiting, int length) throws IOException {
        Buffer message = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, length + 12);
        message.putUInt(getRecipient());
        message.putUInt(length);
        int left = length;
        for (ByteBuffer next : waiting) {
            int part = Math.min(left, next.remaining());
            message.ensureCapacity(part);
            next.get(message.array(), message.wpos(), part);
            message.wpos(message.wpos() + part);
            left -= part;
            if (left == 0) {
                break;
            }
        }
        getRemoteWindow().consume(length);
        getSession().writePacket(message);
    }

    /** These bytes were taken in: the device may send as many again. */
    void release(long length) throws IOException {
        getLocalWindow().release(length);
    }

    /** Says that no more comes, and that the channel is no longer needed. */
    void takeLeave() throws IOException {
        for (byte command : new byte[] {SshConstants.SSH_MSG_CHANNEL_EOF, SshConstants.SSH_MSG_CHANNEL_CLOSE}) {
            Buffer message = getSession().createBuffer(command, 16);
            message.putUInt(getRecipient());
            getSession().writePacket(message);
        }
    }
}
