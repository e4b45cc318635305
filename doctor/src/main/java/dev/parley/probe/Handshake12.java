package dev.parley.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handshake of TLS 1.2 to its end (RFC 5246 section 7.3), with an exchange on a curve and an authenticated cipher, to see
 * tickets, renegotiation, and what the server says to a client without a certificate.
 */
public final class Handshake12 {
    /** The suites that this can be done with. */
    public static final List<CipherSuite> SUITES = CipherSuite.ofTls12().stream()
            .filter(suite -> suite.exchange() == CipherSuite.Exchange.ECDHE
                    && suite.hasCertificate()
                    && RecordCipher.serves(suite))
            .toList();

    private static final int VERIFY_DATA = 12;
    private static final int MASTER = 48;

    private final Connection connection;
    private final @Nullable ClientCredentials client;
    private final List<Octets> transcript = new ArrayList<>();
    private final List<ServerMessage> messages = new ArrayList<>();
    private final WireWriter outgoing = new WireWriter();

    private Handshake12(Connection connection, @Nullable ClientCredentials client) {
        this.connection = connection;
        this.client = client;
    }

    /** The hello that such a handshake begins with; more may be added to it. */
    public static ClientHello hello() {
        return ClientHello.of(WireVersion.TLS_1_2, SUITES)
                .withGroups(EphemeralKey.GROUPS)
                .withSchemes(SignatureScheme.sound())
                .withExtension(Extensions.SESSION_TICKET, Octets.NONE);
    }

    /**
     * Carries a handshake out.
     *
     * @param hello made by {@link #hello()}
     * @param client who we are, or null to answer a request with no certificate
     * @throws HandshakeException if the server refused, or said something else
     * @throws IOException if no connection came to be, or what came makes no sense
     */
    public static TlsSession open(Prober prober, ClientHello hello, @Nullable ClientCredentials client)
            throws IOException {
        Connection connection = prober.connect();
        Handshake12 handshake = new Handshake12(connection, client);
        try {
            return handshake.run(hello);
        } catch (SocketTimeoutException e) {
            connection.close();
            throw HandshakeException.of(new Answer.Silent(connection.patience()), handshake.messages);
        } catch (SocketException | EOFException e) {
            connection.close();
            Prober.throwIfInterrupted(e);
            throw HandshakeException.of(new Answer.Closed(), handshake.messages);
        } catch (IOException e) {
            connection.close();
            Prober.throwIfInterrupted(e);
            throw e;
        }
    }

    private TlsSession run(ClientHello hello) throws IOException {
        transcript.add(hello.message());
        connection.send(Prober.record(hello));
        Prober.HandshakeLog log = new Prober.HandshakeLog();
        Answer answer = Prober.answer(connection, log);
        if (!(answer instanceof Answer.Agreed agreed)
                || !agreed.hello().is(WireVersion.TLS_1_2)
                || agreed.first(ServerMessage.HelloDone.class).isEmpty()) {
            throw HandshakeException.of(answer, messages);
        }
        transcript.addAll(log.encoded());
        messages.addAll(agreed.messages());
        CipherSuite suite = agreed.hello().suite();
        if (!SUITES.contains(suite)) {
            throw new MalformedException("the server chose " + suite + ", which was not offered");
        }
        return finish(hello, agreed, suite);
    }

    private TlsSession finish(ClientHello hello, Answer.Agreed agreed, CipherSuite suite) throws IOException {
        KeyParameters theirs =
                agreed.keyParameters().orElseThrow(() -> new MalformedException("the server sent no key for " + suite));
        NamedGroup group = NamedGroup.of(theirs.group().orElse(0))
                .filter(EphemeralKey.GROUPS::contains)
                .orElseThrow(() -> new MalformedException("the server chose a group that was not offered"));
        EphemeralKey ours = EphemeralKey.generate(group);
        byte[] premaster = ours.agree(theirs.publicKey());
        Optional<ServerMessage.CertificateRequest> request = agreed.first(ServerMessage.CertificateRequest.class);
        ClientCredentials credentials = client;
        Optional<SignatureScheme> scheme = credentials == null || request.isEmpty()
                ? Optional.empty()
                : credentials.scheme(request.get().schemes());
        if (request.isPresent()) {
            List<Octets> chain = credentials == null || scheme.isEmpty() ? List.of() : credentials.encoded();
            sendHandshake(
                    11,
                    new WireWriter().vector(3, list -> chain.forEach(each -> list.vector(3, out -> out.bytes(each)))));
        }
        sendHandshake(16, new WireWriter().vector(1, out -> out.bytes(ours.share())));

        Hash hash = Hash.of(suite);
        byte[] randoms = new WireWriter()
                .bytes(hello.random())
                .bytes(agreed.hello().random())
                .toBytes();
        byte[] master = agreed.hello().has(Extensions.EXTENDED_MASTER_SECRET)
                ? hash.prf(premaster, "extended master secret", hash.of(transcript), MASTER)
                : hash.prf(premaster, "master secret", randoms, MASTER);
        if (credentials != null && scheme.isPresent()) {
            byte[] signed = new WireWriter().bytes(joined()).toBytes();
            Octets signature = credentials.sign(scheme.get(), signed);
            sendHandshake(15, new WireWriter().u16(scheme.get().code()).vector(2, out -> out.bytes(signature)));
        }
        return change(agreed.hello(), hash, master, hello.random());
    }

    private byte[] joined() {
        WireWriter all = new WireWriter();
        transcript.forEach(all::bytes);
        return all.toBytes();
    }

    private TlsSession change(ServerMessage.ServerHello chosen, Hash hash, byte[] master, Octets ourRandom)
            throws IOException {
        CipherSuite suite = chosen.suite();
        int key = RecordCipher.keyLength(suite);
        int iv = RecordCipher.fixedIvLength(suite);
        byte[] seed = new WireWriter().bytes(chosen.random()).bytes(ourRandom).toBytes();
        WireReader block = WireReader.of(hash.prf(master, "key expansion", seed, 2 * (key + iv)));
        byte[] ourKey = block.octets(key).array();
        byte[] theirKey = block.octets(key).array();
        RecordCipher ours = RecordCipher.tls12(suite, ourKey, block.octets(iv).array());
        RecordCipher theirs =
                RecordCipher.tls12(suite, theirKey, block.octets(iv).array());

        outgoing.bytes(
                new TlsRecord(TlsRecord.CHANGE_CIPHER_SPEC, WireVersion.TLS_1_2.code(), Octets.ofHex("01")).encoded());
        Octets verify = Octets.of(hash.prf(master, "client finished", hash.of(transcript), VERIFY_DATA));
        Octets finished = new HandshakeStream.Message(ServerMessage.FINISHED, verify).encoded();
        transcript.add(finished);
        outgoing.bytes(ours.seal(TlsRecord.HANDSHAKE, finished).encoded());
        connection.sendIfOpen(outgoing.toOctets());
        readEnd(theirs, hash, master);
        return new TlsSession(connection, chosen, messages, new TlsSession.Keys(ours, theirs, Octets.NONE, verify));
    }

    private void readEnd(RecordCipher theirs, Hash hash, byte[] master) throws IOException {
        HandshakeStream stream = new HandshakeStream();
        boolean changed = false;
        while (true) {
            TlsRecord record =
                    connection.record().orElseThrow(() -> HandshakeException.of(new Answer.Closed(), messages));
            if (record.type() == TlsRecord.CHANGE_CIPHER_SPEC) {
                changed = true;
                continue;
            }
            TlsRecord open = changed ? theirs.open(record) : record;
            if (open.type() == TlsRecord.ALERT) {
                WireReader in = WireReader.of(open.payload());
                in.u8();
                throw HandshakeException.of(new Answer.Refused(in.u8()), messages);
            }
            if (open.type() != TlsRecord.HANDSHAKE) {
                throw new MalformedException("a record of type " + open.type() + " in the handshake");
            }
            for (HandshakeStream.Message message : stream.add(open.payload())) {
                ServerMessage read = ServerMessage.read(message.type(), message.body(), WireVersion.TLS_1_2.code());
                messages.add(read);
                if (read instanceof ServerMessage.Finished end) {
                    byte[] expected = hash.prf(master, "server finished", hash.of(transcript), VERIFY_DATA);
                    if (!Arrays.equals(end.verifyData().array(), expected)) {
                        throw new MalformedException("the server's Finished does not fit the handshake");
                    }
                    return;
                }
                transcript.add(message.encoded());
            }
        }
    }

    private void sendHandshake(int type, WireWriter body) {
        Octets message = new HandshakeStream.Message(type, body.toOctets()).encoded();
        transcript.add(message);
        outgoing.bytes(new TlsRecord(TlsRecord.HANDSHAKE, WireVersion.TLS_1_2.code(), message).encoded());
    }
}
