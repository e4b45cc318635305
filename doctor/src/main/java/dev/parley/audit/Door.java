package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.ClientHello;
import dev.parley.probe.Prober;
import dev.parley.tls.TlsAlert;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server still takes connections. Limits on sessions, bans and penalties for failed handshakes close connections
 * without a word, and so do refusals; therefore the hello that was taken first is sent again after each such end. If that is
 * not taken either, even after a rest, nothing that the server does proves anything any more. Belongs to the thread of its
 * audit.
 */
final class Door {
    private static final int INTERNAL_ERROR = 80;
    private static final int USER_CANCELED = 90;

    private final Prober prober;
    private final Duration rest;
    private @Nullable ClientHello taken;
    private Answer.@Nullable Barred barred;

    /**
     * The door of one server.
     *
     * @param rest how long a server is left alone that has closed on what it took before
     */
    Door(Prober prober, Duration rest) {
        this.prober = prober;
        this.rest = rest;
    }

    /** Something that is asked, perhaps with several connections. */
    interface Question {
        Answer ask() throws InterruptedIOException;
    }

    /** Asks, and believes whatever comes back. */
    Answer askOnce(ClientHello hello) throws InterruptedIOException {
        Answer answer = prober.ask(hello);
        if (taken == null && answer instanceof Answer.Agreed) {
            taken = hello;
        }
        return answer;
    }

    Answer ask(ClientHello hello) throws InterruptedIOException {
        return ask(() -> askOnce(hello));
    }

    /**
     * Asks, and believes an end without a word only if it comes again, and if the server takes connections as before: some
     * close on all, and some drop a few of many.
     */
    Answer ask(Question question) throws InterruptedIOException {
        if (barred != null) {
            return barred;
        }
        Answer answer = question.ask();
        if (!isWordless(answer)) {
            return answer;
        }
        if (!isAsBefore()) {
            prober.rest(rest);
            if (!isAsBefore()) {
                return bar();
            }
        }
        if (taken == null) {
            return answer;
        }
        Answer again = question.ask();
        return !isWordless(again) || isAsBefore() ? again : bar();
    }

    /**
     * Whether a client would be taken whose hello was taken before, asked after a session ended.
     *
     * @throws IOException if not: then the end of the session proves nothing
     */
    void prove(Answer end) throws IOException {
        if (isWordless(end) && (barred != null || !isAsBefore())) {
            prober.rest(rest);
            if (barred != null || !isAsBefore()) {
                throw Refusals.nothing(bar());
            }
            throw new IOException(
                    "the server closed the connection without a word, and then another one that it took later;"
                            + " it may limit connections");
        }
        if (!end.isRefusal()) {
            throw Refusals.nothing(end);
        }
    }

    /** Whether anything was ever taken. */
    boolean isKnown() {
        return taken != null;
    }

    /** An internal error is what some servers say when they are full. */
    private static boolean isWordless(Answer answer) {
        return answer instanceof Answer.Closed
                || (answer instanceof Answer.Refused refused
                        && (refused.alert() == TlsAlert.CLOSE_NOTIFY.code()
                                || refused.alert() == INTERNAL_ERROR
                                || refused.alert() == USER_CANCELED));
    }

    /** True as long as nothing was taken, because whatever is taken later proves as much. */
    private boolean isAsBefore() throws InterruptedIOException {
        ClientHello hello = taken;
        return hello == null || prober.ask(hello.fresh()) instanceof Answer.Agreed;
    }

    private Answer bar() {
        Answer.Barred now = new Answer.Barred(prober.connections());
        barred = now;
        return now;
    }
}
