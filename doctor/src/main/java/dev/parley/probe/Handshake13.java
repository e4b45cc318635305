package dev.parley.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handshake of TLS 1.3 to its end (RFC 9846 section 2), to see what the server says behind its ServerHello. The server's
 * certificate is looked at by whoever asked, and not here: nothing secret goes through such a session.
 */
public final class Handshake13 {
    /** The suites that this can be done with. */
    public static final List<CipherSuite> SUITES =
            CipherSuite.ofTls13().stream().filter(RecordCipher::serves).toList();

    /** The groups that this can be done in. */
    public static final List<NamedGroup> GROUPS = EphemeralKey.GROUPS;

    private static final String CONTEXT = "TLS 1.3, client CertificateVerify";

    private final Connection connection;
    private final List<Octets> transcript = new ArrayList<>();
    private final List<EphemeralKey> keys = new ArrayList<>();
    private final HandshakeStream stream = new HandshakeStream();
    private final List<ServerMessage> messages = new ArrayList<>();
    private final WireWriter outgoing = new WireWriter();
    private final @Nullable ClientCredentials client;

    private Handshake13(Connection connection, @Nullable ClientCredentials client) {
        this.connection = connection;
        this.client = client;
    }

    /** The hello that such a handshake begins with; more may be added to it. */
    public static ClientHello hello() {
        return ClientHello.ofTls13(SUITES, EphemeralKey.GROUPS)
                .withExtension(Extensions.PSK_KEY_EXCHANGE_MODES, Octets.ofHex("020100"));
    }

    /** A hello with a share for X25519 and one for P-256, for a question that goes no further than the ServerHello. */
    public static ClientHello withShares(ClientHello hello) {
        return withShares(
                hello, List.of(EphemeralKey.generate(NamedGroup.X25519), EphemeralKey.generate(NamedGroup.SECP256R1)));
    }

    private static ClientHello withShares(ClientHello hello, List<EphemeralKey> keys) {
        return hello.withShares(keys.stream()
                .map(key -> new ClientHello.KeyShare(key.group().code(), key.share()))
                .toList());
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
        Handshake13 handshake = new Handshake13(connection, client);
        try {
            return handshake.run(hello);
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

    private TlsSession run(ClientHello offer) throws IOException {
        keys.add(EphemeralKey.generate(NamedGroup.X25519));
        keys.add(EphemeralKey.generate(NamedGroup.SECP256R1));
        ClientHello hello = withShares(offer, keys);
        ServerMessage.ServerHello chosen = exchange(hello);
        if (chosen.isRetry()) {
            Hash hash = Hash.of(chosen.suite());
            Octets retry = transcript.get(1);
            Octets first = new WireWriter()
                    .u8(254)
                    .vector(3, out -> out.bytes(hash.of(List.of(transcript.get(0)))))
                    .toOctets();
            transcript.clear();
            transcript.add(first);
            transcript.add(retry);
            chosen = exchange(retried(hello, chosen));
            if (chosen.isRetry()) {
                throw new MalformedException("the server asks for a third hello");
            }
        }
        return finish(chosen);
    }

    private ClientHello retried(ClientHello hello, ServerMessage.ServerHello retry) throws MalformedException {
        ClientHello again = hello;
        Optional<Integer> wanted = retry.group();
        if (wanted.isPresent()) {
            NamedGroup group = NamedGroup.of(wanted.get())
                    .filter(EphemeralKey.GROUPS::contains)
                    .orElseThrow(() -> new MalformedException("the server asks for a group that was not offered"));
            keys.clear();
            keys.add(EphemeralKey.generate(group));
            again = withShares(again, keys);
        }
        Octets cookie = retry.extensions().get(Extensions.COOKIE);
        return cookie == null ? again : again.withExtension(Extensions.COOKIE, cookie);
    }

    private ServerMessage.ServerHello exchange(ClientHello hello) throws IOException {
        transcript.add(hello.message());
        connection.send(Prober.record(hello));
        Prober.HandshakeLog log = new Prober.HandshakeLog();
        Answer answer = Prober.answer(connection, log);
        if (!(answer instanceof Answer.Agreed agreed) || !agreed.hello().is(WireVersion.TLS_1_3)) {
            throw HandshakeException.of(answer, messages);
        }
        if (!SUITES.contains(agreed.hello().suite())) {
            throw new MalformedException("the server chose " + agreed.hello().suite() + ", which was not offered");
        }
        transcript.add(log.encoded().get(0));
        return agreed.hello();
    }

    private TlsSession finish(ServerMessage.ServerHello chosen) throws IOException {
        CipherSuite suite = chosen.suite();
        Hash hash = Hash.of(suite);
        byte[] zeros = new byte[hash.length()];
        byte[] early = hash.extract(zeros, zeros);
        byte[] handshake = hash.extract(hash.derive(early, "derived", List.of()), agreed(chosen));
        byte[] ourSecret = hash.derive(handshake, "c hs traffic", transcript);
        byte[] theirSecret = hash.derive(handshake, "s hs traffic", transcript);
        RecordCipher ours = RecordCipher.tls13(suite, ourSecret);
        readFlight(RecordCipher.tls13(suite, theirSecret), hash, theirSecret);

        byte[] master = hash.extract(hash.derive(handshake, "derived", List.of()), zeros);
        byte[] ourData = hash.derive(master, "c ap traffic", transcript);
        byte[] theirData = hash.derive(master, "s ap traffic", transcript);
        answerRequest(ours, hash);
        sendHandshake(ours, ServerMessage.FINISHED, Octets.of(finished(hash, ourSecret)));
        connection.sendIfOpen(outgoing.toOctets());
        byte[] resumption = hash.derive(master, "res master", transcript);
        return new TlsSession(
                connection,
                chosen,
                messages,
                new TlsSession.Keys(
                        RecordCipher.tls13(suite, ourData),
                        RecordCipher.tls13(suite, theirData),
                        Octets.of(resumption),
                        Octets.NONE));
    }

    private byte[] agreed(ServerMessage.ServerHello chosen) throws MalformedException {
        Octets share = chosen.extensions().get(Extensions.KEY_SHARE);
        if (share == null) {
            throw new MalformedException("a ServerHello of TLS 1.3 without a key share");
        }
        WireReader in = WireReader.of(share);
        int group = in.u16();
        Octets theirs = in.vector16().rest();
        EphemeralKey ours = keys.stream()
                .filter(key -> key.group().code() == group)
                .findFirst()
                .orElseThrow(() -> new MalformedException("a key share for a group that was not offered"));
        return ours.agree(theirs);
    }

    private void readFlight(RecordCipher theirs, Hash hash, byte[] secret) throws IOException {
        try {
            while (messages.stream().noneMatch(ServerMessage.Finished.class::isInstance)) {
                TlsRecord sealed =
                        connection.record().orElseThrow(() -> HandshakeException.of(new Answer.Closed(), messages));
                if (sealed.type() == TlsRecord.CHANGE_CIPHER_SPEC) {
                    continue;
                }
                TlsRecord record = sealed.type() == TlsRecord.DATA ? theirs.open(sealed) : sealed;
                if (record.type() == TlsRecord.ALERT) {
                    WireReader in = WireReader.of(record.payload());
                    in.u8();
                    throw HandshakeException.of(new Answer.Refused(in.u8()), messages);
                }
                if (record.type() != TlsRecord.HANDSHAKE) {
                    throw new MalformedException("a record of type " + record.type() + " in the handshake");
                }
                take(record, hash, secret);
            }
        } catch (SocketTimeoutException e) {
            throw HandshakeException.of(new Answer.Silent(connection.patience()), messages);
        }
    }

    private void take(TlsRecord record, Hash hash, byte[] secret) throws IOException {
        for (HandshakeStream.Message message : stream.add(record.payload())) {
            ServerMessage read = ServerMessage.read(message.type(), message.body(), WireVersion.TLS_1_3.code());
            if (read instanceof ServerMessage.Finished end
                    && !Arrays.equals(end.verifyData().array(), finished(hash, secret))) {
                throw new MalformedException("the server's Finished does not fit the handshake");
            }
            messages.add(read);
            transcript.add(message.encoded());
        }
    }

    private byte[] finished(Hash hash, byte[] secret) {
        return hash.hmac(hash.expand(secret, "finished", new byte[0], hash.length()), hash.of(transcript));
    }

    private void answerRequest(RecordCipher ours, Hash hash) throws IOException {
        Optional<ServerMessage.CertificateRequest> request = messages.stream()
                .filter(ServerMessage.CertificateRequest.class::isInstance)
                .map(ServerMessage.CertificateRequest.class::cast)
                .findFirst();
        if (request.isEmpty()) {
            return;
        }
        ClientCredentials credentials = client;
        Optional<SignatureScheme> scheme = credentials == null
                ? Optional.empty()
                : credentials.scheme(request.get().schemes());
        List<Octets> chain = credentials == null || scheme.isEmpty() ? List.of() : credentials.encoded();
        sendHandshake(
                ours,
                11,
                new WireWriter()
                        .u8(0)
                        .vector(
                                3,
                                list -> chain.forEach(each ->
                                        list.vector(3, out -> out.bytes(each)).u16(0)))
                        .toOctets());
        if (credentials != null && scheme.isPresent()) {
            byte[] signed = new WireWriter()
                    .bytes(" ".repeat(64).getBytes(StandardCharsets.US_ASCII))
                    .bytes(CONTEXT.getBytes(StandardCharsets.US_ASCII))
                    .u8(0)
                    .bytes(hash.of(transcript))
                    .toBytes();
            Octets signature = credentials.sign(scheme.get(), signed);
            sendHandshake(
                    ours,
                    15,
                    new WireWriter()
                            .u16(scheme.get().code())
                            .vector(2, out -> out.bytes(signature))
                            .toOctets());
        }
    }

    private void sendHandshake(RecordCipher ours, int type, Octets body) {
        Octets message = new HandshakeStream.Message(type, body).encoded();
        transcript.add(message);
        outgoing.bytes(ours.seal(TlsRecord.HANDSHAKE, message).encoded());
    }
}
