package dev.parley.net;

import dev.parley.error.OpenException.Reason;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.net.NoRouteToHostException;

/** What the operating system says of a failure, without the system call and the address that Netty adds to it. */
final class SystemWords {
    private SystemWords() {}

    /** {@code Connection reset by peer}; the exception's kind if it says nothing. */
    static String of(Throwable failure) {
        if (failure instanceof ChannelOutputShutdownException && failure.getCause() != null) {
            // what Netty fails writes with once one of them has failed
            return of(failure.getCause());
        }
        String message = failure.getMessage();
        if (failure instanceof NoRouteToHostException) {
            // it often comes without words, but always means the one or the other
            String unreachable = "Network is unreachable";
            return message != null && message.contains(unreachable) ? unreachable : "No route to host";
        }
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        int call = message.indexOf("): ");
        String words = call < 0 ? message : message.substring(call + 3);
        int address = words.indexOf(": ");
        return address < 0 ? words : words.substring(0, address);
    }

    /**
     * Why nobody could be connected to, by what the system says of each address, in lower case. One refusal proves that the
     * host answers, so it says more than an address that there is no way to.
     */
    static Reason reason(String words) {
        if (words.contains("refused")) {
            return Reason.CONNECTION_REFUSED;
        }
        if (words.contains("unreachable") || words.contains("no route")) {
            return Reason.UNREACHABLE;
        }
        if (words.contains("reset")) {
            return Reason.CLOSED_BY_PEER;
        }
        return words.contains("timed out") ? Reason.CONNECT_TIMEOUT : Reason.FAILED;
    }
}
