package dev.parley.simulator.fault;

/** How a side of a connection comes to its end. */
public sealed interface Ending {
    /** The connection stays open, and nothing is said any more. */
    Ending SILENCE = Plain.SILENCE;

    /**
     * An orderly end: TLS's {@code close_notify}, then TCP's FIN. Over SSH, exit status 0 and the end of the channel; before
     * there is one, a disconnect.
     */
    Ending CLOSE = Plain.CLOSE;

    /** TCP's FIN without a word from TLS or SSH: what a truncation attack looks like. */
    Ending FIN = Plain.FIN;

    /**
     * {@code close_notify} and FIN in the device's direction only, over SSH the channel's EOF; it still takes what the client
     * sends.
     */
    Ending HALF_CLOSE = Plain.HALF_CLOSE;

    /** TCP's RST. */
    Ending RESET = Plain.RESET;

    /** The endings that need no number. */
    enum Plain implements Ending {
        /** {@link Ending#SILENCE}. */
        SILENCE,
        /** {@link Ending#CLOSE}. */
        CLOSE,
        /** {@link Ending#FIN}. */
        FIN,
        /** {@link Ending#HALF_CLOSE}. */
        HALF_CLOSE,
        /** {@link Ending#RESET}. */
        RESET
    }

    /**
     * A fatal TLS alert, then FIN in the device's direction; what the client still sends is taken, so that no reset overtakes
     * the alert. Over SSH, as {@link Ending#FIN}.
     *
     * @param code the alert's number (RFC 9846 section 6): 42 is {@code bad_certificate}, 116 {@code
     *     certificate_required}
     */
    record Alert(int code) implements Ending {
        /** Checks the number. */
        public Alert {
            if (code < 0 || code > 255) {
                throw new IllegalArgumentException("an alert's number is an octet, not " + code);
            }
        }
    }

    /** A fatal TLS alert with that number, then FIN in the device's direction. */
    static Ending alert(int code) {
        return new Alert(code);
    }

    /**
     * SSH's disconnect message, then FIN (RFC 4253 section 11.1). Where SSH has not begun, FIN alone.
     *
     * @param reason the reason's number: 2 is a protocol error, 11 is {@code BY_APPLICATION}, 12 too many connections
     * @param text what it says
     */
    record Disconnect(int reason, String text) implements Ending {}

    /** SSH's disconnect message with that reason and text, then FIN. */
    static Ending disconnect(int reason, String text) {
        return new Disconnect(reason, text);
    }

    /**
     * The end of the SSH channel with an exit status (RFC 4254 section 6.10), as when the device's program has ended. Without
     * a channel, as {@link Ending#CLOSE}.
     *
     * @param status the status: 0 is success
     */
    record Exit(int status) implements Ending {}

    /** The end of the SSH channel with that exit status. */
    static Ending exit(int status) {
        return new Exit(status);
    }
}
