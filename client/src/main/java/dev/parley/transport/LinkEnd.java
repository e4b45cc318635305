package dev.parley.transport;

import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How a link ended, in words for an open session and for one that is not open yet: before the hello, a TLS alert often
 * means that the client's certificate was refused.
 *
 * @param how what happened in an open session, as the rest of a sentence: {@code the device closed the connection}
 * @param beforeHello what it means if there is no session yet, or null if that is nothing special
 * @param cause the transport's exception, or null for an orderly end
 */
public record LinkEnd(
        String how,
        @Nullable BeforeHello beforeHello,
        @Nullable Throwable cause) {
    /**
     * What the end of a link means while a session is being opened.
     *
     * @param reason the kind of failure
     * @param circumstance what exactly, or null
     * @param detail what happened
     * @param advice what to look at, or null
     */
    public record BeforeHello(
            Reason reason,
            @Nullable Circumstance circumstance,
            String detail,
            @Nullable String advice) {
        /** The same without a circumstance. */
        public BeforeHello(Reason reason, String detail, @Nullable String advice) {
            this(reason, null, detail, advice);
        }
    }

    /** The other side, or we ourselves, ended it in order. */
    public static LinkEnd orderly(String how) {
        return new LinkEnd(how, null, null);
    }
}
