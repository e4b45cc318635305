package dev.parley.probe;

import dev.parley.tls.TlsAlert;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Answers in words. */
public final class Words {
    private Words() {}

    /** What the server did, as the rest of a sentence that begins with "the server". */
    public static String of(Answer answer) {
        if (answer instanceof Answer.Agreed agreed) {
            return "chose " + version(agreed.hello()) + " with "
                    + agreed.hello().suite();
        }
        if (answer instanceof Answer.Refused refused) {
            return "sent the alert " + alert(refused.alert());
        }
        if (answer instanceof Answer.Closed) {
            return "closed the connection without an alert";
        }
        if (answer instanceof Answer.Silent silent) {
            return "did not answer within " + silent.waited().toMillis() + " ms";
        }
        if (answer instanceof Answer.Garbled garbled) {
            return garbled.what();
        }
        if (answer instanceof Answer.Barred barred) {
            return "has closed every connection without a word since the " + barred.connections()
                    + "th, also for a client that it took before: it may limit sessions, or keep this address out";
        }
        return "could not be reached: " + ((Answer.Unreachable) answer).why();
    }

    /** The name of an alert, as the standard has it. */
    private static String alert(int code) {
        return TlsAlert.numbered(code).map(TlsAlert::toString).orElse("number " + code);
    }

    /** Why something failed: what the failure says, or in want of that its kind in words. */
    public static String of(IOException failure) {
        String said = failure.getMessage();
        if (failure instanceof SocketTimeoutException) {
            return "nothing came back in time";
        }
        return said == null || said.isBlank() ? "the connection failed" : said;
    }

    /** The same as a sentence of its own, with the server as its subject where it is to blame. */
    public static String reason(IOException failure) {
        if (failure instanceof HandshakeException handshake) {
            return "the server " + of(handshake.answer());
        }
        if (failure instanceof ForeignException foreign) {
            return "the server " + foreign.getMessage();
        }
        return failure instanceof MalformedException
                ? "the server sent what cannot be read: " + failure.getMessage()
                : of(failure);
    }

    /** The version that was chosen. */
    public static String version(ServerMessage.ServerHello hello) {
        for (WireVersion version : WireVersion.values()) {
            if (hello.is(version)) {
                return version.toString();
            }
        }
        return "version 0x" + Integer.toHexString(hello.legacyVersion());
    }
}
