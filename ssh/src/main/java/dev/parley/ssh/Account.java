package dev.parley.ssh;

import dev.parley.error.Circumstance;
import dev.parley.error.OneLine;
import dev.parley.error.OpenException.Reason;
import dev.parley.transport.LinkEnd;
import java.nio.ByteBuffer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/**
 * What has become known of one connection, and what that means for whoever wanted it. One thread at a time: that of the piece
 * that is worked on, and the loop in between.
 */
final class Account {
    /** How far it has come; it only goes forward. */
    private enum Progress {
        BEGUN,
        /** There are keys, of the host that it should be. */
        SECURED,
        AUTHENTICATED,
        /** What the channel is for has been started. */
        STARTED
    }

    private final Hop hop;
    private final Authentication authentication;
    private final FirstWords firstWords = new FirstWords();
    private Progress progress = Progress.BEGUN;
    private @Nullable SshDetails details;
    private @Nullable SshFailure failure;

    // of each the first, which is nearest to the cause
    private @Nullable String disconnected;
    private @Nullable String channelEnd;
    private @Nullable Throwable broken;

    Account(Hop hop, Authentication authentication) {
        this.hop = hop;
        this.authentication = authentication;
    }

    // ---- what happens

    /** Looks at what arrived, without taking it. */
    void hears(ByteBuffer bytes) {
        firstWords.hear(bytes);
    }

    /** There are keys; whether they are the first. */
    boolean secured(SshDetails known) {
        if (progress != Progress.BEGUN) {
            return false;
        }
        progress = Progress.SECURED;
        details = known;
        return true;
    }

    void authenticated() {
        progress = Progress.AUTHENTICATED;
    }

    void started() {
        progress = Progress.STARTED;
        if (details != null) {
            details = details.withMethods(authentication.succeeded());
        }
    }

    /** The first failure is the one that counts. */
    void fails(SshFailure why) {
        if (failure == null) {
            failure = why;
        }
    }

    /** None of the ways to log in has led anywhere. */
    void refused(Throwable why) {
        if (progress != Progress.BEGUN && disconnected == null && broken == null) {
            fails(authentication.failure(authentication.user(), null, why));
        }
    }

    /** What the channel is for is not started. */
    void startRefused(String why) {
        boolean tunnel = hop.isOnTheWay();
        fails(new SshFailure(
                tunnel ? Reason.UNREACHABLE : Reason.SUBSYSTEM_REFUSED,
                why,
                tunnel
                        ? "may the jump host connect there, and forward at all?"
                        : "is NETCONF switched on there? Some devices call the subsystem otherwise, or need a command",
                null));
    }

    /** The channel has ended. */
    void channelEnded(String how) {
        if (channelEnd == null) {
            channelEnd = how;
        }
        if (progress != Progress.STARTED) {
            startRefused(hop.who() + " closed the channel in place of starting the " + hop.start() + ": " + how);
        }
    }

    /** The host has ended the connection, and says so. */
    void disconnected(int code, String message) {
        String name = SshConstants.getDisconnectReasonName(code).replaceFirst("^SSH2_DISCONNECT_", "");
        disconnected = (message.isBlank() ? "no reason given" : message) + " (" + name + ")";
        if (progress == Progress.SECURED) {
            fails(authentication.failure(authentication.user(), disconnected, null));
        }
    }

    /** Something that a message led to failed; MINA ends the session then. */
    void broken(Throwable why) {
        if (broken == null) {
            broken = why;
        }
        String foreign = firstWords.foreign();
        if (foreign != null) {
            fails(new SshFailure(Reason.NOT_SSH, foreign, "NETCONF over SSH is on port 830, over TLS on 6513", why));
        } else if (isOtherVersion(why)) {
            fails(new SshFailure(
                    Reason.NO_COMMON_SSH,
                    "no common version: " + words(why) + "; we speak SSH-2.0",
                    "update the device's SSH",
                    why));
        } else if (disconnected == null) {
            fails(new SshFailure(
                    progress == Progress.BEGUN ? Reason.HANDSHAKE_FAILED : Reason.FAILED,
                    "SSH failed: " + words(why),
                    null,
                    why));
        }
    }

    private static boolean isOtherVersion(Throwable why) {
        return why instanceof SshException ssh
                && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED;
    }

    // ---- what is known

    /** Whether the peer is certainly none that speaks SSH. */
    boolean isForeign() {
        return firstWords.foreign() != null;
    }

    boolean isStarted() {
        return progress == Progress.STARTED;
    }

    boolean hasChannelEnded() {
        return channelEnd != null;
    }

    /** What the keys came to, or null before there are any. */
    @Nullable
    SshDetails details() {
        return details;
    }

    /** Why there will be no connection, or null as long as nothing speaks against it. */
    @Nullable
    SshFailure failure() {
        return failure;
    }

    // ---- what an end means

    /** What it means for who wanted a connection that the link below has ended before there is one. */
    SshFailure closedEarly(LinkEnd end) {
        if (failure != null) {
            return failure;
        }
        LinkEnd.BeforeHello below = end.beforeHello();
        if (below != null && disconnected == null) {
            return new SshFailure(below.reason(), below.circumstance(), below.detail(), below.advice(), end.cause());
        }
        String advice = switch (progress) {
            case BEGUN -> "it may let no more sessions in, or none from here; its own log says more";
            case SECURED -> "it may have had enough of attempts to log in; its own log says more";
            case AUTHENTICATED, STARTED -> "it may not start NETCONF for this user; its own log says more";
        };
        String how = firstWords.isSilent() ? end.how() + " before it said a word" : end.how();
        return new SshFailure(
                Reason.CLOSED_BY_PEER,
                firstWords.isSilent() ? Circumstance.PEER_SILENT : null,
                disconnected == null ? how : hop.who() + " ended the connection: " + disconnected,
                advice,
                broken != null ? broken : end.cause());
    }

    /**
     * What the end of the link below means for the one above.
     *
     * @param silent whether the device said nothing on the channel
     */
    LinkEnd linkEnd(LinkEnd end, boolean silent) {
        boolean onTheWay = hop.isOnTheWay();
        Throwable cause = end.cause();
        if (channelEnd != null) {
            String how = "(" + OneLine.of(channelEnd) + ")";
            // which of the two has ended it, the jump host does not say
            return onTheWay
                    ? LinkEnd.orderly("the connection behind " + hop.who() + " has ended " + how)
                    : end(hop.who() + " closed the connection " + how, null, silent);
        }
        if (disconnected != null) {
            return end(hop.who() + " closed the connection (" + OneLine.of(disconnected) + ")", null, silent);
        }
        if (broken != null && cause == null) {
            String which = "the SSH connection" + (onTheWay ? " to " + hop.who() : "");
            return end(which + " broke: " + OneLine.of(words(broken)), broken, silent);
        }
        if (end.beforeHello() != null) {
            // a jump host before this one is lost, and that is all there is to say
            return end;
        }
        if (!onTheWay) {
            return end(end.how(), cause, silent);
        }
        return end(
                cause == null
                        ? hop.who() + " closed the connection"
                        : "the connection to " + hop.who() + " failed: " + OneLine.of(words(cause)),
                cause,
                silent);
    }

    private LinkEnd end(String how, @Nullable Throwable cause, boolean silent) {
        LinkEnd.@Nullable BeforeHello meaning = null;
        if (hop.isOnTheWay()) {
            String advice = "look at " + hop.who() + " and the network on the way to it";
            meaning = new LinkEnd.BeforeHello(Reason.CLOSED_BY_PEER, how, advice);
        } else if (silent) {
            // otherwise a part of the hello says more of what was lost than the loss does
            meaning = new LinkEnd.BeforeHello(
                    Reason.CLOSED_BY_PEER,
                    "the device ended the " + hop.start() + " without a hello: " + how,
                    "is NETCONF switched on there, and may " + authentication.user() + " use it?");
        }
        return new LinkEnd(how, meaning, cause);
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
