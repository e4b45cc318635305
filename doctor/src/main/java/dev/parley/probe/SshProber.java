package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what an SSH server says before anything is encrypted: its algorithms, and its host keys. It never logs in. One
 * connection at a time; belongs to one thread, which it blocks within the {@link Limits}.
 */
public final class SshProber {
    /** RFC 4253 section 6.1. */
    static final int LONGEST_PACKET = 35_000;

    private static final String OURS = "SSH-2.0-Parley_audit";
    private static final int LONGEST_LINE = 1_024;
    private static final int MOST_LINES = 64;
    private static final int DISCONNECT = 1;
    private static final int KEXINIT = 20;
    private static final int KEX_FIRST = 30;
    private static final int KEX_REPLY = 31;
    private static final int GEX_GROUP = 31;
    private static final int GEX_INIT = 32;
    private static final int GEX_REPLY = 33;
    private static final int GEX_REQUEST = 34;
    private static final int MOST_BITS = 8_192;

    private final Place place;
    private int asked;

    /** For a port of a host. */
    public SshProber(String host, int port, Limits limits) {
        this.place = new Place(host, port, limits);
    }

    /** How many connections were made so far. */
    public int connections() {
        return asked;
    }

    private Connection connect() throws IOException {
        asked++;
        return place.connect();
    }

    /**
     * A host key as the server sent it.
     *
     * @param blob the whole of it (RFC 4253 section 6.6)
     * @param type its type, such as {@code ssh-rsa}
     * @param bits its size, or 0 for a type whose size the name says
     */
    public record HostKey(Octets blob, String type, int bits) {
        static HostKey read(Octets blob) throws MalformedException {
            WireReader in = WireReader.of(blob);
            String type = in.vector32().rest().latin();
            return switch (type) {
                case "ssh-rsa" -> {
                    in.vector32();
                    yield new HostKey(blob, type, bits(in.vector32().rest()));
                }
                case "ssh-dss" -> new HostKey(blob, type, bits(in.vector32().rest()));
                default -> new HostKey(blob, type, 0);
            };
        }

        private static int bits(Octets number) {
            return new BigInteger(1, number.array()).bitLength();
        }
    }

    /**
     * What the server offers.
     *
     * @throws ForeignException if it speaks something else
     * @throws HandshakeException if it took the connection and said nothing, or no more
     * @throws IOException if it cannot be reached
     */
    public SshGreeting greeting() throws IOException {
        Connection open = connect();
        try (Connection connection = open) {
            return greeting(connection);
        } catch (SocketTimeoutException e) {
            throw HandshakeException.of(new Answer.Silent(place.limits().answer()), List.of());
        } catch (EOFException | SocketException e) {
            Prober.throwIfInterrupted(e);
            throw HandshakeException.of(new Answer.Closed(), List.of());
        } catch (IOException e) {
            Prober.throwIfInterrupted(e);
            throw e;
        }
    }

    private static SshGreeting greeting(Connection connection) throws IOException {
        refuseForeign(connection.in());
        String identification = identification(connection.in());
        connection.send(Octets.of((OURS + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        return SshGreeting.read(identification, packet(connection.in()));
    }

    /**
     * The key by which the server shows who it is when asked for that signature. It is had by beginning an exchange of keys,
     * which is then left.
     *
     * @param exchange one of {@link #exchanges()}
     * @param signature one of those that the server offers
     */
    public HostKey hostKey(String exchange, String signature) throws IOException {
        try (Connection connection = connect()) {
            SshGreeting greeting = greeting(connection);
            connection.send(sealed(kexInit(greeting, exchange, List.of(signature))));
            boolean grouped = groupExchanges().contains(exchange);
            if (grouped) {
                group(connection, MOST_BITS / 4);
            }
            connection.send(sealed(new WireWriter()
                    .u8(grouped ? GEX_INIT : KEX_FIRST)
                    .vector(4, out -> out.bytes(publicValue(exchange)))
                    .toBytes()));
            return HostKey.read(awaited(connection, grouped ? GEX_REPLY : KEX_REPLY)
                    .vector32()
                    .rest());
        } catch (IOException e) {
            Prober.throwIfInterrupted(e);
            throw e;
        }
    }

    /**
     * How many bits the prime has that the server gives to a client which asks for at least so many (RFC 4419 section 3).
     *
     * @param exchange one of {@link #groupExchanges()}
     * @throws IOException if it gives none, or cannot be reached
     */
    public int modulus(String exchange, int least) throws IOException {
        try (Connection connection = connect()) {
            SshGreeting greeting = greeting(connection);
            connection.send(sealed(kexInit(greeting, exchange, greeting.hostKeys())));
            return group(connection, least);
        } catch (IOException e) {
            Prober.throwIfInterrupted(e);
            throw e;
        }
    }

    private static int group(Connection connection, int least) throws IOException {
        connection.send(sealed(new WireWriter()
                .u8(GEX_REQUEST)
                .u32(least)
                .u32(least)
                .u32(MOST_BITS)
                .toBytes()));
        return HostKey.bits(awaited(connection, GEX_GROUP).vector32().rest());
    }

    /** The next message of that kind; what may stand before it is passed over. */
    private static WireReader awaited(Connection connection, int wanted) throws IOException {
        for (int i = 0; i < MOST_LINES; i++) {
            WireReader in = WireReader.of(packet(connection.in()));
            int type = in.u8();
            if (type == wanted) {
                return in;
            }
            if (type == DISCONNECT) {
                in.u32();
                throw new MalformedException("the server disconnected: "
                        + in.vector32().rest().latin().replaceAll("[^ -~]+", " "));
            }
            if (type >= KEX_FIRST) {
                throw new MalformedException("the server sent message " + type + " and not " + wanted);
            }
        }
        throw new MalformedException("the server sent " + MOST_LINES + " messages, and not the " + wanted);
    }

    /** The exchanges in which the server chooses the group. */
    public static List<String> groupExchanges() {
        return List.of("diffie-hellman-group-exchange-sha256", "diffie-hellman-group-exchange-sha1");
    }

    /** The exchanges that host keys can be asked for with, the best first. */
    public static List<String> exchanges() {
        return List.of(
                "curve25519-sha256",
                "curve25519-sha256@libssh.org",
                "ecdh-sha2-nistp256",
                "ecdh-sha2-nistp384",
                "ecdh-sha2-nistp521",
                "diffie-hellman-group14-sha256",
                "diffie-hellman-group16-sha512",
                "diffie-hellman-group-exchange-sha256",
                "diffie-hellman-group14-sha1",
                "diffie-hellman-group-exchange-sha1",
                "diffie-hellman-group1-sha1");
    }

    /** A public value that the server will take. What it agrees to with it does not matter, for nothing follows. */
    private static Octets publicValue(String exchange) {
        return switch (exchange) {
            case "curve25519-sha256", "curve25519-sha256@libssh.org" ->
                EphemeralKey.generate(NamedGroup.X25519).share();
            case "ecdh-sha2-nistp256" ->
                EphemeralKey.generate(NamedGroup.SECP256R1).share();
            case "ecdh-sha2-nistp384" ->
                EphemeralKey.generate(NamedGroup.SECP384R1).share();
            case "ecdh-sha2-nistp521" ->
                EphemeralKey.generate(NamedGroup.SECP521R1).share();
            // 2^900 lies in every one of these groups, and is neither 1 nor p-1.
            default -> Octets.of(BigInteger.ONE.shiftLeft(900).toByteArray());
        };
    }

    private static byte[] kexInit(SshGreeting theirs, String exchange, List<String> signatures) {
        WireWriter out = new WireWriter().u8(KEXINIT).bytes(new byte[16]);
        List<List<String>> lists = new ArrayList<>(List.of(
                List.of(exchange),
                signatures,
                theirs.ciphers(),
                theirs.ciphers(),
                theirs.macs(),
                theirs.macs(),
                theirs.compressions(),
                theirs.compressions(),
                List.of(),
                List.of()));
        lists.forEach(list ->
                out.vector(4, names -> names.bytes(String.join(",", list).getBytes(StandardCharsets.US_ASCII))));
        return out.u8(0).u32(0).toBytes();
    }

    private static Octets sealed(byte[] payload) {
        int padding = 8 - (payload.length + 5) % 8;
        padding += padding < 4 ? 8 : 0;
        return new WireWriter()
                .u32(1L + payload.length + padding)
                .u8(padding)
                .bytes(payload)
                .bytes(new byte[padding])
                .toOctets();
    }

    /** What does not begin as SSH does, and is known, is named at once and not read to its end. */
    private static void refuseForeign(InputStream in) throws IOException {
        in.mark(Speech.ENOUGH);
        byte[] first = in.readNBytes(1);
        if (first.length == 0) {
            throw new EOFException("the server closed the connection before its identification");
        }
        byte[] more = in.readNBytes(Math.min(in.available(), Speech.ENOUGH - 1));
        in.reset();
        Octets beginning = new WireWriter().bytes(first).bytes(more).toOctets();
        Speech speech = Speech.of(beginning);
        if (speech != Speech.SSH && speech != Speech.UNKNOWN) {
            throw new ForeignException(beginning);
        }
    }

    static String identification(InputStream in) throws IOException {
        for (int lines = 0; lines < MOST_LINES; lines++) {
            String line = line(in);
            if (line.startsWith("SSH-")) {
                return line;
            }
        }
        throw new MalformedException("not SSH: no identification in the first " + MOST_LINES + " lines");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection before its identification");
            }
            if (line.size() == LONGEST_LINE) {
                throw new MalformedException("not SSH: a first line of more than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    static Octets packet(InputStream in) throws IOException {
        byte[] head = in.readNBytes(4);
        if (head.length < 4) {
            throw new EOFException("the server closed the connection in place of a packet");
        }
        long length = WireReader.of(head).u32();
        if (length < 5 || length > LONGEST_PACKET) {
            throw new MalformedException("a packet of " + length + " bytes, and " + LONGEST_PACKET + " is the most");
        }
        byte[] rest = in.readNBytes((int) length);
        if (rest.length < length) {
            throw new EOFException("the connection ended in a packet");
        }
        WireReader packet = WireReader.of(rest);
        int padding = packet.u8();
        if (padding > packet.remaining()) {
            throw new MalformedException("a packet with more padding than it has bytes");
        }
        return packet.octets(packet.remaining() - padding);
    }
}
