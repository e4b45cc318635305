package dev.parley.ssh;

import dev.parley.error.OpenException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.future.DefaultKeyExchangeFuture;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.session.helpers.KeyExchangeMessageHandler;
import org.apache.sshd.common.session.helpers.PendingWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.logging.SimplifiedLog;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * MINA's session, which tells the connection what happens to it. It runs on one thread at a time, and never waits on it.
 */
final class SshSession extends ClientSessionImpl {
    private final SshConnection connection;
    private final HostKeyCheck hostKeys;
    private @Nullable PublicKey accepted;

    SshSession(ClientFactoryManager factories, IoSession io, SshConnection connection, Hop hop) throws Exception {
        super(factories, io);
        this.connection = connection;
        hostKeys = hop.hostKeys();
        // the name that the principals of a host certificate are compared with
        setConnectAddress(InetSocketAddress.createUnresolved(
                hop.hostKeyName(), hop.access().port()));
        hop.algorithms().offerIn(this);
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(this, hop.access().ssh().newKeysAfter());
        refreshConfiguration();
    }

    /** MINA would write whole packets to the log, before encryption: passwords, answers and whatever is said. */
    @Override
    protected SimplifiedLog getSimplifiedLogger() {
        return SimplifiedLog.EMPTY;
    }

    /** Sends our identification and our proposal, and asks to be authenticated as soon as there are keys. */
    void begin(String user) throws Exception {
        setUsername(user);
        auth().addListener(done -> {
            if (done.isSuccess()) {
                connection.authenticated();
            } else {
                connection.account().refused(done.getException());
            }
        });
        start();
    }

    void open(StreamChannel channel) throws IOException {
        getConnectionService().registerChannel(channel);
        channel.open();
    }

    /** What MINA asks while it is being constructed, before there are fields. */
    Authentication authentication() {
        return ((LinkIoSession) getIoSession()).connection().authentication();
    }

    @Override
    public List<UserAuthFactory> getUserAuthFactories() {
        return authentication().methods();
    }

    /** Ends the connection with a word (RFC 4253 section 11.1), and the session with it. */
    void takeLeave(int code, String word) {
        Buffer message = createBuffer(SshConstants.SSH_MSG_DISCONNECT, 64);
        message.putInt(code);
        message.putString(word);
        message.putString("");
        try {
            writePacket(message);
        } catch (IOException e) {
            connection.account().broken(e);
        }
        close(true);
    }

    /** Whether the keys are being changed: channel data has to wait. */
    boolean isChangingKeys() {
        return kexState.get() != KexState.DONE;
    }

    @Override
    protected KeyExchangeMessageHandler initializeKeyExchangeMessageHandler() {
        return new NeverWaiting(this, log);
    }

    /** MINA makes threads wait while keys are changed, and sends what has gathered on a thread of its own. */
    private static final class NeverWaiting extends KeyExchangeMessageHandler {
        NeverWaiting(AbstractSession session, Logger log) {
            super(session, log);
        }

        @Override
        protected boolean isBlockAllowed(int command) {
            return false;
        }

        @Override
        protected void flushQueue(DefaultKeyExchangeFuture done) {
            Throwable failure = null;
            lock.writeLock().lock();
            try {
                for (PendingWriteFuture next = pendingPackets.poll(); next != null; next = pendingPackets.poll()) {
                    ((SshSession) session).doWritePacket(next.getBuffer()).addListener(next);
                }
            } catch (IOException e) {
                failure = e;
            } finally {
                kexFlushed.set(true);
                lock.writeLock().unlock();
            }
            done.setValue(failure == null ? true : failure);
            if (failure != null) {
                session.exceptionCaught(failure);
            }
        }
    }

    @Override
    protected IoWriteFuture doWritePacket(Buffer buffer) throws IOException {
        return super.doWritePacket(buffer);
    }

    @Override
    protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
        List<String> names = NamedResource.getNameList(getSignatureFactories());
        return String.join(",", hostKeys.inOrder(names));
    }

    @Override
    protected Map<KexProposalOption, String> negotiate() throws Exception {
        try {
            return super.negotiate();
        } catch (SshException e) {
            connection.account().fails(Mismatch.in(getClientKexProposals(), getServerKexProposals(), e));
            throw e;
        }
    }

    @Override
    protected void checkKeys() throws IOException {
        try {
            check(getServerKey());
        } catch (HostKeyRefused e) {
            connection.account().fails(e.failure());
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE,
                    e.failure().detail(),
                    e);
        }
    }

    /** The first key is looked up; whenever keys are changed later, it is to be the same, and nobody is asked again. */
    private void check(PublicKey key) throws HostKeyRefused {
        PublicKey known = accepted;
        if (known == null) {
            hostKeys.check(key);
            accepted = key;
            // of a device that has called, only now is it known who we are there
            authentication().begin();
            setUsername(authentication().user());
        } else if (!Arrays.equals(blob(known), blob(key))) {
            throw new HostKeyRefused(
                    OpenException.Reason.HOST_KEY_CHANGED,
                    "in the middle of the session the host showed another key, " + HostKeyCheck.describe(key)
                            + ", than the one that it began with, " + HostKeyCheck.describe(known),
                    "somebody may stand in between");
        }
    }

    private static byte[] blob(PublicKey key) {
        return HostKeyCheck.blob(HostKeyCheck.bare(key));
    }

    @Override
    protected void signalSessionEvent(SessionListener.Event event) throws Exception {
        if (event == SessionListener.Event.KeyEstablished) {
            connection.keysEstablished();
        }
        super.signalSessionEvent(event);
    }

    @Override
    protected void handleNewKeys(int command, Buffer buffer) throws Exception {
        super.handleNewKeys(command, buffer);
        connection.keysChanged();
    }

    @Override
    protected void handleDisconnect(int code, String message, String language, Buffer buffer) throws Exception {
        connection.account().disconnected(code, message);
        super.handleDisconnect(code, message, language, buffer);
    }

    /** MINA would log it besides; whoever opens the connection is told, and that is enough. */
    @Override
    public void exceptionCaught(Throwable failure) {
        connection.account().broken(failure);
        signalAuthFailure(failure);
        int code = failure instanceof SshException ssh ? ssh.getDisconnectCode() : 0;
        if (isOpen() && code > 0) {
            takeLeave(code, "the client ends the connection");
        } else {
            close(true);
        }
    }

    /** What the keys came to. */
    SshDetails details(String user) {
        return new SshDetails(
                getServerVersion(),
                agreed(KexProposalOption.ALGORITHMS),
                strictKex,
                agreed(KexProposalOption.SERVERKEYS),
                HostKeyCheck.fingerprint(getServerKey()),
                agreed(KexProposalOption.C2SENC),
                agreed(KexProposalOption.C2SMAC),
                user,
                List.of());
    }

    private String agreed(KexProposalOption option) {
        String value = getNegotiatedKexParameter(option);
        return value == null ? "" : value;
    }

    /** Lists of names as they stand in proposals. */
    static List<String> names(String proposal) {
        return proposal == null || proposal.isEmpty() ? List.of() : Arrays.asList(proposal.split(","));
    }
}
