package dev.parley.ssh;

import dev.parley.error.OneLine;
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
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.util.Readable;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection over a link: MINA's session, fed with what arrives, with the one channel that it is made for.
 *
 * <p>While it comes up, MINA computes keys, reads files and may ask an agent or a person; so it works on threads that may
 * block, on one piece of input at a time, and the link is not read meanwhile. As soon as the channel is open, everything
 * happens on the link's loop, and nothing that was received waits. It does not care who dialled, nor what the link is made
 * of: a socket, a channel of a jump host, or a connection that a device opened.
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

    private interface Piece {
        void run() throws Exception;
    }

    private final Link lower;
    private final Hop hop;
    private final Executor blocking;
    private final Observer observer;
    private final LinkLoop loop;
    private final SshLink link;
    private final Authentication authentication;
    private final FirstWords firstWords = new FirstWords();
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<ByteBuffer> outgoing = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final Object worker = new Object();

    private @Nullable Thread working;
    private volatile Stage stage = Stage.OPENING;
    private boolean busy;
    private @Nullable LinkEnd lowerEnd;
    private boolean lowerWritable = true;
    private boolean unflushed;

    // what MINA told, on whichever thread it ran; read on the loop when the piece is done
    private @Nullable SshSession session;
    private @Nullable SshFailure failure;
    private @Nullable SshDetails details;
    private @Nullable String disconnected;
    private @Nullable Throwable broken;
    private @Nullable String channelEnd;
    private boolean authenticated;
    private boolean granted;

    /**
     * @param lower what it goes over; what it hands up comes here from now on
     * @param hop who is at the other end, and who we are there
     * @param remote the other end, as sessions know it
     * @param blocking runs what may block
     * @param observer is told what comes of it
     */
    SshConnection(Link lower, Hop hop, SocketAddress remote, Executor blocking, Observer observer) {
        this.lower = lower;
        this.hop = hop;
        this.blocking = blocking;
        this.observer = observer;
        loop = lower.loop();
        authentication = new Authentication(hop.identity());
        link = new SshLink(this, hop.start(), remote);
    }

    /** Begins with our identification. */
    void begin() {
        pieces.add(() -> {
            SshSession made = new SshSession(Mina.client(), new LinkIoSession(this, lower.remoteAddress()), this, hop);
            session = made;
            made.begin(authentication.user());
        });
        next();
    }

    // ---- pieces of input while it comes up

    private void next() {
        while (!busy && !pieces.isEmpty()) {
            Piece piece = pieces.remove();
            if (stage == Stage.OPENING) {
                workOn(piece);
            } else if (stage == Stage.OPEN) {
                run(piece);
            }
        }
    }

    private void workOn(Piece piece) {
        busy = true;
        lower.reading(false);
        try {
            blocking.execute(() -> {
                work(piece);
                onLoop(this::done);
            });
        } catch (RejectedExecutionException e) {
            busy = false;
            giveUp(new SshFailure(Reason.CLIENT_CLOSED, "the client is closed", null, e));
        }
    }

    /** On a thread that may block; it is interrupted when nobody wants the connection any more. */
    private void work(Piece piece) {
        synchronized (worker) {
            if (stage != Stage.OPENING) {
                return;
            }
            working = Thread.currentThread();
        }
        try {
            run(piece);
        } finally {
            synchronized (worker) {
                working = null;
                // an interrupt that came too late is not for whatever this thread does next
                Thread.interrupted();
            }
        }
    }

    private void run(Piece piece) {
        try {
            piece.run();
        } catch (Exception e) {
            broken(e);
            if (session != null) {
                session.exceptionCaught(e);
            }
        }
    }

    /** A piece is done. */
    private void done() {
        busy = false;
        if (stage == Stage.OPENING) {
            if (failure != null) {
                giveUp(failure);
            } else if (granted) {
                open();
            } else if (session != null && session.isClosing()) {
                // the device has said that it ends the connection; the socket may stay open for long
                giveUp(closedEarly(LinkEnd.orderly("the device ended the connection")));
            }
        }
        next();
        if (!busy) {
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
        SshDetails known = Objects.requireNonNull(details).withMethods(authentication.succeeded());
        details = known;
        link.start(observer.opened(link, known));
        if (channelEnd != null) {
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
            synchronized (worker) {
                stage = Stage.CLOSING;
                if (working != null) {
                    working.interrupt();
                }
            }
        }
        close();
    }

    // ---- the link below

    @Override
    public void received(ByteBuffer bytes) {
        if (stage == Stage.OPEN && !busy) {
            feed(bytes);
        } else if (stage == Stage.OPENING || stage == Stage.OPEN) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            pieces.add(() -> feed(ByteBuffer.wrap(copy)));
        }
    }

    private void feed(ByteBuffer bytes) {
        firstWords.hear(bytes);
        SshSession current = session;
        if (current == null || current.isClosing()) {
            return;
        }
        try {
            if (firstWords.foreign() != null) {
                throw new StreamCorruptedException("not SSH");
            }
            current.messageReceived(Readable.readable(bytes));
        } catch (Exception e) {
            broken(e);
            current.exceptionCaught(e);
        }
    }

    @Override
    public void receivedAll() {
        if (!busy) {
            if (pieces.isEmpty()) {
                if (stage == Stage.OPEN) {
                    link.receivedAll();
                }
                flush();
            } else {
                next();
            }
        }
    }

    @Override
    public void writable(boolean writable) {
        lowerWritable = writable;
        if (writable && stage == Stage.OPEN && !busy) {
            link.flush();
        }
    }

    @Override
    public void closed(LinkEnd end) {
        lowerEnd = end;
        if (!busy && pieces.isEmpty()) {
            finish(end);
        }
    }

    private void finish(LinkEnd end) {
        Stage before = stage;
        if (before == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        outgoing.clear();
        if (session != null) {
            session.close(true);
        }
        if (before == Stage.OPENING) {
            observer.failed(failure != null ? failure : closedEarly(end));
        }
        link.ended(linkEnd(end));
    }

    private SshFailure closedEarly(LinkEnd end) {
        String how = firstWords.isSilent() ? end.how() + " before it said a word" : end.how();
        String advice = details == null
                ? "it may let no more sessions in, or none from here; its own log says more"
                : authenticated
                        ? "it may not start NETCONF for this user; its own log says more"
                        : "it may have had enough of attempts to log in; its own log says more";
        return new SshFailure(
                Reason.CLOSED_BY_PEER,
                disconnected == null ? how : who() + " ended the connection: " + disconnected,
                advice,
                broken != null ? broken : end.cause());
    }

    /** What the end of the link below means for the one above. */
    private LinkEnd linkEnd(LinkEnd end) {
        String told = channelEnd != null ? channelEnd : disconnected;
        if (told != null) {
            String how = OneLine.of(told);
            return new LinkEnd(who() + " closed the connection (" + how + ")", silent(how), null);
        }
        if (broken != null && end.cause() == null) {
            String how = "the SSH connection broke: " + OneLine.of(words(broken));
            return new LinkEnd(how, silent(how), broken);
        }
        return new LinkEnd(end.how(), silent(end.how()), end.cause());
    }

    /** A part of the hello says more of what was lost than the loss does. */
    private LinkEnd.@Nullable BeforeHello silent(String how) {
        return link.isSilent()
                ? new LinkEnd.BeforeHello(
                        Reason.CLOSED_BY_PEER,
                        "the device ended the " + hop.start() + " without a hello: " + how,
                        "is NETCONF switched on there, and may " + authentication.user() + " use it?")
                : null;
    }

    private String who() {
        return hop.start() instanceof Start.Tunnel
                ? "the jump host " + hop.access().address()
                : "the device";
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    // ---- what MINA tells, on the thread that runs the piece

    /** The first failure is the one that counts. */
    void fail(SshFailure why) {
        if (failure == null && stage == Stage.OPENING) {
            failure = why;
        }
    }

    /** There are keys, of the host that it should be. */
    void keysEstablished() {
        SshSession current = session;
        if (details == null && current != null) {
            SshDetails known = current.details(authentication.user());
            details = known;
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
        authenticated = true;
        try {
            if (session != null) {
                session.open(link.channel());
            }
        } catch (IOException e) {
            broken(e);
        }
    }

    void refused(Throwable why) {
        if (details != null && disconnected == null && broken == null && stage == Stage.OPENING) {
            fail(authentication.failure(authentication.user(), null, why));
        }
    }

    void granted() {
        granted = true;
    }

    void startRefused(String why) {
        fail(new SshFailure(
                hop.start() instanceof Start.Tunnel ? Reason.UNREACHABLE : Reason.SUBSYSTEM_REFUSED,
                why,
                hop.start() instanceof Start.Tunnel
                        ? "may the jump host connect there, and forward at all?"
                        : "is NETCONF switched on there? Some devices call the subsystem otherwise, or need a command",
                null));
    }

    void disconnected(int code, String message) {
        String name = SshConstants.getDisconnectReasonName(code).replaceFirst("^SSH2_DISCONNECT_", "");
        disconnected = (message.isBlank() ? "no reason given" : message) + " (" + name + ")";
        if (details != null && !authenticated) {
            fail(authentication.failure(authentication.user(), disconnected, null));
        }
    }

    /** Something that a message led to failed; MINA ends the session then. */
    void broken(Throwable why) {
        if (broken == null) {
            broken = why;
        }
        String foreign = firstWords.foreign();
        if (foreign != null) {
            fail(new SshFailure(Reason.NOT_SSH, foreign, "NETCONF over SSH is on port 830, over TLS on 6513", why));
        } else if (isOtherVersion(why)) {
            fail(new SshFailure(
                    Reason.NO_COMMON_SSH,
                    "no common version: " + words(why) + "; we speak SSH-2.0",
                    "update the device's SSH",
                    why));
        } else if (disconnected == null) {
            fail(new SshFailure(
                    details == null ? Reason.HANDSHAKE_FAILED : Reason.FAILED, "SSH failed: " + words(why), null, why));
        }
    }

    private static boolean isOtherVersion(Throwable why) {
        return why instanceof SshException ssh
                && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED;
    }

    /** The channel has ended, in an open session or on the way to one. */
    void ended(String how) {
        if (channelEnd == null) {
            channelEnd = how;
        }
        if (stage == Stage.OPEN) {
            close();
        } else if (!granted) {
            startRefused(who() + " closed the channel in place of starting the " + hop.start() + ": " + how);
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
        outgoing.add(bytes);
        if (loop.isCurrent()) {
            drain();
        } else if (!leaving.getAndSet(true)) {
            onLoop(() -> {
                leaving.set(false);
                flush();
            });
        }
    }

    private void drain() {
        for (ByteBuffer next = outgoing.poll(); next != null; next = outgoing.poll()) {
            if (lowerEnd == null) {
                lower.write(next);
                unflushed = true;
            }
        }
    }

    /** Sends what MINA has written. On the loop. */
    void flush() {
        drain();
        if (unflushed && lowerEnd == null) {
            unflushed = false;
            lower.flush();
        }
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
                broken(e);
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

    LinkLoop loop() {
        return loop;
    }

    LinkTraffic wire() {
        return lower.traffic();
    }

    @Nullable
    SshDetails details() {
        return details;
    }

    Authentication authentication() {
        return authentication;
    }

    /** What has passed before there is a link. */
    LinkTraffic traffic() {
        return link.traffic();
    }
}
