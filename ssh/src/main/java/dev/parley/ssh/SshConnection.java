package dev.parley.ssh;

import dev.parley.error.OpenException.Reason;
import dev.parley.transport.Link;
import dev.parley.transport.LinkEnd;
import dev.parley.transport.LinkListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.LinkTraffic;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.Readable;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection over a link: MINA's session, fed with what arrives, with the one channel that it is made for.
 *
 * <p>While it comes up, MINA computes keys, reads files and may ask an agent or a person; so it works on threads that may
 * block, on one of the {@link Pieces} of input at a time, and the link is not read meanwhile. As soon as the channel is open,
 * everything happens on the link's loop, and nothing that was received waits. It does not care who dialled, nor what the link
 * is made of: a socket, a channel of a jump host, or a connection that a device opened. What it all means in words is the
 * {@link Account}'s.
 */
final class SshConnection implements LinkListener {
    /** How far it has come; it only goes forward. */
    private enum Stage {
        OPENING,
        OPEN,
        /** We are done with it; what still arrives concerns nobody. */
        CLOSING,
        ENDED
    }

    /** Who the connection is made for. On the loop. */
    interface Observer {
        /** The host has proved its key, and it is a trusted one. */
        void secured(SshDetails details);

        /** The channel is open. Who is returned gets what comes. */
        LinkListener opened(SshLink link, SshDetails details);

        /** There is no connection; the last call, unless the channel was open. */
        void failed(SshFailure failure);
    }

    private interface Step {
        void run() throws Exception;
    }

    private final Link lower;
    private final Hop hop;
    private final Observer observer;
    private final LinkLoop loop;
    private final SshLink link;
    private final Authentication authentication;
    private final Account account;
    private final Pieces pieces;
    private final Outgoing outgoing;

    private volatile Stage stage = Stage.OPENING;
    private @Nullable SshSession session;
    private @Nullable LinkEnd lowerEnd;
    private boolean lowerWritable = true;

    /**
     * @param lower what it goes over; what it hands up comes here from now on
     * @param hop who is at the other end, and who we are there
     * @param window how much the other end may send before that was taken in, in bytes
     * @param remote the other end, as sessions know it
     * @param blocking runs what may block
     * @param observer is told what comes of it
     */
    SshConnection(Link lower, Hop hop, int window, SocketAddress remote, Executor blocking, Observer observer) {
        this.lower = lower;
        this.hop = hop;
        this.observer = observer;
        loop = lower.loop();
        authentication = new Authentication(hop.identity());
        account = new Account(hop, authentication);
        link = new SshLink(this, hop.start(), window, remote);
        pieces = new Pieces(blocking, this::onLoop, this::pieceDone);
        outgoing = new Outgoing(lower, this::onLoop);
    }

    /** Begins with our identification. */
    void begin() {
        pieces.add(guarded(() -> {
            SshSession made = new SshSession(Mina.client(), new LinkIoSession(this, lower.remoteAddress()), this, hop);
            session = made;
            made.begin(authentication.user());
        }));
        work();
    }

    // ---- pieces of input while it comes up

    private Runnable guarded(Step step) {
        return () -> {
            try {
                step.run();
            } catch (Exception e) {
                fails(e);
            }
        };
    }

    private void fails(Exception why) {
        account.broken(why);
        if (session != null) {
            session.exceptionCaught(why);
        }
    }

    private void work() {
        for (Runnable piece = pieces.next(); piece != null; piece = pieces.next()) {
            if (stage == Stage.OPENING) {
                workOn(piece);
            } else if (stage == Stage.OPEN) {
                piece.run();
            }
        }
    }

    private void workOn(Runnable piece) {
        lower.reading(false);
        try {
            pieces.workOn(piece);
        } catch (RejectedExecutionException e) {
            giveUp(new SshFailure(Reason.CLIENT_CLOSED, "the client is closed", null, e));
        }
    }

    private void pieceDone() {
        if (stage == Stage.OPENING) {
            SshFailure failure = account.failure();
            if (failure != null) {
                giveUp(failure);
            } else if (account.isStarted()) {
                open();
            } else if (session != null && session.isClosing()) {
                // the device has said that it ends the connection; the socket may stay open for long
                giveUp(account.closedEarly(LinkEnd.orderly("the device ended the connection")));
            }
        }
        work();
        if (!pieces.isBusy()) {
            idle();
        }
    }

    /** Nothing is under way that came earlier than what comes next. */
    private void idle() {
        if (stage == Stage.OPEN) {
            link.receivedAll();
        }
        flush();
        if (lowerEnd != null) {
            finish(lowerEnd);
        } else if (stage == Stage.CLOSING) {
            leave();
        } else {
            lower.reading(true);
        }
    }

    private void open() {
        stage = Stage.OPEN;
        link.start(observer.opened(link, Objects.requireNonNull(account.details())));
        if (account.hasChannelEnded()) {
            close();
        }
    }

    private void giveUp(SshFailure why) {
        stage = Stage.CLOSING;
        observer.failed(why);
    }

    /** Nobody wants it any more. On the loop. */
    void abort() {
        if (stage == Stage.OPENING) {
            stage = Stage.CLOSING;
            pieces.abandon();
        }
        close();
    }

    // ---- the link below

    @Override
    public void received(ByteBuffer bytes) {
        if (stage == Stage.OPEN && !pieces.isBusy()) {
            feed(bytes);
        } else if (stage == Stage.OPENING || stage == Stage.OPEN) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            pieces.add(() -> feed(ByteBuffer.wrap(copy)));
        }
    }

    private void feed(ByteBuffer bytes) {
        account.hears(bytes);
        SshSession current = session;
        if (current == null || current.isClosing()) {
            return;
        }
        try {
            if (account.isForeign()) {
                throw new StreamCorruptedException("not SSH");
            }
            current.messageReceived(Readable.readable(bytes));
        } catch (Exception e) {
            fails(e);
        }
    }

    @Override
    public void receivedAll() {
        if (pieces.isIdle()) {
            if (stage == Stage.OPEN) {
                link.receivedAll();
            }
            flush();
        } else {
            work();
        }
    }

    @Override
    public void writable(boolean writable) {
        lowerWritable = writable;
        if (writable && stage == Stage.OPEN && !pieces.isBusy()) {
            link.flush();
        }
    }

    @Override
    public void closed(LinkEnd end) {
        lowerEnd = end;
        outgoing.end();
        // what came together with the end comes first, and nobody may have said that it was all
        work();
        if (pieces.isIdle()) {
            finish(end);
        }
    }

    private void finish(LinkEnd end) {
        Stage before = stage;
        if (before == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        if (before == Stage.OPENING) {
            observer.failed(account.closedEarly(end));
        }
        LinkEnd above = account.linkEnd(end, link.isSilent());
        // behind all that, as what MINA makes of it is not what happened
        if (session != null) {
            session.close(true);
        }
        link.ended(above);
    }

    // ---- what MINA tells, on the thread that works on the piece

    /** There are keys, of the host that it should be. */
    void keysEstablished() {
        SshSession current = session;
        if (current == null) {
            return;
        }
        SshDetails known = current.details(authentication.user());
        if (account.secured(known)) {
            onLoop(() -> {
                if (stage == Stage.OPENING) {
                    observer.secured(known);
                }
            });
        }
    }

    /** There are other keys, and what waited for them can be sent. */
    void keysChanged() {
        if (stage == Stage.OPEN) {
            link.pump();
        }
    }

    void authenticated() {
        account.authenticated();
        try {
            if (session != null) {
                session.open(link.channel());
            }
        } catch (IOException e) {
            account.broken(e);
        }
    }

    /** The channel has ended, in an open session or on the way to one. */
    void channelEnded(String how) {
        account.channelEnded(how);
        if (stage == Stage.OPEN) {
            close();
        }
    }

    /** MINA has ended its session: after a disconnect, or because something is broken. */
    void sessionEnded() {
        if (loop.isCurrent()) {
            leave();
        } else {
            onLoop(this::leave);
        }
    }

    // ---- sending

    /** Takes bytes for the link below, in order. Any thread. */
    void send(ByteBuffer bytes) {
        outgoing.send(bytes);
    }

    /** Sends what MINA has written. On the loop. */
    void flush() {
        outgoing.flush();
    }

    /** Whether channel data can be sent: not while keys are changed, nor when enough waits already. */
    boolean maySend() {
        return lowerWritable && session != null && !session.isChangingKeys();
    }

    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    /** Takes leave in order, and ends the link below. On the loop. */
    void close() {
        SshSession current = session;
        if (stage == Stage.OPEN && current != null && lowerEnd == null) {
            stage = Stage.CLOSING;
            try {
                link.pump();
                link.channel().takeLeave();
                current.takeLeave(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "done");
            } catch (IOException | RuntimeException e) {
                account.broken(e);
            }
        }
        leave();
    }

    private void leave() {
        // while a piece is under way, or has brought something, that comes first
        if (stage != Stage.OPENING && lowerEnd == null) {
            flush();
            lower.close();
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // the client is closed, and every link of this loop has ended
        }
    }

    // ---- what is known of it

    Account account() {
        return account;
    }

    LinkLoop loop() {
        return loop;
    }

    LinkTraffic wire() {
        return lower.traffic();
    }

    void measure() {
        lower.measure();
    }

    Authentication authentication() {
        return authentication;
    }

    /** What has passed before there is a link. */
    LinkTraffic traffic() {
        return link.traffic();
    }
}
