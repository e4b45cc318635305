package dev.parley.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came back on a ClientHello. */
public sealed interface Answer {
    /**
     * The server agreed to something.
     *
     * @param hello what it chose
     * @param messages what it said behind that, in the clear
     */
    record Agreed(ServerMessage.ServerHello hello, List<ServerMessage> messages) implements Answer {
        /** Copies the list. */
        public Agreed {
            messages = List.copyOf(messages);
        }

        /** The first message of a kind. */
        public <M extends ServerMessage> Optional<M> first(Class<M> kind) {
            return messages.stream().filter(kind::isInstance).map(kind::cast).findFirst();
        }

        /** The server's share of the key, if it sent one. */
        public Optional<KeyParameters> keyParameters() throws MalformedException {
            Optional<ServerMessage.KeyExchange> exchange = first(ServerMessage.KeyExchange.class);
            return exchange.isEmpty() ? Optional.empty() : KeyParameters.read(exchange.get(), hello);
        }
    }

    /**
     * The server refused with an alert.
     *
     * @param alert the alert's number
     */
    record Refused(int alert) implements Answer {}

    /** The server ended the connection without a word. */
    record Closed() implements Answer {}

    /**
     * Nothing came, in time.
     *
     * @param waited how long it was waited
     */
    record Silent(Duration waited) implements Answer {}

    /**
     * What came is not TLS, or none that can be read.
     *
     * @param what what the server did, as the rest of a sentence that begins with "the server"
     * @param beginning how it begins
     */
    record Garbled(String what, Octets beginning) implements Answer {}

    /**
     * No connection came to be.
     *
     * @param cause what the system says
     */
    record Unreachable(IOException cause) implements Answer {
        /** Why, in the words of the system. */
        public String why() {
            return Words.of(cause);
        }
    }

    /**
     * The server has stopped taking connections, also from a client that it took before: nothing that it does proves
     * anything.
     *
     * @param connections how many it has had
     */
    record Barred(int connections) implements Answer {}

    /** Whether the server refused, with an alert or without a word. */
    default boolean isRefusal() {
        return this instanceof Refused || this instanceof Closed;
    }
}
