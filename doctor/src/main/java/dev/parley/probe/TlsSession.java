package dev.parley.probe;

import dev.parley.tls.TlsAlert;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A session of TLS 1.2 or 1.3 after its handshake. Belongs to one thread. */
public final class TlsSession implements AutoCloseable {
    /** The hello of a device with thousands of modules has some hundred kilobytes. */
    static final int MOST_DATA = 1024 * 1024;

    private static final int KEY_UPDATE = 24;

    private final Connection connection;
    private final ServerMessage.ServerHello hello;
    private final List<ServerMessage> messages;
    private final Keys keys;
    private final HandshakeStream handshake = new HandshakeStream();
    private final List<ServerMessage.NewSessionTicket> tickets = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private Optional<Answer> end = Optional.empty();

    /**
     * The keys of a session.
     *
     * @param ours encrypts what we send
     * @param theirs decrypts what the server sends
     * @param resumption in TLS 1.3, what tickets are turned into keys with
     * @param finished in TLS 1.2, the verify data of our Finished, which renegotiation must repeat
     */
    record Keys(RecordCipher ours, RecordCipher theirs, Octets resumption, Octets finished) {}

    TlsSession(Connection connection, ServerMessage.ServerHello hello, List<ServerMessage> messages, Keys keys) {
        this.connection = connection;
        this.hello = hello;
        this.messages = List.copyOf(messages);
        this.keys = keys;
        messages.stream()
                .filter(ServerMessage.NewSessionTicket.class::isInstance)
                .map(ServerMessage.NewSessionTicket.class::cast)
                .forEach(tickets::add);
    }

    /** What the server chose. */
    public ServerMessage.ServerHello hello() {
        return hello;
    }

    /** The first message of a kind that the server sent in its handshake. */
    public <M extends ServerMessage> Optional<M> first(Class<M> kind) {
        return messages.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** What the server said of extensions behind the ServerHello, in TLS 1.3. */
    public Map<Integer, Octets> encryptedExtensions() {
        return first(ServerMessage.EncryptedExtensions.class)
                .map(ServerMessage.EncryptedExtensions::extensions)
                .orElse(Map.of());
    }

    /** The tickets that have come so far. */
    public List<ServerMessage.NewSessionTicket> tickets() {
        return List.copyOf(tickets);
    }

    /** The data that has come so far, every byte as one character. */
    public CharSequence data() {
        return data;
    }

    /** Whether the data has that in it, looked for from a place on: the length of the data when it was looked for last. */
    public boolean says(String mark, int from) {
        return data.indexOf(mark, Math.max(0, from - mark.length())) >= 0;
    }

    /** How the server ended the session, or nothing if it is still up: an alert, or a wordless end. */
    public Optional<Answer> end() {
        return end;
    }

    /** What it takes to resume this session by a ticket of TLS 1.3. */
    public Resumption resumption(ServerMessage.NewSessionTicket ticket) {
        Hash hash = Hash.of(hello.suite());
        byte[] key = hash.expand(
                keys.resumption().array(), "resumption", ticket.nonce().array(), hash.length());
        return new Resumption(hello.suite(), ticket.ticket(), ticket.ageAdd(), Octets.of(key));
    }

    /** Sends data. */
    public void send(Octets bytes) throws IOException {
        connection.send(keys.ours().seal(TlsRecord.DATA, bytes).encoded());
    }

    /**
     * Takes in what the server says until enough has come, it ends the session, or time is up.
     *
     * @param patience how long at most
     * @param enough asked after each record
     */
    public void listen(Duration patience, Predicate<TlsSession> enough) throws IOException {
        connection.waitFor(patience);
        try {
            while (end.isEmpty() && !enough.test(this)) {
                Optional<TlsRecord> next = connection.record();
                if (next.isEmpty()) {
                    end = Optional.of(new Answer.Closed());
                } else {
                    take(next.get());
                }
            }
        } catch (SocketTimeoutException e) {
            // Time is up; what has come has come.
            return;
        } catch (EOFException | SocketException e) {
            Prober.throwIfInterrupted(e);
            end = Optional.of(new Answer.Closed());
        }
    }

    private void take(TlsRecord sealed) throws IOException {
        if (sealed.type() == TlsRecord.CHANGE_CIPHER_SPEC) {
            return;
        }
        TlsRecord record = keys.theirs().open(sealed);
        switch (record.type()) {
            case TlsRecord.ALERT -> {
                WireReader in = WireReader.of(record.payload());
                int level = in.u8();
                int alert = in.u8();
                // In TLS 1.2 a refusal to renegotiate is a warning.
                if (level == 2 || alert == TlsAlert.CLOSE_NOTIFY.code() || alert == TlsAlert.NO_RENEGOTIATION.code()) {
                    end = Optional.of(new Answer.Refused(alert));
                }
            }
            case TlsRecord.DATA -> {
                data.append(record.payload().latin());
                if (data.length() > MOST_DATA) {
                    throw new IOException("the server sent more than " + MOST_DATA + " bytes of data in one session");
                }
            }
            case TlsRecord.HANDSHAKE -> {
                for (HandshakeStream.Message message : handshake.add(record.payload())) {
                    if (message.type() == KEY_UPDATE && hello.is(WireVersion.TLS_1_3)) {
                        update(message);
                        continue;
                    }
                    ServerMessage read = ServerMessage.read(message.type(), message.body(), hello.versionCode());
                    if (read instanceof ServerMessage.NewSessionTicket ticket) {
                        tickets.add(ticket);
                    } else if (read instanceof ServerMessage.ServerHello again) {
                        end = Optional.of(new Answer.Agreed(again, List.of()));
                    }
                }
            }
            default -> throw new MalformedException("a record of type " + record.type());
        }
    }

    /** The server goes on with other keys, and may ask us to do so, too (RFC 9846 section 4.7.3). */
    private void update(HandshakeStream.Message message) throws IOException {
        keys.theirs().update();
        if (WireReader.of(message.body()).u8() == 1) {
            Octets answer = new HandshakeStream.Message(KEY_UPDATE, Octets.ofHex("00")).encoded();
            connection.sendIfOpen(keys.ours().seal(TlsRecord.HANDSHAKE, answer).encoded());
            keys.ours().update();
        }
    }

    /**
     * Asks to renegotiate a session of TLS 1.2, as the rules for that have it (RFC 5746 section 3.5), and gives what the
     * server did.
     *
     * @param again offers what the first hello offered
     */
    public Answer renegotiate(ClientHello again, Duration patience) throws IOException {
        ClientHello bound = again.fresh()
                .withExtension(
                        Extensions.RENEGOTIATION_INFO,
                        new WireWriter()
                                .vector(1, out -> out.bytes(keys.finished()))
                                .toOctets());
        connection.send(keys.ours().seal(TlsRecord.HANDSHAKE, bound.message()).encoded());
        listen(patience, session -> false);
        return end.orElseGet(() -> new Answer.Silent(patience));
    }

    /** Says that this is the end, and ends it. */
    @Override
    public void close() throws IOException {
        try (Connection closing = connection) {
            if (end.isEmpty()) {
                closing.send(keys.ours()
                        .seal(TlsRecord.ALERT, Octets.of(new byte[] {1, (byte) TlsAlert.CLOSE_NOTIFY.code()}))
                        .encoded());
            }
        } catch (SocketException e) {
            // The server was first.
            Prober.throwIfInterrupted(e);
        }
    }
}
