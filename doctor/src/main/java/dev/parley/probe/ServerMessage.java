package dev.parley.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message of a server's side of the handshake (RFC 5246 section 7.4, RFC 8446 section 4). */
public sealed interface ServerMessage {
    /** The number of a client's first message. */
    int CLIENT_HELLO = 1;

    /** The number of the message that ends a handshake. */
    int FINISHED = 20;

    /**
     * What the server chose. A HelloRetryRequest of TLS 1.3 is one, too.
     *
     * @param legacyVersion the version in its old place
     * @param random 32 bytes
     * @param suite the suite
     * @param compression the compression method
     * @param extensions by their numbers
     */
    record ServerHello(
            int legacyVersion, Octets random, CipherSuite suite, int compression, Map<Integer, Octets> extensions)
            implements ServerMessage {
        private static final Octets RETRY =
                Octets.ofHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
        private static final Octets DOWNGRADE_FROM_1_3 = Octets.ofHex("444f574e47524401");
        private static final Octets DOWNGRADE_FROM_1_2 = Octets.ofHex("444f574e47524400");

        /** Copies the extensions. */
        public ServerHello {
            extensions = Map.copyOf(extensions);
        }

        /** The number of the version that was chosen. */
        public int versionCode() throws MalformedException {
            Octets chosen = extensions.get(Extensions.SUPPORTED_VERSIONS);
            return chosen == null ? legacyVersion : WireReader.of(chosen).u16();
        }

        /** Whether that version was chosen. */
        public boolean is(WireVersion version) {
            Octets chosen = extensions.get(Extensions.SUPPORTED_VERSIONS);
            return chosen == null
                    ? legacyVersion == version.code()
                    : chosen.equals(new WireWriter().u16(version.code()).toOctets());
        }

        /** Whether it asks for another ClientHello (RFC 8446 section 4.1.4). */
        public boolean isRetry() {
            return isRetry(random);
        }

        /** Whether a ServerHello with that random number is one. */
        public static boolean isRetry(Octets random) {
            return random.equals(RETRY);
        }

        /** Whether its random number says that the server would have spoken a later version (RFC 8446 section 4.1.3). */
        public boolean warnsOfDowngrade() {
            return random.endsWith(DOWNGRADE_FROM_1_3) || random.endsWith(DOWNGRADE_FROM_1_2);
        }

        /** Whether it answers that extension. */
        public boolean has(int extension) {
            return extensions.containsKey(extension);
        }

        /** The group of its key share, or the one that it asks for. */
        public Optional<Integer> group() throws MalformedException {
            Octets share = extensions.get(Extensions.KEY_SHARE);
            return share == null
                    ? Optional.empty()
                    : Optional.of(WireReader.of(share).u16());
        }

        static ServerHello read(WireReader in) throws MalformedException {
            int version = in.u16();
            Octets random = in.octets(32);
            in.vector8();
            CipherSuite suite = CipherSuite.of(in.u16());
            int compression = in.u8();
            Map<Integer, Octets> extensions = in.isEmpty() ? Map.of() : ServerMessage.extensions(in.vector16());
            return new ServerHello(version, random, suite, compression, extensions);
        }
    }

    /**
     * The server's certificates.
     *
     * @param encoded each as it was sent, the server's own first
     * @param staple the OCSP response that came with the first, in TLS 1.3
     */
    record Certificates(List<Octets> encoded, Optional<Octets> staple) implements ServerMessage {
        /** Copies the list. */
        public Certificates {
            encoded = List.copyOf(encoded);
        }

        static Certificates read(WireReader in, boolean tls13) throws MalformedException {
            if (tls13) {
                in.vector8();
            }
            WireReader list = in.vector24();
            List<Octets> encoded = new ArrayList<>();
            Optional<Octets> staple = Optional.empty();
            while (!list.isEmpty()) {
                encoded.add(list.vector24().rest());
                if (tls13) {
                    Octets status = ServerMessage.extensions(list.vector16()).get(Extensions.STATUS_REQUEST);
                    if (encoded.size() == 1 && status != null) {
                        staple = CertificateStatus.response(WireReader.of(status));
                    }
                }
            }
            return new Certificates(encoded, staple);
        }
    }

    /**
     * A stapled OCSP response, in TLS 1.2.
     *
     * @param response the response, if it is one of OCSP
     */
    record CertificateStatus(Optional<Octets> response) implements ServerMessage {
        static Optional<Octets> response(WireReader in) throws MalformedException {
            return in.u8() == 1 ? Optional.of(in.vector24().rest()) : Optional.empty();
        }
    }

    /**
     * The server's share of the key, in TLS 1.2 and before.
     *
     * @param content the whole of it; what it means depends on the suite
     */
    record KeyExchange(Octets content) implements ServerMessage {}

    /**
     * The server wants to know who the client is.
     *
     * @param types the types of certificates, in TLS 1.2 and before
     * @param schemes the signature schemes, since TLS 1.2
     */
    record CertificateRequest(List<Integer> types, List<Integer> schemes) implements ServerMessage {
        /** Copies the lists. */
        public CertificateRequest {
            types = List.copyOf(types);
            schemes = List.copyOf(schemes);
        }

        static CertificateRequest read(WireReader in, int version) throws MalformedException {
            if (version == WireVersion.TLS_1_3.code()) {
                in.vector8();
                Octets schemes = ServerMessage.extensions(in.vector16()).get(Extensions.SIGNATURE_ALGORITHMS);
                return new CertificateRequest(
                        List.of(),
                        schemes == null
                                ? List.of()
                                : numbers(WireReader.of(schemes).vector16(), 2));
            }
            List<Integer> types = numbers(in.vector8(), 1);
            List<Integer> schemes =
                    version == WireVersion.TLS_1_2.code() ? numbers(in.vector16(), 2) : List.<Integer>of();
            in.vector16();
            return new CertificateRequest(types, schemes);
        }
    }

    /** It is the client's turn, in TLS 1.2 and before. */
    record HelloDone() implements ServerMessage {}

    /**
     * What need not be known in the clear, in TLS 1.3.
     *
     * @param extensions by their numbers
     */
    record EncryptedExtensions(Map<Integer, Octets> extensions) implements ServerMessage {
        /** Copies the extensions. */
        public EncryptedExtensions {
            extensions = Map.copyOf(extensions);
        }
    }

    /**
     * The server's signature, in TLS 1.3.
     *
     * @param scheme how it signed
     */
    record CertificateVerify(int scheme) implements ServerMessage {}

    /** The server's end of the handshake. */
    record Finished(Octets verifyData) implements ServerMessage {}

    /**
     * A ticket by which the session can be resumed.
     *
     * @param lifetime in seconds
     * @param ageAdd what is added to its age, in TLS 1.3
     * @param nonce what tells it from others, in TLS 1.3
     * @param ticket the ticket
     * @param extensions in TLS 1.3
     */
    record NewSessionTicket(long lifetime, long ageAdd, Octets nonce, Octets ticket, Map<Integer, Octets> extensions)
            implements ServerMessage {
        /** Copies the extensions. */
        public NewSessionTicket {
            extensions = Map.copyOf(extensions);
        }

        /** How much early data the server would take with it, in bytes; 0 for none (RFC 8446 section 4.2.10). */
        public long maxEarlyData() throws MalformedException {
            Octets early = extensions.get(Extensions.EARLY_DATA);
            return early == null ? 0 : WireReader.of(early).u32();
        }

        static NewSessionTicket read(WireReader in, boolean tls13) throws MalformedException {
            long lifetime = in.u32();
            if (!tls13) {
                return new NewSessionTicket(
                        lifetime, 0, Octets.NONE, in.vector16().rest(), Map.of());
            }
            long ageAdd = in.u32();
            Octets nonce = in.vector8().rest();
            Octets ticket = in.vector16().rest();
            return new NewSessionTicket(lifetime, ageAdd, nonce, ticket, ServerMessage.extensions(in.vector16()));
        }
    }

    /**
     * Another message, which nobody here needs.
     *
     * @param type its number
     */
    record Other(int type) implements ServerMessage {}

    /**
     * Reads a message.
     *
     * @param type its number
     * @param body what stands behind its head
     * @param version the number of the version that was chosen, or 0 before that
     */
    static ServerMessage read(int type, Octets body, int version) throws MalformedException {
        WireReader in = WireReader.of(body);
        boolean tls13 = version == WireVersion.TLS_1_3.code();
        ServerMessage message = switch (type) {
            case 2 -> ServerHello.read(in);
            case 4 -> NewSessionTicket.read(in, tls13);
            case 8 -> new EncryptedExtensions(ServerMessage.extensions(in.vector16()));
            case 11 -> Certificates.read(in, tls13);
            case 12 -> new KeyExchange(in.rest());
            case 13 -> CertificateRequest.read(in, version);
            case 14 -> new HelloDone();
            case 15 -> {
                CertificateVerify verify = new CertificateVerify(in.u16());
                in.vector16();
                yield verify;
            }
            case FINISHED -> new Finished(in.rest());
            case 22 -> new CertificateStatus(CertificateStatus.response(in));
            default -> {
                in.rest();
                yield new Other(type);
            }
        };
        if (type != 22) {
            in.end("the handshake message of type " + type);
        }
        return message;
    }

    private static Map<Integer, Octets> extensions(WireReader in) throws MalformedException {
        Map<Integer, Octets> extensions = new LinkedHashMap<>();
        while (!in.isEmpty()) {
            int number = in.u16();
            if (extensions.put(number, in.vector16().rest()) != null) {
                throw new MalformedException("the extension " + number + " stands there twice");
            }
        }
        return extensions;
    }

    private static List<Integer> numbers(WireReader in, int size) throws MalformedException {
        List<Integer> numbers = new ArrayList<>();
        while (!in.isEmpty()) {
            numbers.add(size == 1 ? in.u8() : in.u16());
        }
        return numbers;
    }
}
