package dev.parley.simulator.fault;

/** A point in the course of a connection. */
public sealed interface Moment {

    /** The points that need no number. */
    enum Phase implements Moment {
        /** The connection is accepted; nothing was said. */
        ACCEPTED,
        /** The first bytes of the client's TLS or SSH have arrived; the device said nothing. Over TCP: as ACCEPTED. */
        CLIENT_HELLO,
        /**
         * The handshake is complete on the device's side; its hello is not sent. Over SSH: the client was told that its
         * channel speaks NETCONF.
         */
        SECURED,
        /** The device's hello is sent; what the client says is not looked at. */
        HELLO_SENT,
        /** {@code close-session} is answered. */
        CLOSE_SESSION_ANSWERED
    }

    /** The points in the course of SSH: what the client asked for has come, and is never answered. */
    enum SshPhase implements Moment {
        /** The client's version has come, and the device's is sent; its offer of algorithms is not. */
        VERSION,
        /** Both offers are made, and the client's part of the first key exchange has come. */
        KEY_EXCHANGE,
        /** The keys are in place, and the client asks to be let in: for the authentication as such. */
        SERVICE,
        /** The client's first authentication request has come. */
        AUTHENTICATION,
        /** The user is known, and the client asks for a channel. */
        CHANNEL,
        /** The channel is open, and the client asks for NETCONF on it. */
        SUBSYSTEM
    }

    /**
     * That many bytes of the device's side of the TLS handshake, or of all that goes before NETCONF over SSH, are sent;
     * where an alert follows, the flight that they end in is sent whole.
     *
     * @param bytes how many, at least one
     */
    record InHandshake(int bytes) implements Moment {
        /** Checks the number. */
        public InHandshake {
            requirePositive(bytes);
        }
    }

    /**
     * That many bytes of the device's hello are sent, framing included.
     *
     * @param bytes how many, at least one
     */
    record InHello(int bytes) implements Moment {
        /** Checks the number. */
        public InHello {
            requirePositive(bytes);
        }
    }

    /**
     * That many bytes of a reply are sent, framing included.
     *
     * @param reply which reply of the session, from 1
     * @param bytes how many, at least one
     */
    record InReply(int reply, long bytes) implements Moment {
        /** Checks the numbers. */
        public InReply {
            requirePositive(reply);
            requirePositive(bytes);
        }
    }

    /**
     * A reply is sent, and nothing after it.
     *
     * @param reply which reply of the session, from 1
     */
    record AfterReply(int reply) implements Moment {
        /** Checks the number. */
        public AfterReply {
            requirePositive(reply);
        }
    }

    private static void requirePositive(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("counted from 1, not " + number);
        }
    }
}
