package dev.parley.probe;

import dev.parley.tls.TlsAlert;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A server of TLS on loopback that does what no library does any more: it agrees to whatever it is told to, signs nothing,
 * and hands out any ticket. One connection at a time, on a thread of its own.
 */
public final class FaultyServer implements AutoCloseable {
    private static final int PIECE = 1_000;
    private static final Octets SIGNATURE = Octets.of(new byte[64]);

    private final ServerSocket listener;
    private final Thread thread;
    private final Conduct conduct;

    /** What the server does; a fresh one is one of good manners with TLS 1.2 and 1.3. */
    public static final class Conduct {
        private Set<WireVersion> versions = Set.of(WireVersion.TLS_1_2, WireVersion.TLS_1_3);
        private List<CipherSuite> suites = List.of(CipherSuite.named("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
        private List<Octets> chain = List.of();
        private final Map<Integer, Octets> echoed = new LinkedHashMap<>(Map.of(
                Extensions.RENEGOTIATION_INFO, Octets.ofHex("00"), Extensions.EXTENDED_MASTER_SECRET, Octets.NONE));
        private int compression;
        private boolean prefersOld;
        private boolean hidesDowngrade;
        private boolean signsWithSha1;
        private boolean resumesByKeyAlone;
        private List<Integer> clientTypes = List.of(64);
        private long lifetime = 3_600;
        private long earlyData;
        private String greeting = "";
        private boolean updatesKeys;
        private boolean floods;
        private boolean speaksSsl2;
        private CipherSuite suite13 = CipherSuite.named("TLS_AES_128_GCM_SHA256");
        private boolean refusesNames;
        private int longestHello = Integer.MAX_VALUE;

        /** Speaks these versions. */
        public Conduct versions(WireVersion... some) {
            versions = Set.of(some);
            return this;
        }

        /** Takes these suites before TLS 1.3. */
        public Conduct suites(String... names) {
            suites = Stream.of(names).map(CipherSuite::named).toList();
            return this;
        }

        /** Shows these certificates. */
        public Conduct chain(List<Octets> certificates) {
            chain = certificates;
            return this;
        }

        /** Answers an extension whenever it is offered, in TLS 1.2. */
        public Conduct echoing(int extension, String hex) {
            echoed.put(extension, Octets.ofHex(hex));
            return this;
        }

        /** Does not answer an extension. */
        public Conduct ignoring(int extension) {
            echoed.remove(extension);
            return this;
        }

        /** Compresses by this method if it is offered. */
        public Conduct compressing(int method) {
            compression = method;
            return this;
        }

        /** Chooses TLS 1.2 where both are offered. */
        public Conduct preferringOld() {
            prefersOld = true;
            return this;
        }

        /** Does not say in TLS 1.2 that it speaks TLS 1.3. */
        public Conduct hidingDowngrade() {
            hidesDowngrade = true;
            return this;
        }

        /** Signs with SHA-1 if it may. */
        public Conduct signingWithSha1() {
            signsWithSha1 = true;
            return this;
        }

        /** Asks for client certificates of these types; none for not asking at all. */
        public Conduct clientTypes(Integer... types) {
            clientTypes = List.of(types);
            return this;
        }

        /** Gives tickets of that lifetime in seconds and that much early data. */
        public Conduct tickets(long seconds, long early) {
            lifetime = seconds;
            earlyData = early;
            return this;
        }

        /** Resumes also without a new exchange of keys. */
        public Conduct resumingByKeyAlone() {
            resumesByKeyAlone = true;
            return this;
        }

        /** Goes on with other keys before it says anything (RFC 9846 section 4.7.3). */
        public Conduct updatingKeys() {
            updatesKeys = true;
            return this;
        }

        /** Sends messages that nobody knows in place of its Finished, one after the other, for as long as it can. */
        public Conduct flooding() {
            floods = true;
            return this;
        }

        /** Takes this suite of TLS 1.3. */
        public Conduct suite13(String name) {
            suite13 = CipherSuite.named(name);
            return this;
        }

        /** Agrees to SSL 2.0, too. */
        public Conduct speakingSsl2() {
            speaksSsl2 = true;
            return this;
        }

        /** Refuses whoever says which name he wants, in TLS 1.3. */
        public Conduct refusingNames() {
            refusesNames = true;
            return this;
        }

        /** Closes on hellos that are longer. */
        public Conduct readingHellosUpTo(int bytes) {
            longestHello = bytes;
            return this;
        }

        /** Says this to everybody who has finished a handshake of TLS 1.3. */
        public Conduct greeting(String text) {
            greeting = text;
            return this;
        }
    }

    private FaultyServer(Conduct conduct) throws IOException {
        this.conduct = conduct;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.thread = new Thread(this::serve, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts one. */
    public static FaultyServer start(Conduct conduct) throws IOException {
        return new FaultyServer(conduct);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(2_000);
                new Conversation(new PushbackInputStream(socket.getInputStream()), socket.getOutputStream(), conduct)
                        .hold();
            } catch (IOException e) {
                // The client has seen what it wanted to see, or the server is closed: either way the next one.
            }
        }
    }

    /** What a client offered. */
    private record Offer(
            int length,
            int version,
            Octets random,
            Octets sessionId,
            List<CipherSuite> suites,
            List<Integer> compressions,
            Map<Integer, Octets> extensions) {
        static Offer read(Octets body) throws MalformedException {
            WireReader in = WireReader.of(body);
            int version = in.u16();
            Octets random = in.octets(32);
            Octets id = in.vector8().rest();
            List<CipherSuite> suites = new ArrayList<>();
            WireReader list = in.vector16();
            while (!list.isEmpty()) {
                suites.add(CipherSuite.of(list.u16()));
            }
            List<Integer> compressions = new ArrayList<>();
            WireReader methods = in.vector8();
            while (!methods.isEmpty()) {
                compressions.add(methods.u8());
            }
            Map<Integer, Octets> extensions = new LinkedHashMap<>();
            if (!in.isEmpty()) {
                WireReader all = in.vector16();
                while (!all.isEmpty()) {
                    extensions.put(all.u16(), all.vector16().rest());
                }
            }
            return new Offer(body.length(), version, random, id, suites, compressions, extensions);
        }

        boolean offers13() {
            Octets versions = extensions.get(Extensions.SUPPORTED_VERSIONS);
            return versions != null && versions.toString().contains("0304");
        }

        boolean has(int extension, String hex) {
            Octets content = extensions.get(extension);
            return content != null && content.toString().contains(hex);
        }
    }

    /** One connection. */
    private static final class Conversation {
        private final PushbackInputStream in;
        private final OutputStream out;
        private final Conduct conduct;
        private final List<Octets> transcript = new ArrayList<>();
        private final HandshakeStream stream = new HandshakeStream();

        Conversation(PushbackInputStream in, OutputStream out, Conduct conduct) {
            this.in = in;
            this.out = out;
            this.conduct = conduct;
        }

        void hold() throws IOException {
            if (isSsl2()) {
                // its record, a SERVER-HELLO with that version, and nothing else in it
                out.write(new WireWriter()
                        .u16(0x8000 | 11)
                        .u8(4)
                        .u16(1)
                        .u16(2)
                        .bytes(new byte[6])
                        .toBytes());
                out.flush();
                return;
            }
            Offer offer = hello();
            if (offer.length() > conduct.longestHello) {
                return;
            }
            boolean modern = offer.offers13() && conduct.versions.contains(WireVersion.TLS_1_3);
            boolean both = offer.has(Extensions.SUPPORTED_VERSIONS, "0303");
            if (modern && !(conduct.prefersOld && both)) {
                modern(offer);
            } else {
                classic(offer);
            }
        }

        /** Whether the first byte is that of a record of SSL 2.0, which is answered if that is spoken. */
        private boolean isSsl2() throws IOException {
            int first = in.read();
            if (first >= 0) {
                in.unread(first);
            }
            return conduct.speaksSsl2 && first >= 0x80;
        }

        private Offer hello() throws IOException {
            while (true) {
                TlsRecord record = TlsRecord.read(in).orElseThrow(() -> new IOException("no hello"));
                for (HandshakeStream.Message message : stream.add(record.payload())) {
                    transcript.add(message.encoded());
                    return Offer.read(message.body());
                }
            }
        }

        private void send(int type, int version, Octets payload) throws IOException {
            out.write(new TlsRecord(type, version, payload).encoded().array());
            out.flush();
        }

        private void alert(int number) throws IOException {
            send(TlsRecord.ALERT, 0x0301, Octets.of(new byte[] {2, (byte) number}));
        }

        // ---- TLS 1.2 and before

        private void classic(Offer offer) throws IOException {
            Optional<WireVersion> version = conduct.versions.stream()
                    .filter(each -> each != WireVersion.TLS_1_3 && each.code() <= offer.version())
                    .max((one, other) -> Integer.compare(one.code(), other.code()));
            Optional<CipherSuite> suite =
                    conduct.suites.stream().filter(offer.suites()::contains).findFirst();
            boolean sha1Only = offer.extensions().containsKey(Extensions.SIGNATURE_ALGORITHMS)
                    && !offer.has(Extensions.SIGNATURE_ALGORITHMS, "0403");
            if (version.isEmpty() || suite.isEmpty() || (sha1Only && !conduct.signsWithSha1)) {
                alert(version.isEmpty() ? TlsAlert.PROTOCOL_VERSION.code() : 40);
                return;
            }
            WireWriter flight = new WireWriter();
            flight.bytes(message(2, serverHello12(offer, version.get(), suite.get())));
            if (suite.get().hasCertificate()) {
                flight.bytes(message(
                        11,
                        new WireWriter()
                                .vector(
                                        3,
                                        list -> conduct.chain.forEach(
                                                each -> list.vector(3, one -> one.bytes(each))))));
            }
            keyExchange(version.get(), suite.get(), sha1Only).ifPresent(body -> flight.bytes(message(12, body)));
            if (!conduct.clientTypes.isEmpty() && suite.get().hasCertificate()) {
                WireWriter request = new WireWriter().vector(1, types -> conduct.clientTypes.forEach(types::u8));
                if (version.get() == WireVersion.TLS_1_2) {
                    request.vector(2, schemes -> schemes.u16(SignatureScheme.ECDSA_SECP256R1_SHA256.code()));
                }
                flight.bytes(message(13, request.u16(0)));
            }
            flight.bytes(message(14, new WireWriter()));
            send(TlsRecord.HANDSHAKE, version.get().code(), flight.toOctets());
            Optional<TlsRecord> answer = TlsRecord.read(in);
            while (conduct.floods && answer.isPresent()) {
                send(TlsRecord.HANDSHAKE, version.get().code(), junk());
            }
        }

        private WireWriter serverHello12(Offer offer, WireVersion version, CipherSuite suite) {
            boolean marks = conduct.versions.contains(WireVersion.TLS_1_3) && !conduct.hidesDowngrade;
            WireWriter random = new WireWriter().bytes(new byte[24]);
            random.bytes(marks ? Octets.ofHex("444f574e47524401") : Octets.of(new byte[8]));
            int method = offer.compressions().contains(conduct.compression) ? conduct.compression : 0;
            WireWriter body = new WireWriter()
                    .u16(version.code())
                    .bytes(random.toOctets())
                    .u8(0)
                    .u16(suite.code())
                    .u8(method);
            return body.vector(
                    2,
                    list -> conduct.echoed.forEach((number, content) -> {
                        if (offer.extensions().containsKey(number)) {
                            list.u16(number).vector(2, data -> data.bytes(content));
                        }
                    }));
        }

        private Optional<WireWriter> keyExchange(WireVersion version, CipherSuite suite, boolean sha1) {
            WireWriter body = new WireWriter();
            switch (suite.exchange()) {
                case ECDHE ->
                    body.u8(3)
                            .u16(NamedGroup.SECP256R1.code())
                            .vector(
                                    1,
                                    key -> key.bytes(EphemeralKey.generate(NamedGroup.SECP256R1)
                                            .share()));
                case DHE ->
                    body.vector(2, prime -> prime.bytes(new byte[96]).u8(1))
                            .vector(2, generator -> generator.u8(2))
                            .vector(2, key -> key.bytes(new byte[96]));
                default -> {
                    return Optional.empty();
                }
            }
            if (suite.hasCertificate()) {
                if (version == WireVersion.TLS_1_2) {
                    body.u16((sha1 ? SignatureScheme.ECDSA_SHA1 : SignatureScheme.ECDSA_SECP256R1_SHA256).code());
                }
                body.vector(2, signature -> signature.bytes(SIGNATURE));
            }
            return Optional.of(body);
        }

        // ---- TLS 1.3

        private void modern(Offer first) throws IOException {
            CipherSuite suite = conduct.suite13;
            Offer offer = first;
            boolean named = conduct.refusesNames && offer.extensions().containsKey(Extensions.SERVER_NAME);
            if (named || !offer.suites().contains(suite) || !offer.has(Extensions.SUPPORTED_GROUPS, "001d")) {
                alert(40);
                return;
            }
            boolean keyOnly = offer.extensions().containsKey(Extensions.PRE_SHARED_KEY)
                    && offer.has(Extensions.PSK_KEY_EXCHANGE_MODES, "0100")
                    && conduct.resumesByKeyAlone;
            if (keyOnly) {
                WireWriter psk = new WireWriter().u16(Extensions.PRE_SHARED_KEY).vector(2, id -> id.u16(0));
                send(
                        TlsRecord.HANDSHAKE,
                        0x0303,
                        message(2, serverHello13(offer, suite, Octets.of(new byte[32]), psk)));
                return;
            }
            Optional<Octets> share = share(offer);
            if (share.isEmpty()) {
                Octets retry = Octets.ofHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
                WireWriter group = new WireWriter()
                        .u16(Extensions.KEY_SHARE)
                        .vector(2, wanted -> wanted.u16(NamedGroup.X25519.code()));
                send(TlsRecord.HANDSHAKE, 0x0303, message(2, serverHello13(offer, suite, retry, group)));
                return;
            }
            EphemeralKey ours = EphemeralKey.generate(NamedGroup.X25519);
            WireWriter ourShare = new WireWriter()
                    .u16(Extensions.KEY_SHARE)
                    .vector(2, key -> key.u16(NamedGroup.X25519.code()).vector(2, bytes -> bytes.bytes(ours.share())));
            Octets serverHello = message(2, serverHello13(offer, suite, Octets.of(new byte[32]), ourShare));
            transcript.add(serverHello);
            send(TlsRecord.HANDSHAKE, 0x0303, serverHello);
            finish(suite, ours.agree(share.get()));
        }

        private static WireWriter serverHello13(Offer offer, CipherSuite suite, Octets random, WireWriter extension) {
            return new WireWriter()
                    .u16(WireVersion.TLS_1_2.code())
                    .bytes(random)
                    .vector(1, id -> id.bytes(offer.sessionId()))
                    .u16(suite.code())
                    .u8(0)
                    .vector(
                            2,
                            list -> list.u16(Extensions.SUPPORTED_VERSIONS)
                                    .vector(2, version -> version.u16(WireVersion.TLS_1_3.code()))
                                    .bytes(extension.toOctets()));
        }

        private static Optional<Octets> share(Offer offer) throws MalformedException {
            WireReader list =
                    WireReader.of(offer.extensions().get(Extensions.KEY_SHARE)).vector16();
            while (!list.isEmpty()) {
                int group = list.u16();
                Octets key = list.vector16().rest();
                if (group == NamedGroup.X25519.code()) {
                    return Optional.of(key);
                }
            }
            return Optional.empty();
        }

        private void finish(CipherSuite suite, byte[] shared) throws IOException {
            Hash hash = Hash.of(suite);
            byte[] zeros = new byte[hash.length()];
            byte[] early = hash.extract(zeros, zeros);
            byte[] handshake = hash.extract(hash.derive(early, "derived", List.of()), shared);
            byte[] theirs = hash.derive(handshake, "c hs traffic", transcript);
            byte[] ours = hash.derive(handshake, "s hs traffic", transcript);
            RecordCipher sealing = RecordCipher.tls13(suite, ours);
            seal(sealing, message(8, new WireWriter().u16(0)));
            if (!conduct.clientTypes.isEmpty()) {
                seal(
                        sealing,
                        message(
                                13,
                                new WireWriter()
                                        .u8(0)
                                        .vector(
                                                2,
                                                list -> list.u16(Extensions.SIGNATURE_ALGORITHMS)
                                                        .vector(
                                                                2,
                                                                all -> all.vector(
                                                                        2,
                                                                        each -> each.u16(
                                                                                SignatureScheme.ECDSA_SECP256R1_SHA256
                                                                                        .code()))))));
            }
            seal(
                    sealing,
                    message(
                            11,
                            new WireWriter()
                                    .u8(0)
                                    .vector(
                                            3,
                                            list -> conduct.chain.forEach(each -> list.vector(3, one -> one.bytes(each))
                                                    .u16(0)))));
            seal(sealing, message(15, new WireWriter().u16(0x0403).vector(2, one -> one.bytes(SIGNATURE))));
            while (conduct.floods) {
                out.write(sealing.seal(TlsRecord.HANDSHAKE, junk()).encoded().array());
            }
            byte[] finished = hash.hmac(hash.expand(ours, "finished", new byte[0], hash.length()), hash.of(transcript));
            seal(sealing, message(ServerMessage.FINISHED, new WireWriter().bytes(finished)));

            byte[] master = hash.extract(hash.derive(handshake, "derived", List.of()), zeros);
            RecordCipher data = RecordCipher.tls13(suite, hash.derive(master, "s ap traffic", transcript));
            boolean certified = readClient(RecordCipher.tls13(suite, theirs));
            if (!conduct.clientTypes.isEmpty() && !certified) {
                out.write(data.seal(TlsRecord.ALERT, Octets.of(new byte[] {
                            2, (byte) TlsAlert.CERTIFICATE_REQUIRED.code()
                        }))
                        .encoded()
                        .array());
                return;
            }
            WireWriter ticket = new WireWriter()
                    .u32(conduct.lifetime)
                    .u32(7)
                    .vector(1, nonce -> nonce.u8(0))
                    .vector(2, bytes -> bytes.bytes(new byte[32]))
                    .vector(2, list -> {
                        if (conduct.earlyData > 0) {
                            list.u16(Extensions.EARLY_DATA).vector(2, most -> most.u32(conduct.earlyData));
                        }
                    });
            out.write(
                    data.seal(TlsRecord.HANDSHAKE, message(4, ticket)).encoded().array());
            if (conduct.updatesKeys) {
                out.write(data.seal(TlsRecord.HANDSHAKE, message(24, new WireWriter().u8(0)))
                        .encoded()
                        .array());
                data.update();
            }
            for (int from = 0; from < conduct.greeting.length(); from += PIECE) {
                String piece = conduct.greeting.substring(from, Math.min(conduct.greeting.length(), from + PIECE));
                out.write(data.seal(TlsRecord.DATA, Octets.of(piece.getBytes(StandardCharsets.UTF_8)))
                        .encoded()
                        .array());
            }
            TlsRecord.read(in);
        }

        private void seal(RecordCipher cipher, Octets message) throws IOException {
            transcript.add(message);
            out.write(cipher.seal(TlsRecord.HANDSHAKE, message).encoded().array());
        }

        /** Whether the client showed a certificate. */
        private boolean readClient(RecordCipher cipher) throws IOException {
            HandshakeStream client = new HandshakeStream();
            boolean certified = false;
            while (true) {
                TlsRecord record = TlsRecord.read(in).orElseThrow(() -> new IOException("no end of the handshake"));
                if (record.type() == TlsRecord.CHANGE_CIPHER_SPEC) {
                    continue;
                }
                for (HandshakeStream.Message message :
                        client.add(cipher.open(record).payload())) {
                    if (message.type() == 11) {
                        certified = message.body().length() > 4;
                    }
                    if (message.type() == ServerMessage.FINISHED) {
                        return certified;
                    }
                }
            }
        }

        private static Octets junk() {
            return message(99, new WireWriter().bytes(new byte[16_000]));
        }

        private static Octets message(int type, WireWriter body) {
            return new HandshakeStream.Message(type, body.toOctets()).encoded();
        }
    }
}
