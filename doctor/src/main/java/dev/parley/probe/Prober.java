package dev.parley.probe;

import dev.parley.tls.TlsAlert;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server with one ClientHello after the other, each on a connection of its own, and takes down what it answers in
 * the clear. One connection at a time, with a pause between them. Belongs to one thread, which it blocks within the
 * {@link Limits}; an interrupt ends the question with an {@link InterruptedIOException}.
 */
public final class Prober {
    private static final int WARNING = 1;

    private final Place place;
    private int asked;

    /** For a port of a host. */
    public Prober(String host, int port, Limits limits) {
        this.place = new Place(host, port, limits);
    }

    /** How many connections were made so far. */
    public int connections() {
        return asked;
    }

    Connection connect() throws IOException {
        asked++;
        return place.connect();
    }

    Limits limits() {
        return place.limits();
    }

    /**
     * Sends a hello and reads until the server has said all that it says in the clear.
     *
     * @throws InterruptedIOException if the thread was interrupted
     */
    public Answer ask(ClientHello hello) throws InterruptedIOException {
        try (Connection connection = connect()) {
            connection.send(record(hello));
            return answer(connection, new HandshakeLog());
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    /**
     * Whether the server speaks SSL 2.0: empty if it refused, or what it chose. That version has messages of its own.
     *
     * @throws InterruptedIOException if the thread was interrupted
     */
    public Answer askSsl2() throws InterruptedIOException {
        try (Connection connection = connect()) {
            connection.send(Ssl2.hello());
            return Ssl2.answer(connection, limits().answer());
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    /**
     * What the server says by itself, before anything is sent: at most so many bytes, until it falls silent.
     *
     * @throws InterruptedIOException if the thread was interrupted
     * @throws IOException if no connection came to be
     */
    public Octets overhear(int most) throws IOException {
        WireWriter heard = new WireWriter();
        Connection open = connect();
        try (Connection connection = open) {
            for (int i = 0; i < most; i++) {
                int next = connection.in().read();
                if (next < 0) {
                    break;
                }
                heard.u8(next);
            }
        } catch (SocketTimeoutException silent) {
            // That was all.
            return heard.toOctets();
        } catch (IOException e) {
            throwIfInterrupted(e);
        }
        return heard.toOctets();
    }

    /**
     * Lets the server rest.
     *
     * @throws InterruptedIOException if the thread was interrupted
     */
    public void rest(Duration time) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the server was given a rest");
        }
    }

    static Octets record(ClientHello hello) {
        // A first record of TLS 1.3 says 1.0 here, as middleboxes want it (RFC 9846 section 5.1).
        int version = Math.min(hello.version(), WireVersion.TLS_1_0.code());
        return new TlsRecord(TlsRecord.HANDSHAKE, version, hello.message()).encoded();
    }

    /**
     * Passes an interrupt on: does nothing unless the failure is one, or the thread is interrupted.
     *
     * @throws InterruptedIOException if it is
     */
    public static void throwIfInterrupted(IOException e) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()
                || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException))) {
            Thread.currentThread().interrupt();
            InterruptedIOException thrown = new InterruptedIOException("interrupted while asking the server");
            thrown.initCause(e);
            throw thrown;
        }
    }

    private Answer unreachable(IOException e) throws InterruptedIOException {
        throwIfInterrupted(e);
        return new Answer.Unreachable(e);
    }

    /** Reads the answer; whatever way the connection ends, that is one. */
    static Answer answer(Connection connection, HandshakeLog log) throws InterruptedIOException {
        try {
            return flight(connection, log);
        } catch (SocketTimeoutException e) {
            return log.agreed().orElseGet(() -> new Answer.Silent(connection.patience()));
        } catch (ForeignException e) {
            return new Answer.Garbled(String.valueOf(e.getMessage()), e.beginning());
        } catch (MalformedException e) {
            return new Answer.Garbled("sent what cannot be read: " + e.getMessage(), log.beginning());
        } catch (EOFException | SocketException e) {
            throwIfInterrupted(e);
            return log.agreed().orElseGet(Answer.Closed::new);
        } catch (IOException e) {
            throwIfInterrupted(e);
            return log.agreed().orElseGet(Answer.Closed::new);
        }
    }

    private static Answer flight(Connection connection, HandshakeLog log) throws IOException {
        while (true) {
            Optional<TlsRecord> next = connection.record();
            if (next.isEmpty()) {
                return log.agreed().orElseGet(Answer.Closed::new);
            }
            TlsRecord record = next.get();
            if (record.type() == TlsRecord.ALERT) {
                WireReader in = WireReader.of(record.payload());
                int level = in.u8();
                int alert = in.u8();
                if (level != WARNING || alert == TlsAlert.CLOSE_NOTIFY.code()) {
                    return log.agreed().orElseGet(() -> new Answer.Refused(alert));
                }
            } else if (record.type() == TlsRecord.HANDSHAKE) {
                log.add(record.payload());
            } else if (record.type() == TlsRecord.DATA && log.hello().isEmpty()) {
                throw new MalformedException("data before the handshake");
            }
            if (log.isWhole()) {
                return log.agreed().orElseThrow();
            }
        }
    }

    /** The messages of a handshake in the order in which they came, and what they meant. */
    static final class HandshakeLog {
        private final HandshakeStream stream = new HandshakeStream();
        private final List<ServerMessage> messages = new ArrayList<>();
        private final List<Octets> encoded = new ArrayList<>();
        private ServerMessage.@Nullable ServerHello hello;

        void add(Octets fragment) throws MalformedException {
            for (HandshakeStream.Message message : stream.add(fragment)) {
                ServerMessage.ServerHello chosen = hello;
                ServerMessage read =
                        ServerMessage.read(message.type(), message.body(), chosen == null ? 0 : chosen.versionCode());
                encoded.add(message.encoded());
                if (read instanceof ServerMessage.ServerHello first && chosen == null) {
                    hello = first;
                } else {
                    messages.add(read);
                }
            }
        }

        Optional<ServerMessage.ServerHello> hello() {
            return Optional.ofNullable(hello);
        }

        List<Octets> encoded() {
            return encoded;
        }

        List<ServerMessage> messages() {
            return messages;
        }

        /** Whether the server has said all that it says in the clear. */
        boolean isWhole() {
            ServerMessage.ServerHello chosen = hello;
            return chosen != null
                    && (chosen.is(WireVersion.TLS_1_3)
                            || messages.stream().anyMatch(ServerMessage.HelloDone.class::isInstance));
        }

        Optional<Answer> agreed() {
            return hello().map(chosen -> new Answer.Agreed(chosen, messages));
        }

        Octets beginning() {
            return encoded.isEmpty() ? Octets.NONE : encoded.get(0);
        }
    }
}
