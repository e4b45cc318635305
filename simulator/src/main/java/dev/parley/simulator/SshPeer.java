package dev.parley.simulator;

import dev.parley.simulator.fault.Moment.SshPhase;
import dev.parley.simulator.fault.SshFault;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;

/** The device's side of one SSH session, with its faults. On the event loop only. */
final class SshPeer extends ServerSessionImpl {
    private final SshArrival connection;
    private final ConnectionFaults faults;
    private Keys keys = Keys.NONE;

    /** Which keys there are, and who asked for those that are being exchanged. */
    private enum Keys {
        /** The first exchange is not over. */
        NONE,
        /** There are keys; whoever wants others has not said so, or we have. */
        IN_PLACE,
        /** The client has asked for others. */
        CLIENT_WANTS_OTHERS
    }

    SshPeer(ServerFactoryManager server, SshWire wire) throws Exception {
        super(server, wire);
        this.connection = wire.connection();
        this.faults = connection.faults();
    }

    SshArrival connection() {
        return connection;
    }

    @Override
    protected IoWriteFuture sendServerIdentification(List<String> linesBefore) throws Exception {
        Optional<SshFault.Version> other = faults.find(SshFault.Version.class);
        if (other.isEmpty()) {
            return super.sendServerIdentification(linesBefore);
        }
        serverVersion = other.get().line();
        return sendIdentification(serverVersion, linesBefore);
    }

    @Override
    public KeyPairProvider getKeyPairProvider() {
        return keys == Keys.NONE
                ? super.getKeyPairProvider()
                : faults.find(SshFault.OtherHostKeys.class)
                        .map(fault -> KeyPairProvider.wrap(fault.keys().pairs()))
                        .orElseGet(super::getKeyPairProvider);
    }

    @Override
    protected void signalSessionEvent(SessionListener.Event event) throws Exception {
        if (event == SessionListener.Event.KeyEstablished) {
            if (keys != Keys.NONE) {
                connection.keysChanged(keys == Keys.CLIENT_WANTS_OTHERS);
            }
            keys = Keys.IN_PLACE;
        }
        super.signalSessionEvent(event);
    }

    @Override
    protected void doHandleMessage(Buffer message) throws Exception {
        int command = message.rawByte(message.rpos()) & 0xFF;
        if (command == SshConstants.SSH_MSG_KEXINIT && keys == Keys.IN_PLACE && getKexState() == KexState.DONE) {
            keys = Keys.CLIENT_WANTS_OTHERS;
        }
        if (command == SshConstants.SSH_MSG_USERAUTH_REQUEST) {
            tellOfLogin(message);
        }
        if (!faults.isNone() && (endsAt(command) || refuses(command, message))) {
            return;
        }
        if (connection.listens()) {
            super.doHandleMessage(message);
        }
    }

    private void tellOfLogin(Buffer message) {
        int start = message.rpos();
        message.getByte();
        String user = message.getString();
        message.getString();
        connection.loginAsked(user, message.getString());
        message.rpos(start);
    }

    private boolean endsAt(int command) {
        return switch (command) {
            case SshConstants.SSH_MSG_SERVICE_REQUEST -> connection.endAt(SshPhase.SERVICE);
            case SshConstants.SSH_MSG_USERAUTH_REQUEST -> connection.endAt(SshPhase.AUTHENTICATION);
            case SshConstants.SSH_MSG_CHANNEL_OPEN -> connection.endAt(SshPhase.CHANNEL);
            default ->
                command >= SshConstants.SSH_MSG_KEX_FIRST
                        && command <= SshConstants.SSH_MSG_KEX_LAST
                        && connection.endAt(SshPhase.KEY_EXCHANGE);
        };
    }

    private boolean refuses(int command, Buffer message) throws IOException {
        Optional<SshFault.ChannelRefused> refusal = faults.find(SshFault.ChannelRefused.class);
        if (command != SshConstants.SSH_MSG_CHANNEL_OPEN || refusal.isEmpty()) {
            return false;
        }
        message.getByte();
        message.getString();
        long sender = message.getUInt();
        Buffer answer = createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE);
        answer.putUInt(sender);
        answer.putUInt(refusal.get().reason());
        answer.putString(refusal.get().text());
        answer.putString("");
        writePacket(answer);
        return true;
    }

    /** Says why, in the words given, and nothing after it. */
    void sayDisconnect(int reason, String text) throws IOException {
        Buffer last = createBuffer(SshConstants.SSH_MSG_DISCONNECT);
        last.putUInt(reason);
        last.putString(text);
        last.putString("");
        writePacket(last);
    }

    @Override
    protected void handleDisconnect(int code, String text, String language, Buffer message) throws Exception {
        connection.because("the client disconnected: " + text);
        super.handleDisconnect(code, text, language, message);
    }

    @Override
    public void exceptionCaught(Throwable problem) {
        connection.because("SSH failed: " + problem.getMessage());
        super.exceptionCaught(problem);
    }
}
